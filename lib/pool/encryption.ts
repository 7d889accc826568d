import { CfnResource } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as kms from 'aws-cdk-lib/aws-kms';
import { aws_kms } from 'aws-cdk-lib/interfaces';
import { IConstruct } from 'constructs';
import { Problems } from '../checks/problems';
import { checkRegionOf } from '../checks/regions';
import { isKnown, show } from '../checks/values';
import { warn } from '../checks/warn';

/** @internal */
export interface EncryptionProps {
  /**
   * The key that the data of the users is encrypted with: symmetric, in the region of the pool. An asymmetric one fails synthesis, and so do one of another region and an alias of which only the name is known. Without the key nobody can sign in, so keep it as long as the pool.
   *
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_KeyConfigurationType.html
   * @default - a key of AWS's own
   */
  readonly encryptionKey?: aws_kms.IKeyRef;
}

/** A key that Cognito encrypts with. Of an imported one little is known. */
export function checkKey(
  pool: IConstruct,
  problems: Problems,
  where: string,
  given: aws_kms.IKeyRef | undefined,
): void {
  if (!given) return;
  const key = keyOf(given);
  if (!key) {
    problems.add({
      where,
      given: `${given.node.path}, which is an alias of which only the name is known`,
      outcome: 'rights on an alias are none on its key, so nobody could decrypt',
      remedy: 'Give the key itself: kms.Key.fromKeyArn() or kms.Key.fromLookup()',
    });
    return;
  }
  const made = madeKey(key);
  if (made && isKnown(made.keySpec) && made.keySpec !== String(kms.KeySpec.SYMMETRIC_DEFAULT)) {
    problems.add({
      where,
      given: `${given.node.path}, which is a key of the kind ${show(made.keySpec)}`,
      outcome: 'Cognito encrypts with symmetric keys only and refuses the pool',
      remedy: 'Give a key of the kind SYMMETRIC_DEFAULT',
    });
  }
  checkRegionOf(pool, problems, where, key);
}

/** The key that an alias stands for: rights and encryption are of keys. Undefined where only the name of the alias is known. */
export function keyOf(given: aws_kms.IKeyRef): aws_kms.IKeyRef | undefined {
  if (!('aliasName' in given)) return given;
  try {
    return (given as kms.IAlias).aliasTargetKey;
  } catch {
    return undefined;
  }
}

function madeKey(key: aws_kms.IKeyRef): kms.CfnKey | undefined {
  const made = key instanceof kms.CfnKey ? key : key.node.defaultChild;
  return made instanceof kms.CfnKey ? made : undefined;
}

/** A key that is deleted takes with it what a retained pool can't work without. */
export function warnOfKeys(
  pool: IConstruct,
  cfnUserPool: cognito.CfnUserPool,
  keys: Record<string, aws_kms.IKeyRef | undefined>,
): void {
  if (!outlives(cfnUserPool)) return;
  for (const [name, given] of Object.entries(keys)) {
    const key = given && keyOf(given);
    const made = key && madeKey(key);
    if (!made || outlives(made)) continue;
    warn(
      pool,
      'keyNotRetained',
      `The pool is kept when its stack is deleted, and its ${name} is not: without ${made.node.path} nobody could sign in any more. Set removalPolicy: RemovalPolicy.RETAIN on the key.`,
    );
  }
}

const outlives = ({ cfnOptions }: CfnResource) => cfnOptions.deletionPolicy?.startsWith('Retain') ?? false;

export function checkEncryption(pool: IConstruct, { encryptionKey }: EncryptionProps, problems: Problems): void {
  checkKey(pool, problems, 'encryptionKey', encryptionKey);
}

/** Older versions of the CDK have no word for it. */
export function refineEncryption(pool: cognito.CfnUserPool, { encryptionKey }: EncryptionProps): void {
  const key = encryptionKey && keyOf(encryptionKey);
  if (!key) return;
  pool.addPropertyOverride('KeyConfiguration', {
    KeyType: 'CUSTOMER_MANAGED_KEY',
    KmsKeyArn: key.keyRef.keyArn,
  });
}
