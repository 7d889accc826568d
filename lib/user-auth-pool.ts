import { ResourceEnvironment } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import { aws_kms } from 'aws-cdk-lib/interfaces';
import { Construct } from 'constructs';
import { checkGroups, UserAuthGroup, UserAuthGroupOptions } from './access/group';
import { AccessPolicy } from './access/access-policy';
import { TokenPolicies } from './access/token-policies';
import { Adoption } from './adopt/adoption';
import { checkResourceServers, UserAuthResourceServer, UserAuthResourceServerOptions } from './access/resource-server';
import { checkAddition, checkArgument, checkStruct } from './checks/check-struct';
import { errorAt, Problems } from './checks/problems';
import { injected } from './base/property-injection';
import { show } from './checks/values';
import { UserAuthClientBase } from './client/client-base';
import { withSecret } from './client/client-secret';
import { UserAuthClient, UserAuthClientOptions } from './client/user-auth-client';
import { UserAuthMachineClient, UserAuthMachineClientOptions } from './client/user-auth-machine-client';
import { Federation } from './federation/federation';
import { IdentityProvider } from './federation/identity-provider';
import { UserAuthDomain } from './hosted-ui/domain';
import { FeaturePlanNeeds } from './checks/feature-plan';
import { makeFirewall } from './protection/firewall';
import { hasCustomFlow, Hooks } from './hooks/hooks';
import { AddHookOptions, UserPoolHook } from './hooks/user-pool-hooks';
import { DefaultClient } from './pool/connect';
import { ImportedUserAuthPool, UserAuthPoolAttributes } from './pool/imported';
import { LockFile } from './lock/lock-file';
import { makeLogDelivery } from './protection/log-delivery';
import { PoolFeatures } from './client/pool-features';
import { applyOverrides } from './overrides';
import { renderRetention } from './protection/retention';
import { attributesOf } from './sign-in/pool-attributes';
import { SignInSettings, signInSettings } from './sign-in/settings';
import { makeSmsRole } from './messages/sms';
import { oncePerIndex } from './template/once-per-index';
import { validateAtSynthesis } from './template/synthesis';
import { TemplateIndex } from './template/template-index';
import { makeRiskConfiguration } from './protection/threat-protection';
import { IssuerType, warnOfIssuer } from './pool/issuer';
import { IUserAuthPool, UserAuthPoolBase } from './pool/user-auth-pool-base';
import { checkPool, refinePool, renderPool, UserAuthPoolProps, warnOfPool } from './user-auth-pool-props';

/**
 * A Cognito user pool with an app client, secure by default.
 *
 * By default, users sign up and sign in with their email address, verify it with a code, choose a strong password and
 * may add an authenticator app. The pool and its users are retained when the stack is deleted, unless `removalPolicy`
 * specifies otherwise.
 *
 * Invalid props fail synthesis with a single error that lists all problems, what Cognito would do, and what to write
 * instead.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools.html
 * @example
 * new UserAuthPool(this, 'Pool', {
 *   lockFile: 'users.lock.json', // a change that would lose users fails synthesis
 *   passwordPolicy: { minimumLength: 16 },
 * });
 */
export class UserAuthPool extends UserAuthPoolBase {
  /** The ID by which property injectors name this class. */
  public static readonly PROPERTY_INJECTION_ID: string = 'cdk-user-auth-pool.UserAuthPool';

  /**
   * Imports an existing user pool.
   *
   * @param scope the scope in which to define the imported pool
   * @param id the construct ID of the imported pool
   * @param attrs the attributes of the existing pool
   * @example
   * const pool = UserAuthPool.fromUserAuthPoolAttributes(this, 'Pool', {
   *   userPoolId: 'eu-west-1_Ab12Cd34E',
   *   userPoolClientIds: ['1example23456789'],
   * });
   */
  public static fromUserAuthPoolAttributes(scope: Construct, id: string, attrs: UserAuthPoolAttributes): IUserAuthPool {
    checkArgument('UserAuthPool.fromUserAuthPoolAttributes()', 'scope', 'Construct', scope);
    return new ImportedUserAuthPool(scope, id, attrs);
  }

  /** The underlying `UserPool` construct of the CDK. */
  public readonly userPool: cognito.UserPool;

  /** The underlying CloudFormation resource, which is the `node.defaultChild` of this construct. */
  public readonly cfnUserPool: cognito.CfnUserPool;

  /**
   * The ID of the pool, such as `eu-west-1_Ab12Cd34E`.
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

  public readonly issuerType: IssuerType;

  /** The role that Cognito uses to send text messages, if the pool sends any. */
  public readonly smsRole?: iam.Role;

  /** The risk configuration, if threat protection acts on threats. */
  public readonly riskConfiguration?: cognito.CfnUserPoolRiskConfigurationAttachment;

