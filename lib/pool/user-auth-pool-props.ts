import { Stack } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import { warnOfGroups } from '../access/group';
import { Problems } from '../checks/problems';
import { checkName } from '../checks/values';
import { warn } from '../checks/warn';
import { checkUserAuthClient, UserAuthClientOptions } from '../client/user-auth-client';
import { checkFederation, FederationProps } from '../federation/federation';
import { HostedUi } from '../hosted-ui/hosted-ui';
import { checkEmail, EmailProps, warnOfEmail } from './email';
import { checkEncryption, EncryptionProps, warnOfKeys } from './encryption';
import { checkFeaturePlan, FeaturePlanProps, informOfPlan } from './feature-plan';
import { checkFirewall, FirewallProps } from './firewall';
import { checkHooks, HookProps, Hooks, UserPoolHook } from './hooks';
import { LockFileProps } from './lock-file';
import { checkLogDelivery, LogDeliveryProps } from './log-delivery';
import { checkMessages, MessageProps } from './messages';
import { checkMfa, MfaProps, warnOfMfa } from './mfa';
import { PoolMember } from './offer';
import { checkOverrides, OverrideProps } from './overrides';
import { checkPassword, PasswordProps } from './password';
import { checkPasswordless, PasswordlessProps, warnOfPasswordless } from './passwordless';
import { checkRecovery, RecoveryProps, warnOfRecovery } from './recovery';
import { checkRetention, RetentionProps } from './retention';
import { checkSchema, SchemaProps } from './schema';
import { checkSignIn, SignInProps, warnOfSignIn } from './sign-in';
import { checkSms, SmsDeliveryProps } from './sms';
import { checkThreatProtection, ThreatProtectionProps, warnOfThreatProtection } from './threat-protection';
import { checkVerification, VerificationProps, warnOfVerification } from './verification';

/** Properties for `UserAuthPool`. Every one of them is optional and has a secure default. */
export interface UserAuthPoolProps
  extends
    SignInProps,
    SchemaProps,
    VerificationProps,
    MessageProps,
    RecoveryProps,
    PasswordProps,
    PasswordlessProps,
    MfaProps,
    HookProps,
    FederationProps,
    EmailProps,
    SmsDeliveryProps,
    FeaturePlanProps,
    ThreatProtectionProps,
    LogDeliveryProps,
    FirewallProps,
    EncryptionProps,
    RetentionProps,
    LockFileProps,
    OverrideProps {
  /**
   * The name of the pool as the Cognito console shows it: 1 to 128 letters, digits, spaces and any of `_ + = , . @ -`. Anything else fails synthesis.
   *
   * @default - a name that CloudFormation makes
   */
  readonly userPoolName?: string;

  /**
   * Pages where users sign up and sign in, on a domain of Cognito or of your own. They are what identity providers and machine clients go through.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-managed-login.html
   * @default - none: applications have pages of their own
   */
  readonly hostedUi?: HostedUi;

  /**
   * What the default app client is given. Others are added with `addClient`.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-client-apps.html
   * @default - a public client, through which users sign in by SRP
   */
  readonly client?: UserAuthClientOptions;
}

/** Every problem of every concern, before anything is made. */
export function checkPool(pool: Construct, props: UserAuthPoolProps): void {
  const problems = new Problems(pool);
  checkName(problems, 'userPoolName', props.userPoolName);
  checkSignIn(props, problems);
  checkSchema(props, problems);
  checkVerification(props, problems);
  checkMessages(props, problems);
  checkRecovery(props, problems);
  checkPassword(props, problems);
  checkPasswordless(props, problems);
  checkMfa(props, problems);
  checkHooks(pool, props, problems);
  checkFederation(props, problems);
  const { hostedUi, featurePlan, client = {} } = props;
  hostedUi?._check(problems, {
    region: Stack.of(pool).region,
    featurePlan,
    relyingPartyId: props.passwordless?.passkeys?.relyingPartyId,
  });
  checkUserAuthClient(client, problems, 'client.', hostedUi?._brandingFor(featurePlan)._isManagedLogin);
  checkEmail(props, problems);
  checkSms(props, problems);
  checkFeaturePlan(props, problems);
  checkThreatProtection(props, problems);
  checkLogDelivery(props, problems);
  checkFirewall(props, problems, Stack.of(pool).region);
  checkEncryption(pool, props, problems);
  checkRetention(props, problems);
  checkOverrides(props, problems);
  problems.throwIfAny();
}

/** What of a pool its warnings look at. */
interface MadePool {
  readonly cfnUserPool: cognito.CfnUserPool;
  readonly hooks: Hooks;
  readonly clients: PoolMember[];
}

/** What Cognito accepts, and what then surprises the users. */
export function warnOfPool(pool: Construct, made: MadePool, props: UserAuthPoolProps): void {
  const { cfnUserPool, hooks, clients } = made;
  warnOfSignIn(pool, props);
  warnOfVerification(pool, cfnUserPool, props, hooks.has(UserPoolHook.PRE_SIGN_UP));
  warnOfEmail(pool, props);
  warnOfRecovery(pool, props);
  warnOfPasswordless(pool, cfnUserPool, props, hooks.has(UserPoolHook.CUSTOM_EMAIL_SENDER));
  warnOfMfa(pool, props);
  warnOfThreatProtection(pool, props);
  warnOfKeys(pool, cfnUserPool, { encryptionKey: props.encryptionKey, customSenderKmsKey: hooks.customSenderKmsKey });
  warnOfGroups(pool, cfnUserPool);
  if (!props.hostedUi) warnOfMigration(pool, hooks, clients);
  informOfPlan(pool, props, hooks.preTokenGenerationVersion);
}

function warnOfMigration(pool: Construct, hooks: Hooks, clients: PoolMember[]): void {
  if (!hooks.has(UserPoolHook.USER_MIGRATION)) return;
  const flows = clients.flatMap(({ userPoolClient }) => {
    const { explicitAuthFlows } = userPoolClient.node.defaultChild as cognito.CfnUserPoolClient;
    return (Stack.of(pool).resolve(explicitAuthFlows) ?? []) as string[];
  });
  if (flows.some((flow) => flow.endsWith('_PASSWORD_AUTH'))) return;
  warn(
    pool,
    'migrationNeverCalled',
    'The hook userMigration gets the password to compare, and no client of the pool may send one: Cognito never calls it. Set allowPasswordSignIn or allowAdminSignIn on the client that old users sign in through.',
  );
}
