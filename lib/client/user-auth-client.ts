import { Fn, Lazy, Token } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { aws_cognito } from 'aws-cdk-lib/interfaces';
import { Construct } from 'constructs';
import { Problems } from '../checks/problems';
import { checkName, isKnown, show } from '../checks/values';
import { warnAt } from '../checks/warn';
import { Branding } from '../hosted-ui/branding';
import { NO_OFFER, offering, PoolOffer, serversOf } from '../pool/offer';
import {
  checkClientAttributes,
  ClientAttributeProps,
  NeededAttributes,
  refineClientAttributes,
} from './client-attributes';
import { UserAuthClientBase } from './client-base';
import { keepSecret } from './client-secret';
import { checkOAuth, OAuthFlow, oAuthFlows, OAuthProps, renderOAuth, usesHostedPage } from './oauth';
import { warnOfScopes } from './scopes';
import { checkNoFlow, checkSignInFlows, signInFlows, SignInFlowProps } from './sign-in-flows';
import { checkTokens, refineTokens, TokenProps } from './tokens';

/** Options for adding an app client. */
export interface UserAuthClientOptions extends SignInFlowProps, OAuthProps, TokenProps, ClientAttributeProps {
  /**
   * The name of the client as the Cognito console shows it: 1 to 128 letters, digits, spaces and any of `_ + = , . @ -`. Cognito refuses a
   * client with any other.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-client-apps.html
   * @default - a name that CloudFormation makes
   */
  readonly userPoolClientName?: string;

  /**
   * Whether the client has a secret, as only an application that runs on a server can keep it. A change makes a new client, with a new id.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-client-apps.html#user-pool-settings-client-app-client-types
   * @default - false, but true for a client that `addServerClient` makes
   */
  readonly generateClientSecret?: boolean;

  /**
   * Whether Cognito takes the address of the user from the application instead of the connection, for its threat protection. Without a secret it fails synthesis.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-settings-adaptive-authentication.html
   * @default false
   */
  readonly enablePropagateAdditionalUserContextData?: boolean;

  /**
   * How the hosted pages look to the users of this client. Without `callbackUrls`, or where the pool has no `hostedUi` of this library, it fails synthesis.
   *
   * @default - as the `hostedUi` of the pool says
   */
  readonly branding?: Branding;
}

/** Properties for `UserAuthClient`. */
export interface UserAuthClientProps extends UserAuthClientOptions {
  /** The pool whose users sign in through the client. */
  readonly userPool: aws_cognito.IUserPoolRef;
}

/**
 * An app client: one application through which users of a pool sign in.
 *
 * It is public, so it has no secret to leak. Users sign in by SRP, which never sends their password, and stay signed in by refresh tokens,
 * which can be revoked. Sign-in and password recovery do not reveal whether a user exists. With `callbackUrls` users can also sign in on the hosted page, by the authorization code flow.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-client-apps.html
 */
export class UserAuthClient extends UserAuthClientBase {
  public readonly userPoolClient: cognito.UserPoolClient;
  /** @internal */
  protected readonly _secret?: secretsmanager.Secret;
  private readonly offer: () => PoolOffer;
  private readonly options: UserAuthClientOptions;

  constructor(scope: Construct, id: string, props: UserAuthClientProps) {
    super(scope, id);
    const { userPool, ...options } = props;
    const pool = offering<UserAuthClientOptions>(userPool);
    const problems = new Problems(this);
    checkUserAuthClient(props, problems, '', pool?._offer().managedLogin);
    problems.throwIfAny();

    this.options = options;
    this.offer = pool ? () => pool._offer() : NOTHING;
    this.userPoolClient = new cognito.UserPoolClient(this, 'Resource', {
      userPool,
      userPoolClientName: props.userPoolClientName,
      generateSecret: props.generateClientSecret ?? false,
      ...renderOAuth(props),
      authFlows: { userSrp: true },
      supportedIdentityProviders: [cognito.UserPoolClientIdentityProvider.COGNITO],
      preventUserExistenceErrors: true,
      enablePropagateAdditionalUserContextData: props.enablePropagateAdditionalUserContextData,
    });
    const resource = this.cfnUserPoolClient;
    this.node.defaultChild = resource;
    // At synth: hooks and identity providers may come after the client.
    resource.explicitAuthFlows = Lazy.list({ produce: () => signInFlows(props, this.offer()) });
    resource.supportedIdentityProviders = Lazy.list({
      produce: () => this.providers().map((name) => this.refOf(name)),
    });
    refineTokens(resource, props);
    refineClientAttributes(resource, props, () => this.neededAttributes());
    this._secret = props.generateClientSecret ? keepSecret(this, resource) : undefined;

    if (pool) this.userPoolClient.node.addDependency(pool._beforeClients);
    this.userPoolClient.node.addDependency(...serversOf(props.allowedOAuthScopes));
    this.node.addValidation({ validate: () => this.validate() });
    pool?._join(this, options);
  }