  /** The log delivery configuration, if Cognito delivers logs. */
  public readonly logDelivery?: cognito.CfnLogDeliveryConfiguration;

  /** The association of the pool with its web ACL, if there is one. */
  public readonly webAclAssociation?: wafv2.CfnWebACLAssociation;

  /** The domain of the hosted sign-in pages with its resources, if there is one. */
  public readonly hostedUiDomain?: UserAuthDomain;

  /** @internal */
  public readonly _features: PoolFeatures;

  private readonly clients: UserAuthClientBase[] = [];
  private readonly defaultClient?: UserAuthClient;
  private readonly plan: FeaturePlanNeeds;
  private readonly hooks: Hooks;
  private readonly federation: Federation;
  private policies?: TokenPolicies;
  private readonly lockFile?: LockFile;
  private readonly adoption: Adoption;

  constructor(scope: Construct, id: string, props: UserAuthPoolProps = {}) {
    super(scope, id);
    props = injected(UserAuthPool.PROPERTY_INJECTION_ID, this, props);
    checkStruct(this, 'UserAuthPoolProps', props);
    this.plan = new FeaturePlanNeeds(props.featurePlan);
    const settings = signInSettings(props);
    const { mfa, firstFactors } = settings;
    this.adoption = new Adoption(props, firstFactors);
    checkPool(this, props, settings, this.plan, this.adoption);

    this.userPool = new cognito.UserPool(this, 'Default', renderPool(props, settings));
    this.cfnUserPool = this.userPool.node.defaultChild as cognito.CfnUserPool;
    this.node.defaultChild = this.cfnUserPool;
    this.userPoolId = this.userPool.userPoolId;
    this.userPoolArn = this.userPool.userPoolArn;
    this.issuerType = props.issuerType ?? IssuerType.ORIGINAL;

    refinePool(this, this.cfnUserPool, props, settings, this.adoption);
    const { removalPolicy } = renderRetention(props);
    if (mfa.sendsSms) this.smsRole = makeSmsRole(this, this.cfnUserPool, props, removalPolicy);

    if (props.lockFile !== undefined) {
      this.lockFile = new LockFile(this, this.cfnUserPool, props.lockFile, props.existing !== undefined);
      if (props.signInCaseSensitive === undefined && !props.existing) this.lockFile.keepCase();
      if (!firstFactors.areNamed) this.lockFile.endPasswordless();
    }
    this.hooks = new Hooks(this, props, this.plan);
    this.riskConfiguration = makeRiskConfiguration(this, this.userPool, props);
    this.logDelivery = makeLogDelivery(this, this.userPool, props);
    this.webAclAssociation = makeFirewall(this, this.userPool, props);

    const { hostedUi, featurePlan } = props;
    if (hostedUi) {
      this.hostedUiDomain = new UserAuthDomain(this, 'Domain', { userPool: this, hostedUi, featurePlan });
    }

    this.federation = new Federation(this, this.userPool, props);
    this._features = this.featuresFor(settings);
    if (props.defaultClient ?? true) this.defaultClient = this.addClient('Client', props.client);

    const { userPool, defaultClient: client, smsRole, riskConfiguration, logDelivery, webAclAssociation } = this;
    const { hostedUiDomain } = this;
    applyOverrides(
      { userPool, client, smsRole, riskConfiguration, logDelivery, webAclAssociation, hostedUiDomain },
      props,
    );
    validateAtSynthesis(this, (index, problems) => this.validate(index, problems, props, settings));
  }

  /**
   * Adds an app client for an application that users sign in to. The authorizers of this pool accept its tokens too,
   * whether it is added before or after them.
   *
   * @param id the construct ID of the client
   * @param options the options of the client
   * @example
   * declare const pool: UserAuthPool;
   *
   * pool.addClient('Mobile', { callbackUrls: ['myapp://signed-in'] });
   */
  public addClient(id: string, options: UserAuthClientOptions = {}): UserAuthClient {
    checkAddition(this, id, 'UserAuthClientOptions', options);
    return new UserAuthClient(this, id, { ...options, userPool: this });
  }

  /**
   * Adds an app client for a server-side application, which can keep a secret. The secret is stored in Secrets Manager,
   * as `clientSecret` of the client. Otherwise the same as `addClient`.
   *
   * @param id the construct ID of the client
   * @param options the options of the client
   * @example
   * declare const pool: UserAuthPool;
   * declare const server: lambda.Function;
   *
   * const web = pool.addServerClient('Web', { callbackUrls: ['https://www.example.com/signed-in'] });
   * web.clientSecret.grantRead(server);
   */
  public addServerClient(id: string, options: UserAuthClientOptions = {}): UserAuthClient {
    checkStruct(this, 'UserAuthClientOptions', options);
    return this.addClient(id, withSecret(this, options));
  }

