import { attachCustomSynthesis, Aws, ResourceEnvironment, Stack } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import { aws_kms } from 'aws-cdk-lib/interfaces';
import { Construct, IDependable } from 'constructs';
import { UserAuthGroup, UserAuthGroupOptions } from '../access/group';
import { AccessPolicy } from '../access/access-policy';
import { TokenPolicies } from '../access/token-policies';
import { warnOfPolicies } from '../access/policy-warnings';
import { scopesOf, UserAuthResourceServer, UserAuthResourceServerOptions } from '../access/resource-server';
import { Problems } from '../checks/problems';
import { UserAuthClient, UserAuthClientOptions } from '../client/user-auth-client';
import { UserAuthMachineClient, UserAuthMachineClientOptions } from '../client/user-auth-machine-client';
import { Federation } from '../federation/federation';
import { IdentityProvider } from '../federation/identity-provider';
import { UserAuthDomain } from '../hosted-ui/domain';
import { refineEmail } from './email';
import { refineEncryption } from './encryption';
import { renderFeaturePlan } from './feature-plan';
import { makeFirewall } from './firewall';
import { AddHookOptions, Hooks, UserPoolHook } from './hooks';
import { ImportedUserAuthPool, UserAuthPoolAttributes } from './imported';
import { checkLockFile } from './lock-file';
import { makeLogDelivery } from './log-delivery';
import { refineMessages, renderMessages } from './messages';
import { refineMfa, renderMfa } from './mfa';
import { PoolMember, PoolOffer } from './offer';
import { applyOverrides } from './overrides';
import { refinePassword, renderPassword } from './password';
import { offersChoice, refinePasswordless } from './passwordless';
import { renderRecovery } from './recovery';
import { renderRetention } from './retention';
import { attributesOf, refineSchema } from './schema';
import { renderSignIn } from './sign-in';
import { refineSms, renderSms } from './sms';
import { makeRiskConfiguration, renderThreatProtection } from './threat-protection';
import { IUserAuthPool, issuerOf, UserAuthPoolBase } from './user-auth-pool-base';
import { hasDomain, renderVerification } from './verification';
import { checkPool, UserAuthPoolProps, warnOfPool } from './user-auth-pool-props';

/**
 * A Cognito user pool with an app client, secure with no props at all.
 *
 * Users sign up and sign in with their e-mail address, prove it with a code, choose a strong password and may add an authenticator app.
 * The pool and its users outlive the stack unless `removalPolicy` says otherwise.
 *
 * Every mistake in the props is found at synth: one error names them all, with what Cognito would do and what to write instead.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools.html
 */
export class UserAuthPool extends UserAuthPoolBase {
  /**
   * Imports an existing user pool.
   *
   * @param scope where to put it in the construct tree
   * @param id its id there
   * @param attrs what is known of the pool
   */
  public static fromUserAuthPoolAttributes(scope: Construct, id: string, attrs: UserAuthPoolAttributes): IUserAuthPool {
    return new ImportedUserAuthPool(scope, id, attrs);
  }

  /** The underlying CDK L2 construct. */
  public readonly userPool: cognito.UserPool;

  /** The underlying CloudFormation resource, the `node.defaultChild` of this construct. */
  public readonly cfnUserPool: cognito.CfnUserPool;

  /** The default app client. */
  public readonly client: UserAuthClient;

  /**
   * The id of the pool, such as `eu-west-1_Ab12Cd34E`.
   *
   * @attribute
   */
  public readonly userPoolId: string;

  /**
   * The ARN of the pool.
   *
   * @attribute
   */
  public readonly userPoolArn: string;

  /**
   * The id of the default app client.
   *
   * @attribute
   */
  public readonly userPoolClientId: string;

  /**
   * The issuer of the pool's tokens, which is the `iss` claim in them.
   *
   * @attribute
   */
  public readonly issuer: string;

  /** The role through which Cognito sends text messages, where it sends any. */
  public readonly smsRole?: iam.Role;

  /** What Cognito does with sign-ins that look like those of an attacker, where it does anything. */
  public readonly riskConfiguration?: cognito.CfnUserPoolRiskConfigurationAttachment;

  /** What Cognito writes down, where it writes anything. */
  public readonly logDelivery?: cognito.CfnLogDeliveryConfiguration;

  /** What puts the firewall before the pool, where there is one. */
  public readonly webAclAssociation?: wafv2.CfnWebACLAssociation;

  /** The domain of the hosted sign-in pages and what belongs to it, where there is one. */
  public readonly hostedUiDomain?: UserAuthDomain;

