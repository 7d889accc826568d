import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as kms from 'aws-cdk-lib/aws-kms';
import { aws_kms } from 'aws-cdk-lib/interfaces';
import { Problems } from '../checks/problems';
import { isKnown, show } from '../checks/values';

/** @internal */
export interface EncryptionProps {
  /**
   * The key that the data of the users is encrypted with: symmetric, in the region of the pool. An asymmetric one is an error at synth. Without the key nobody can sign in, so keep it as long as the pool.
   *
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_KeyConfigurationType.html
   * @default - a key of AWS's own
   */
  readonly encryptionKey?: aws_kms.IKeyRef;
}

/** Cognito encrypts with symmetric keys only. Of an imported key nothing is known. */
export function checkKey(problems: Problems, where: string, key: aws_kms.IKeyRef | undefined): void {
  const made = key instanceof kms.CfnKey ? key : key?.node.defaultChild;
  if (!(made instanceof kms.CfnKey) || !isKnown(made.keySpec) || made.keySpec === String(kms.KeySpec.SYMMETRIC_DEFAULT))
    return;
  problems.add({
    where,
    given: `${key?.node.path}, which is a key of the kind ${show(made.keySpec)}`,
    outcome: 'Cognito encrypts with symmetric keys only and refuses the pool',
    remedy: 'Give a key of the kind SYMMETRIC_DEFAULT',
  });
}

export function checkEncryption({ encryptionKey }: EncryptionProps, problems: Problems): void {
  checkKey(problems, 'encryptionKey', encryptionKey);
}

/** Older versions of the CDK have no word for it. */
export function refineEncryption(pool: cognito.CfnUserPool, { encryptionKey }: EncryptionProps): void {
  if (!encryptionKey) return;
  pool.addPropertyOverride('KeyConfiguration', {
    KeyType: 'CUSTOMER_MANAGED_KEY',
    KmsKeyArn: encryptionKey.keyRef.keyArn,
  });
}