  /**
   * Adds an app client for a job or service that calls an API on its own behalf. It requests tokens from the domain of
   * the pool, so the pool needs `hostedUi`.
   *
   * @param id the construct ID of the client
   * @param options the scopes and validity of its tokens
   * @example
   * declare const pool: UserAuthPool;
   *
   * const reports = pool.addResourceServer('reports', { scopes: [{ scopeName: 'read' }] });
   * pool.addMachineClient('Job', { scopes: [reports.scope('read')] });
   */
  public addMachineClient(id: string, options: UserAuthMachineClientOptions): UserAuthMachineClient {
    checkAddition(this, id, 'UserAuthMachineClientOptions', options);
    return new UserAuthMachineClient(this, id, { ...options, userPool: this });
  }

  /**
   * Adds an identity provider that users can sign in through. Equivalent to specifying it in the props.
   *
   * @param provider the identity provider
   * @example
   * declare const pool: UserAuthPool;
   *
   * const metadata = SamlMetadata.fromUrl('https://idp.example.com/metadata');
   * pool.addIdentityProvider(IdentityProvider.saml('Staff', { metadata }));
   */
  public addIdentityProvider(provider: IdentityProvider): cognito.CfnUserPoolIdentityProvider {
    checkArgument(this, 'provider', 'IdentityProvider', provider);
    return this.federation.add(provider);
  }

  /**
   * Adds a group of users.
   *
   * @param id the construct ID of the group, and its name unless the options specify another
   * @param options the options of the group
   * @example
   * declare const pool: UserAuthPool;
   * declare const authorizer: CognitoHttpApiAuthorizer;
   * declare const fn: IFunction;
   * declare const httpApi: HttpApi;
   *
   * const editors = pool.addGroup('editors');
   * authorizer.addLambdaRoute(fn, { httpApi, path: '/posts', accessPolicy: editors.policy });
   */
  public addGroup(id: string, options: UserAuthGroupOptions = {}): UserAuthGroup {
    checkAddition(this, id, 'UserAuthGroupOptions', options);
    return new UserAuthGroup(this, id, { ...options, userPool: this });
  }

  /**
   * Adds a resource server: an API with scopes that clients can be given and routes can require.
   *
   * @param id the construct ID of the resource server, and its identifier unless the options specify another
   * @param options the scopes and other options of the resource server
   */
  public addResourceServer(id: string, options: UserAuthResourceServerOptions = {}): UserAuthResourceServer {
    checkAddition(this, id, 'UserAuthResourceServerOptions', options);
    const server = new UserAuthResourceServer(this, id, { ...options, userPool: this });
    this.federation.beforeClients.add(server);
    return server;
  }

  /**
   * Adds a Lambda trigger. Equivalent to specifying it in the props. Adding a second function for the same hook throws
   * an error.
   *
   * @param hook the hook, which determines when Cognito invokes the function
   * @param fn the function
   * @param options the version of a pre token generation hook
   * @example
   * declare const pool: UserAuthPool;
   * declare const greet: IFunction;
   *
   * pool.addHook(UserPoolHook.POST_CONFIRMATION, greet);
   * pool.grants.manageGroupMembership(greet); // no circular dependency
   */
  public addHook(hook: UserPoolHook, fn: lambda.IFunction, options: AddHookOptions = {}): void {
    checkArgument(this, 'hook', 'string', hook);
    checkArgument(this, 'fn', 'IFunction', fn);
    checkStruct(this, 'AddHookOptions', options);
    this.hooks.add(hook, fn, options);
  }

  /** The key that encrypts codes for custom senders, if there is such a hook. */
  public get customSenderKmsKey(): aws_kms.IKeyRef | undefined {
    return this.hooks.customSenderKmsKey;
  }

  /**
   * Returns the resource of an identity provider that was given in the props or added later. Throws an error if the
   * pool has no such provider.
   *
   * @param providerName the name of the provider, such as `Google`
   */
  public identityProvider(providerName: string): cognito.CfnUserPoolIdentityProvider {
    const resource = this.federation.resourceOf(providerName);
    if (resource) return resource;
    throw errorAt(this, `has no identity provider ${show(providerName)}. Add it with addIdentityProvider().`);
  }

  /** The app clients of the pool, the default one first, if there is one. */
  public get userPoolClients(): cognito.IUserPoolClient[] {
    return this.clients.map((client) => client.userPoolClient);
  }

  /** The account and region of the pool. */
  public get env(): ResourceEnvironment {
    return this.userPool.env;
  }