  private readonly clients: PoolMember[] = [];
  private readonly hooks: Hooks;
  private readonly federation: Federation;
  private readonly offersChoice: boolean;
  private policies?: TokenPolicies;
  private record?: () => void;

  constructor(scope: Construct, id: string, props: UserAuthPoolProps = {}) {
    super(scope, id);
    checkPool(this, props);

    this.userPool = new cognito.UserPool(this, 'Resource', {
      userPoolName: props.userPoolName,
      ...renderSignIn(props),
      ...renderVerification(props),
      ...renderMessages(props),
      ...renderRecovery(props),
      ...renderPassword(props),
      ...renderMfa(props),
      ...renderSms(),
      ...renderFeaturePlan(props),
      ...renderThreatProtection(props),
      ...renderRetention(props),
    });
    this.cfnUserPool = this.userPool.node.defaultChild as cognito.CfnUserPool;
    this.node.defaultChild = this.cfnUserPool;
    this.userPoolId = this.userPool.userPoolId;
    this.userPoolArn = this.userPool.userPoolArn;
    this.issuer = issuerOf(Stack.of(this).region, Aws.URL_SUFFIX, this.userPoolId);

    refineSchema(this.cfnUserPool, props);
    refineMessages(this.cfnUserPool, props);
    refinePassword(this.cfnUserPool, props);
    refinePasswordless(this.cfnUserPool, props);
    refineMfa(this.cfnUserPool, props);
    refineEmail(this, this.cfnUserPool, props);
    refineEncryption(this.cfnUserPool, props);
    this.smsRole = refineSms(this, this.cfnUserPool, props);

    this.hooks = new Hooks(this, this.userPool, props);
    this.riskConfiguration = makeRiskConfiguration(this, this.userPool, props);
    this.logDelivery = makeLogDelivery(this, this.userPool, props);
    this.webAclAssociation = makeFirewall(this, this.userPool, props);

    this.hostedUiDomain = props.hostedUi?._make(this, this.userPool, props);

    this.offersChoice = offersChoice(props);
    this.federation = new Federation(this, this.userPool, props);
    this.client = this.addClient('Client', props.client);
    this.userPoolClientId = this.client.userPoolClientId;

    const { cfnUserPool, client, smsRole, riskConfiguration, logDelivery, webAclAssociation } = this;
    const hostedUiDomain = this.hostedUiDomain?.cfnUserPoolDomain;
    const resources = { userPool: cfnUserPool, client, smsRole, riskConfiguration, logDelivery, webAclAssociation };
    applyOverrides({ ...resources, hostedUiDomain }, props);
    this.node.addValidation({ validate: () => this.validate(props) });
    // Once the whole app has been found valid.
    if (props.lockFile !== undefined) attachCustomSynthesis(this, { onSynthesize: () => this.record?.() });
  }

  /**
   * Adds an app client: one for each application through which users sign in. The authorizers of this pool accept its tokens too, whether it is
   * added before or after them.
   *
   * @param id the id of the client in the construct tree
   * @param options what the client is given
   */
  public addClient(id: string, options: UserAuthClientOptions = {}): UserAuthClient {
    return new UserAuthClient(this, id, { ...options, userPool: this });
  }

  /**
   * Adds an app client for an application on a server, which can keep a secret: it is in Secrets Manager, as `clientSecret` of the client. Otherwise it is like one of `addClient`.
   *
   * @param id the id of the client in the construct tree
   * @param options what the client is given
   */
  public addServerClient(id: string, options: UserAuthClientOptions = {}): UserAuthClient {
    return this.addClient(id, { ...options, generateClientSecret: options.generateClientSecret ?? true });
  }

  /**
   * Adds an app client for a job or a service that calls an API in its own name. It gets its tokens at the domain of the pool, so the pool needs `hostedUi`.
   *
   * @param id the id of the client in the construct tree
   * @param options the scopes of its tokens, and how long they work
   */
  public addMachineClient(id: string, options: UserAuthMachineClientOptions): UserAuthMachineClient {
    return new UserAuthMachineClient(this, id, { ...options, userPool: this });
  }

  /**
   * Adds an identity provider. It makes no difference whether a provider is given in the props or added later.
   *
   * @param provider the identity provider
   */
  public addIdentityProvider(provider: IdentityProvider): cognito.CfnUserPoolIdentityProvider {
    return this.federation.add(provider);
  }

