import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { aws_kms } from 'aws-cdk-lib/interfaces';
import { Construct } from 'constructs';
import { Problems } from '../checks/problems';
import { warnAtPool } from '../checks/warn';
import { grantInSeparatePolicy } from '../grants/separate-policy';
import { keyOf } from '../protection/encryption';
import { renderRetention, RetentionProps } from '../protection/retention';
import { TemplateIndex } from '../template/template-index';
import { LambdaConfig } from './lambda-config';
import { UserPoolHook } from './user-pool-hooks';

/** @internal */
export interface CustomSenderProps {
  /**
   * The AWS KMS key that encrypts codes for `customEmailSender` and `customSmsSender`: a symmetric key in the region of
   * the pool. An asymmetric key, a key in another region, or an alias of which only the name is known fails synthesis.
   * Whoever deploys the stack needs the `kms:CreateGrant` permission on the key.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-custom-sender-triggers.html
   * @default - if there is such a hook, a new key that is rotated every year and has the removal policy of the pool
   */
  readonly customSenderKmsKey?: aws_kms.IKeyRef;
}

/** Whether a hook sends messages in place of Cognito, which encrypts the codes in them. */
export const isCustomSender = (hook: UserPoolHook): boolean =>
  hook === UserPoolHook.CUSTOM_EMAIL_SENDER || hook === UserPoolHook.CUSTOM_SMS_SENDER;

/** The ARN of the key itself, which is known: `checkKey` rejects an alias that is known only by its name. */
const arnOf = (key: aws_kms.IKeyRef) => keyOf(key)!.keyRef.keyArn;

/** The key that encrypts codes for the custom senders of a pool. */
export class CustomSenderKey {
  private used?: aws_kms.IKeyRef;

  constructor(
    private readonly pool: Construct,
    private readonly props: CustomSenderProps & RetentionProps,
  ) {}

  /** Undefined as long as there is no custom sender. */
  public get key(): aws_kms.IKeyRef | undefined {
    return this.used;
  }

  /** Lets a custom sender decrypt codes, and returns the ARN of the key. */
  public allow(fn: lambda.IFunction): string {
    this.used ??= this.props.customSenderKmsKey ?? this.make();
    const keyArn = arnOf(this.used);
    grantInSeparatePolicy(this.pool, fn, { actions: ['kms:Decrypt'], resourceArns: [keyArn] });
    return keyArn;
  }

  /** Checks, when the app is complete, that Cognito encrypts codes with the key. */
  public check(index: TemplateIndex, lambdaConfig: LambdaConfig, problems: Problems): void {
    const { used } = this;
    if (!used || lambdaConfig.has(index, ['KMSKeyID'], arnOf(used))) return;
    problems.add({
      where: 'LambdaConfig of the pool',
      given: `overridden: its KMSKeyID is not ${used.node.path}`,
      outcome: 'Cognito would not encrypt codes with the key that custom senders may decrypt with',
      remedy: 'Remove the override or assignment; give a key of your own as customSenderKmsKey',
    });
  }

  private make(): kms.Key {
    return new kms.Key(this.pool, 'CustomSenderKey', {
      description: 'Cognito encrypts the codes that custom senders of a user pool send with this key',
      enableKeyRotation: true,
      removalPolicy: renderRetention(this.props).removalPolicy,
    });
  }
}

/** Warns of a key that nothing is encrypted with. */
export function warnOfUnusedKey(
  pool: Construct,
  { customSenderKmsKey }: CustomSenderProps,
  used: aws_kms.IKeyRef | undefined,
): void {
  if (!customSenderKmsKey || used) return;
  warnAtPool(
    pool,
    'unusedCustomSenderKey',
    'customSenderKmsKey is set, and the pool has no hook customEmailSender or customSmsSender, for which Cognito would encrypt codes with it. Add the hook, or omit the key.',
  );
}