  /** The domain of the hosted sign-in pages, such as `my-app.auth.eu-west-1.amazoncognito.com`, if there is one. */
  public get domainName(): string | undefined {
    return this.hostedUiDomain?.domainName;
  }

  /** The default app client. Throws an error if `defaultClient` is false. */
  public get client(): UserAuthClient {
    if (this.defaultClient) return this.defaultClient;
    throw errorAt(
      this,
      'has no default client, because defaultClient is false. Use a client of addClient(), for example with frontEndConfig({ client }) or connect(fn, { client }).',
    );
  }

  /**
   * The ID of the default app client. Throws an error if `defaultClient` is false.
   *
   * @attribute
   */
  public get userPoolClientId(): string {
    return this.client.userPoolClientId;
  }

  /**
   * The secret of the default app client, stored in Secrets Manager. Throws an error unless
   * `client.generateClientSecret` is true.
   */
  public get clientSecret(): secretsmanager.ISecret {
    return this.client.clientSecret;
  }

  /** The hook that adds the scopes of access policies to tokens. Undefined until one is enforced in the token. */
  public get policyHook(): lambda.Function | undefined {
    return this.policies?.handler;
  }

  /**
   * Returns the scope that stands for an access policy in access tokens: the hook of the pool adds it to the tokens of
   * those who satisfy the policy, and of nobody else. Use it where a scope can be required, such as by the Cognito
   * authorizer of a REST API, or in a service that reads tokens. On an HTTP API, use `accessPolicy`.
   *
   * A policy that nobody could satisfy fails synthesis. Requires the Essentials plan or higher.
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-enable-cognito-user-pool.html
   * @param policy the policy
   * @example
   * declare const pool: UserAuthPool;
   *
   * const editorsOnly = pool.scopeFor(AccessPolicy.group('editors')); // for a REST API
   */
  public scopeFor(policy: AccessPolicy): string {
    checkArgument(this, 'policy', 'AccessPolicy', policy);
    const problems = new Problems(this);
    policy._check(problems, { attributes: true });
    problems.throwIfAny();
    return this._policyScope(policy);
  }

  /**
   * Adds a scope for a policy to tokens, and returns its name.
   *
   * @internal
   */
  public _policyScope(policy: AccessPolicy): string {
    if (!this.policies) {
      this.policies = new TokenPolicies(this);
      this.hooks.composeWith(this.policies);
    }
    return this.policies.add(policy);
  }

  /** @internal */
  public _policyOf(scope: string): AccessPolicy | undefined {
    return this.policies?.of(scope);
  }

  /** @internal */
  public _isPolicyHookIntact(index: TemplateIndex): boolean {
    const { policies, hooks } = this;
    if (!policies) return true;
    return !Problems.areFoundBy((problems) => {
      policies.checkHook(index, problems);
      hooks.check(index, problems);
    });
  }

  /** @internal */
  public get _defaultClient(): DefaultClient | undefined {
    const client = this.defaultClient;
    return client && { id: client.userPoolClientId, secret: client.hasClientSecret ? client.clientSecret : undefined };
  }

  /** @internal */
  public _hasHook(fn: lambda.IFunction): boolean {
    return this.hooks.calls(fn);
  }

  private featuresFor({ firstFactors }: SignInSettings): PoolFeatures {
    const { cfnUserPool, federation, hostedUiDomain: domain } = this;
    return {
      offersChoice: firstFactors.offerChoice,
      isManagedLogin: domain?.isManagedLogin,
      plan: this.plan,
      beforeClients: federation.beforeClients,
      addClient: (client, hostedPages) => {
        this.clients.push(client);
        if (hostedPages) domain?._brand(client, client.cfnUserPoolClient, hostedPages.branding);
      },
      hasCustomFlow: oncePerIndex((index) => hasCustomFlow(index, cfnUserPool)),
      providers: federation.offeredProviders,
      attributes: oncePerIndex((index) => attributesOf(index, cfnUserPool)),
      deployedClient: (client) => this.adoption.clientOf(client),
    };
  }

  /** Checks what is known only after all calls have been made. */
  private validate(index: TemplateIndex, problems: Problems, props: UserAuthPoolProps, settings: SignInSettings): void {
    const { cfnUserPool, hooks, policies } = this;
    warnOfPool(index, this, hooks, props, settings);
    hooks.check(index, problems);
    this.federation.check(index, attributesOf(index, cfnUserPool), problems);
    this.federation.warn(index);
    checkGroups(index, this, problems);
    checkResourceServers(index, this, problems);
    policies?.check(index, this.plan, problems);
    this.plan.inform(this);
    policies?.warn(index, cfnUserPool);
    warnOfIssuer(index, this, cfnUserPool, props);
    this.adoption.check(index, this, cfnUserPool, problems);
    this.lockFile?.check(index, problems);
  }
}