  /**
   * Adds a group of users.
   *
   * @param id the id of the group in the construct tree, and its name unless the options have another
   * @param options what the group is given
   */
  public addGroup(id: string, options: UserAuthGroupOptions = {}): UserAuthGroup {
    return new UserAuthGroup(this, id, { ...options, userPool: this });
  }

  /**
   * Adds an API with its scopes, which clients may be given and routes may ask for.
   *
   * @param id the id of the resource server in the construct tree, and its identifier unless the options have another
   * @param options its scopes
   */
  public addResourceServer(id: string, options: UserAuthResourceServerOptions): UserAuthResourceServer {
    const server = new UserAuthResourceServer(this, id, { ...options, userPool: this });
    this.federation.beforeClients.add(server);
    return server;
  }

  /**
   * Adds a hook, which Cognito calls a Lambda trigger. It makes no difference whether a hook is given in the props or added later. A second function for the same hook is an error.
   *
   * @param hook when it is called
   * @param fn the function
   * @param options the version of a pre token generation hook
   */
  public addHook(hook: UserPoolHook, fn: lambda.IFunction, options: AddHookOptions = {}): void {
    this.hooks.add(hook, fn, options);
  }

  /** The key that codes for custom senders are encrypted with, where there is such a hook. */
  public get customSenderKmsKey(): aws_kms.IKeyRef | undefined {
    return this.hooks.customSenderKmsKey;
  }

  /** The app clients of the pool, the default one first. */
  public get userPoolClients(): cognito.IUserPoolClient[] {
    return this.clients.map((client) => client.userPoolClient);
  }

  /** The account and region of the pool. */
  public get env(): ResourceEnvironment {
    return this.userPool.env;
  }

  /** The domain of the hosted sign-in pages, such as `my-app.auth.eu-west-1.amazoncognito.com`, where there is one. */
  public get domainName(): string | undefined {
    return this.hostedUiDomain?.domainName;
  }

  /** The secret of the default app client, in Secrets Manager. To ask for it where `client.generateClientSecret` is not true is an error. */
  public get clientSecret(): secretsmanager.ISecret {
    return this.client.clientSecret;
  }

  /** The hook that puts the scopes of access policies into tokens, once a route asks for one. */
  public get policyHook(): lambda.Function | undefined {
    return this.policies?.handler;
  }

  /**
   * Has tokens carry a scope for a policy.
   *
   * @internal
   */
  public _policyScope(policy: AccessPolicy): string {
    if (!this.policies) {
      this.policies = new TokenPolicies(this);
      this.hooks.mintWith(this.policies);
    }
    return this.policies.add(policy);
  }

  /** @internal */
  public get _beforeClients(): IDependable {
    return this.federation.beforeClients;
  }

  /** @internal */
  public _offer(): PoolOffer {
    const { cfnUserPool, federation, hooks, hostedUiDomain: domain } = this;
    return {
      choice: this.offersChoice,
      // Each is asked for by few, and takes a look at the whole app.
      get custom() {
        return hooks.challenges;
      },
      get providers() {
        return federation.offers;
      },
      get attributes() {
        return attributesOf(cfnUserPool);
      },
      get scopes() {
        return scopesOf(cfnUserPool);
      },
      get hasDomain() {
        return hasDomain(cfnUserPool);
      },
      managedLogin: domain?.isManagedLogin,
      signInUrl: domain && ((...target) => domain.signInUrl(...target)),
    };
  }

  /** @internal */
  public _join(client: PoolMember, options: UserAuthClientOptions): void {
    this.clients.push(client);
    if (!options.callbackUrls) return;
    this.hostedUiDomain?._brand(
      client,
      client.userPoolClient.node.defaultChild as cognito.CfnUserPoolClient,
      options.branding,
    );
  }

  /** @internal */
  public get _clientSecret(): secretsmanager.ISecret | undefined {
    return this.client.hasClientSecret ? this.client.clientSecret : undefined;
  }

  /** @internal */
  public _calls(fn: lambda.IFunction): boolean {
    return this.hooks.calls(fn);
  }

  /** What can be judged only when every call has been made. */
  private validate(props: UserAuthPoolProps): string[] {
    const problems = new Problems(this);
    const { cfnUserPool, hooks, clients } = this;
    warnOfPool(this, { cfnUserPool, hooks, clients }, props);
    hooks.checkCalled(problems);
    this.federation.warn(this);
    this.policies?.check(props, problems);
    if (this.policies) warnOfPolicies(this, this.cfnUserPool, this.policies);
    this.record = checkLockFile(this, this.cfnUserPool, props, problems);
    return problems.messages();
  }
}
