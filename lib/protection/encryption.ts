import { CfnResource, Stack } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { aws_kms } from 'aws-cdk-lib/interfaces';
import { IConstruct } from 'constructs';
import { resourceOf } from '../base/resource-of';
import { FeaturePlanNeeds } from '../checks/feature-plan';
import { Problems } from '../checks/problems';
import { checkRegionOf } from '../checks/regions';
import { isKnown, show } from '../checks/values';
import { warnAtPool } from '../checks/warn';
import { LogDeliveryProps } from './log-delivery';

const COGNITO = 'cognito-idp.amazonaws.com';
const LOG_DELIVERY = 'delivery.logs.amazonaws.com';

/** The services that store and look up the users of a pool. */
const SERVICES = [COGNITO, 'identitystore.amazonaws.com'];

/** What they do with the key. */
const ACTIONS = ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKeyWithoutPlaintext'];

/** @internal */
export interface EncryptionProps {
  /**
   * The AWS KMS key that encrypts user data: a symmetric key in the region of the pool. It requires the Essentials
   * plan. An asymmetric key, a key in another region, an alias of which only the name is known, or a lower
   * `featurePlan` fails synthesis. Without the key, nobody can sign in, so keep it for as long as the pool.
   *
   * Cognito uses the key on its own behalf and on that of callers of its API, and with `logDelivery` for the logs too,
   * so the key policy must allow it. A `Key` of this app gets the statements, for the user pools of its account and
   * region; for any other key, a warning says what to add.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/data-protection.html
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
  const made = resourceOf(key, kms.CfnKey);
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

/** Warns of keys that are deleted with the stack although the pool, which can't work without them, is retained. */
export function warnOfKeys(
  pool: IConstruct,
  cfnUserPool: cognito.CfnUserPool,
  keys: Record<string, aws_kms.IKeyRef | undefined>,
): void {
  if (!outlives(cfnUserPool)) return;
  for (const [name, given] of Object.entries(keys)) {
    const key = given && keyOf(given);
    const made = key && resourceOf(key, kms.CfnKey);
    if (!made || outlives(made)) continue;
    warnAtPool(
      pool,
      'keyNotRetained',
      `The pool is kept when its stack is deleted, and its ${name} is not: without ${made.node.path} nobody could sign in anymore. Set removalPolicy: RemovalPolicy.RETAIN on the key.`,
    );
  }
}

const outlives = ({ cfnOptions }: CfnResource) => cfnOptions.deletionPolicy?.startsWith('Retain') ?? false;

export function checkEncryption(
  pool: IConstruct,
  { encryptionKey }: EncryptionProps,
  plan: FeaturePlanNeeds,
  problems: Problems,
): void {
  if (encryptionKey) plan.needsPlan(cognito.FeaturePlan.ESSENTIALS, 'encryptionKey', problems);
  checkKey(pool, problems, 'encryptionKey', encryptionKey);
}

export function refineEncryption(
  pool: IConstruct,
  cfnUserPool: cognito.CfnUserPool,
  { encryptionKey, logDelivery }: EncryptionProps & LogDeliveryProps,
): void {
  const key = encryptionKey && keyOf(encryptionKey);
  if (!key) return;
  // An override, since older versions of the CDK lack the property.
  cfnUserPool.addPropertyOverride('KeyConfiguration', {
    KeyType: 'CUSTOMER_MANAGED_KEY',
    KmsKeyArn: key.keyRef.keyArn,
  });
  const deliversLogs = logDelivery !== undefined;
  if (!letCognitoUse(key, deliversLogs)) warnOfKeyPolicy(pool, key, deliversLogs);
}

type Conditions = Record<string, Record<string, string>>;

/**
 * Adds the statements that Cognito needs to the policy of a key, if this app can change that policy. They are for all
 * user pools of the key's account and region: one that named the pool would wait for it, and the pool waits for the
 * key.
 *
 * https://docs.aws.amazon.com/cognito/latest/developerguide/data-protection.html
 */
function letCognitoUse(key: aws_kms.IKeyRef, deliversLogs: boolean): boolean {
  if (!(key instanceof kms.Key)) return false;
  const stack = Stack.of(key);
  const { account, region } = stack;
  const allow = (principals: iam.IPrincipal[], actions: string[], conditions: Conditions) => {
    const statement = new iam.PolicyStatement({ principals, actions, resources: ['*'], conditions });
    return key.addToResourcePolicy(statement).statementAdded;
  };
  const pools = stack.formatArn({ service: 'cognito-idp', resource: 'userpool', resourceName: '*' });
  const ofPools = { StringLike: { 'kms:EncryptionContext:aws:cognito-idp:userpool-arn': pools } };
  const allowBoth = (principals: iam.IPrincipal[], conditions: Conditions) => {
    allow(principals, ['kms:DescribeKey'], conditions);
    return allow(principals, ACTIONS, { ...conditions, ...ofPools });
  };
  const service = (name: string) => new iam.ServicePrincipal(name);
  const isAdded = allowBoth(SERVICES.map(service), {
    StringEquals: { 'aws:SourceAccount': account },
    ArnLike: { 'aws:SourceArn': pools },
  });
  // Functions that administer users have rights at Cognito, and none on the key.
  allowBoth([new iam.AnyPrincipal()], {
    StringEquals: { 'kms:CallerAccount': account, 'kms:ViaService': `cognito-idp.${region}.amazonaws.com` },
  });
  if (deliversLogs) {
    const logs = stack.formatArn({ service: 'logs', resource: '*' });
    const ofLogs = { StringLike: { 'kms:EncryptionContext:SourceArn': logs } };
    allow([service(COGNITO)], ['kms:GenerateDataKey', 'kms:Encrypt'], ofLogs);
    allow([service(LOG_DELIVERY)], ['kms:GenerateDataKey', 'kms:Decrypt'], ofLogs);
  }
  return isAdded;
}

function warnOfKeyPolicy(pool: IConstruct, key: aws_kms.IKeyRef, deliversLogs: boolean): void {
  const policy: unknown = Stack.of(key).resolve(resourceOf(key, kms.CfnKey)?.keyPolicy);
  const needed = deliversLogs ? [...SERVICES, LOG_DELIVERY] : SERVICES;
  if (needed.every((service) => JSON.stringify(policy ?? '').includes(service))) return;
  warnAtPool(
    pool,
    'keyPolicyWithoutCognito',
    `The policy of ${key.node.path} cannot be changed by this app, and must let Cognito use the key: otherwise nobody can sign in. ` +
      `Let the principals ${SERVICES.join(' and ')} call ${ACTIONS.join(', ')} and kms:DescribeKey, with the pool as aws:SourceArn, and the callers of Cognito the same with it as kms:ViaService; ` +
      (deliversLogs
        ? `for logDelivery, also let ${COGNITO} call kms:GenerateDataKey and kms:Encrypt, and ${LOG_DELIVERY} kms:GenerateDataKey and kms:Decrypt; `
        : '') +
      'or use a kms.Key of this app. If the policy allows it, acknowledge this warning.',
  );
}