  /**
   * The address of the hosted sign-in page for this client, which sends users back to its `defaultRedirectUri`, or else to its first callback URL. Where the client or the pool has no hosted page, or the
   * client no code flow, to ask for it is an error.
   *
   * A sign-in that starts there has no PKCE: an application starts one with its OpenID Connect client instead, and this is for links in e-mails and bookmarks.
   *
   * @attribute
   */
  public get signInUrl(): string {
    const { callbackUrls = [], defaultRedirectUri } = this.options;
    const first = Token.isUnresolved(callbackUrls) ? Fn.select(0, callbackUrls) : callbackUrls[0];
    const redirectUri = defaultRedirectUri ?? first;
    const { signInUrl } = this.offer();
    if (!redirectUri || !signInUrl || !oAuthFlows(this.options).includes(OAuthFlow.CODE)) {
      throw new Error(
        `${this.node.path} has no hosted page on which users sign in by code. Give the client callbackUrls and OAuthFlow.CODE, and the pool hostedUi: HostedUi.cognitoDomain().`,
      );
    }
    return signInUrl(this.userPoolClientId, redirectUri, this.cfnUserPoolClient.allowedOAuthScopes ?? []);
  }

  private providers(): string[] {
    const { supportedIdentityProviders, allowOnlyExternalIdentityProviders } = this.options;
    const names = supportedIdentityProviders?.map(({ name }) => name) ?? [
      'COGNITO',
      ...this.offer().providers.map(({ name }) => name),
    ];
    return names.filter((name) => name !== 'COGNITO' || !allowOnlyExternalIdentityProviders);
  }

  private refOf(provider: string): string {
    return this.offer().providers.find(({ name }) => name === provider)?.ref ?? provider;
  }

  private neededAttributes(): NeededAttributes {
    const names = this.providers();
    const { providers, attributes } = this.offer();
    const mapped = providers.filter(({ name }) => names.includes(name)).flatMap((provider) => provider.mapped);
    return { mapped, attributes };
  }

  private checkProviders(problems: Problems): void {
    if (this.offer === NOTHING) return;
    const known = ['COGNITO', ...this.offer().providers.map(({ name }) => name)];
    for (const { name } of this.options.supportedIdentityProviders ?? []) {
      if (!isKnown(name) || known.includes(name)) continue;
      problems.add({
        where: 'supportedIdentityProviders',
        given: `a list that has ${show(name)}`,
        outcome: 'the pool has no such identity provider, and Cognito refuses the client',
        remedy: `Add it to the pool, or leave it out; the pool has ${known.map(show).join(', ')}`,
      });
    }
  }

  private validate(): string[] {
    const problems = new Problems(this);
    if (usesHostedPage(this.options) && !this.offer().hasDomain) {
      warnAt(
        this,
        'UserAuthClient.callbackUrlsWithoutDomain',
        'callbackUrls are set, and the pool has no domain for a sign-in page: nobody can sign in there. Give the pool hostedUi: HostedUi.cognitoDomain().',
      );
    }
    const names = this.providers();
    const { providers } = this.offer();
    const initiating = providers.find(({ name, idpInitiated }) => idpInitiated && names.includes(name));
    if (initiating && names.length > 1) {
      warnAt(
        this,
        'UserAuthClient.idpInitiatedBesideOthers',
        `Users may come from ${initiating.name} without having been sent there, which Cognito allows only through a client that has no other provider: give it one of its own, with supportedIdentityProviders.`,
      );
    }
    if (this.options.allowOnlyExternalIdentityProviders && names.length === 0) {
      problems.add({
        where: 'allowOnlyExternalIdentityProviders',
        given: 'true, while the client has no identity provider',
        outcome: 'nobody could sign in',
        remedy: 'Give the pool identityProviders, name some as supportedIdentityProviders, or leave it out',
      });
    }
    checkClientAttributes(this.options, () => this.neededAttributes(), problems);
    checkNoFlow(this.options, this.offer(), problems);
    this.checkProviders(problems);
    warnOfScopes(this, this.cfnUserPoolClient.allowedOAuthScopes, this.offer());
    return problems.messages();
  }
}

/** What is known of a pool that is not of this library. */
const NOTHING = () => NO_OFFER;

/** Every problem of what a client is given. `path` stands before the names of its props; `managedLogin` says which pages the pool has, where it has any. */
export function checkUserAuthClient(
  options: UserAuthClientOptions,
  problems: Problems,
  path = '',
  managedLogin?: boolean,
): void {
  checkName(problems, `${path}userPoolClientName`, options.userPoolClientName);
  checkSignInFlows(options, problems, path);
  checkOAuth(options, problems, path);
  checkTokens(options, problems, path);
  if (options.enablePropagateAdditionalUserContextData && !options.generateClientSecret) {
    problems.add({
      where: `${path}enablePropagateAdditionalUserContextData`,
      given: 'true, without a client secret',
      outcome:
        'Cognito takes the address of a user only from applications that prove who they are, and refuses the client',
      remedy: 'Set generateClientSecret to true as well, or leave it out',
    });
  }
  options.branding?._check(problems, `${path}branding`, managedLogin);
  if (options.branding && !usesHostedPage(options)) {
    problems.add({
      where: `${path}branding`,
      given: 'set, without callbackUrls',
      outcome: 'the client has no hosted page that could look like it',
      remedy: 'Give callbackUrls as well, or leave it out',
    });
  } else if (options.branding && managedLogin === undefined) {
    problems.add({
      where: `${path}branding`,
      given: 'set, for a pool without hostedUi',
      outcome: 'there is no page that could look like it',
      remedy: 'Give the pool hostedUi as well, or leave it out',
    });
  }
}
