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
   * The AWS KMS key that encrypts user data: a symmetric key in the region of the pool. An asymmetric key, a key in
   * another region, or an alias of which only the name is known fails synthesis. Without the key, nobody can sign in,
   * so keep it for as long as the pool.
   *
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_KeyConfigurationType.html
   * @default - an AWS owned key
   */
  readonly encryptionKey?: aws_kms.IKeyRef;
}

/** Checks a key that Cognito encrypts with. Little is known about an imported key. */
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
      given: `${given.node.path}, which is an alias that is known only by its name`,
      outcome: 'permissions on an alias do not apply to its key, so nobody could decrypt',
      remedy: 'Give the key itself: kms.Key.fromKeyArn() or kms.Key.fromLookup()',
    });
    return;
  }
  const made = madeKey(key);
  if (made && isKnown(made.keySpec) && made.keySpec !== String(kms.KeySpec.SYMMETRIC_DEFAULT)) {
    problems.add({
      where,
      given: `${given.node.path}, which is a key with the key spec ${show(made.keySpec)}`,
      outcome: 'Cognito encrypts with symmetric keys only and rejects the pool',
      remedy: 'Give a key with the key spec SYMMETRIC_DEFAULT',
    });
  }
  checkRegionOf(pool, problems, where, key);
}

/**
 * The key behind an alias, since permissions and encryption apply to keys. Undefined if only the name of the alias is
 * known.
 */
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

/** Warns of keys that are deleted with the stack although the pool, which can't work without them, is retained. */
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
      `The pool is kept when its stack is deleted, and its ${name} is not: without ${made.node.path} nobody could sign in anymore. Set removalPolicy: RemovalPolicy.RETAIN on the key.`,
    );
  }
}

const outlives = ({ cfnOptions }: CfnResource) => cfnOptions.deletionPolicy?.startsWith('Retain') ?? false;

export function checkEncryption(pool: IConstruct, { encryptionKey }: EncryptionProps, problems: Problems): void {
  checkKey(pool, problems, 'encryptionKey', encryptionKey);
}

/** Set as an override, since older versions of the CDK lack the property. */
export function refineEncryption(pool: cognito.CfnUserPool, { encryptionKey }: EncryptionProps): void {
  const key = encryptionKey && keyOf(encryptionKey);
  if (!key) return;
  pool.addPropertyOverride('KeyConfiguration', {
    KeyType: 'CUSTOMER_MANAGED_KEY',
    KmsKeyArn: key.keyRef.keyArn,
  });
}
