import { CfnOutput, Fn, IResolvable, Lazy, Stack, Token } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { aws_cognito } from 'aws-cdk-lib/interfaces';
import { Construct } from 'constructs';
import { findAround } from '../checks/tree';
import { partsOfPool } from '../checks/parts';
import { rendered } from '../checks/rendered';
import type { IUserAuthPool } from './user-auth-pool-base';

/** Whose configuration a front end gets. */
export interface FrontEndConfigOptions {
  /**
   * The client that the front end is.
   *
   * @default - the first client of the pool
   */
  readonly client?: aws_cognito.IUserPoolClientRef;
}

/** Where the configuration is kept. */
export interface FrontEndParameterOptions {
  /**
   * The name of the parameter, which begins with a slash.
   *
   * @default - a name that CloudFormation makes
   */
  readonly parameterName?: string;
}

/** The identity providers that aws-amplify knows: its format has no place for others. */
const AMPLIFY_PROVIDERS: Record<string, string> = {
  Google: 'GOOGLE',
  Facebook: 'FACEBOOK',
  LoginWithAmazon: 'LOGIN_WITH_AMAZON',
  SignInWithApple: 'SIGN_IN_WITH_APPLE',
};
const AMPLIFY_MFA: Record<string, string> = {
  SMS_MFA: 'SMS',
  SOFTWARE_TOKEN_MFA: 'TOTP',
  EMAIL_OTP: 'EMAIL',
};
const AMPLIFY_MFA_STATUS: Record<string, string> = { OFF: 'NONE', OPTIONAL: 'OPTIONAL', ON: 'REQUIRED' };

interface ClientProperties {
  readonly CallbackURLs?: string[];
  readonly LogoutURLs?: string[];
  readonly AllowedOAuthScopes?: string[];
  readonly AllowedOAuthFlows?: string[];
  readonly ExplicitAuthFlows?: string[];
  readonly SupportedIdentityProviders?: string[];
}
interface SchemaAttribute {
  readonly Name: string;
  readonly Required?: boolean;
}
interface PoolProperties {
  readonly UsernameAttributes?: string[];
  readonly AliasAttributes?: string[];
  readonly AutoVerifiedAttributes?: string[];
  readonly MfaConfiguration?: string;
  readonly EnabledMfas?: string[];
  readonly Schema?: SchemaAttribute[];
  readonly Policies?: { readonly PasswordPolicy?: Record<string, unknown> };
}

/**
 * The configuration that a front end needs. Nothing in it is secret. It is read at synth, so it shows whatever was set by then, on the resources too.
 *
 * For an imported pool it has the ids, issuer and domain.
 */
export class FrontEndConfig {
  private readonly clientId: string;
  private readonly cfnPool?: cognito.CfnUserPool;

  /** @internal */
  public static _of(pool: IUserAuthPool, options: FrontEndConfigOptions): FrontEndConfig {
    return new FrontEndConfig(pool, options);
  }

  private constructor(
    private readonly pool: IUserAuthPool,
    { client }: FrontEndConfigOptions,
  ) {
    this.clientId = client?.userPoolClientRef.clientId ?? pool.userPoolClientId;
    this.cfnPool = cognito.CfnUserPool.isCfnUserPool(pool.node.defaultChild) ? pool.node.defaultChild : undefined;
  }

  /**
   * Region, ids, issuer, domain, scopes, URLs, flows and endpoints, for OpenID Connect clients of any kind. It contains tokens: give it to something that resolves them, such as `Source.jsonData` of a bucket deployment.
   */
  public get values(): { [name: string]: unknown } {
    const { pool } = this;
    const { domainName } = pool;
    const client = (name: keyof ClientProperties) => this.later(() => this.client[name]);
    const endpoint = (path: string) => domainName && `https://${domainName}${path}`;
    return {
      region: pool.env.region,
      userPoolId: pool.userPoolId,
      userPoolClientId: this.clientId,
      issuer: pool.issuer,
      domain: domainName,
      scopes: client('AllowedOAuthScopes'),
      callbackUrls: client('CallbackURLs'),
      logoutUrls: client('LogoutURLs'),
      responseType: this.later(() => this.responseType),
      authenticationFlows: client('ExplicitAuthFlows'),
      endpoints: domainName && {
        authorization: endpoint('/oauth2/authorize'),
        token: endpoint('/oauth2/token'),
        userInfo: endpoint('/oauth2/userInfo'),
        revocation: endpoint('/oauth2/revoke'),
        logout: endpoint('/logout'),
      },
    };
  }

  /**
   * What aws-amplify reads from `amplify_outputs.json`, in version 1.4 of that format. It contains tokens: give it to something that resolves them, such as `Source.jsonData` of a bucket deployment.
   *
   * @see https://docs.amplify.aws/react/reference/amplify_outputs/
   */
  public get amplifyOutputs(): { [name: string]: unknown } {
    const { pool } = this;
    return {
      version: '1.4',
      auth: {
        aws_region: pool.env.region,
        user_pool_id: pool.userPoolId,
        user_pool_client_id: this.clientId,
        oauth: pool.domainName && this.later(() => this.amplifyOAuth()),
        password_policy: this.later(() => this.amplifyPasswordPolicy()),
        standard_required_attributes: this.later(() => this.requiredAttributes()),
        username_attributes: this.later(() => this.usernameAttributes()),
        user_verification_types: this.later(() => this.cfnPool && (this.properties.AutoVerifiedAttributes ?? [])),
        mfa_configuration: this.later(() => AMPLIFY_MFA_STATUS[String(this.properties.MfaConfiguration)]),
        mfa_methods: this.later(() => this.cfnPool && this.mfaMethods()),
        groups: this.later(() => this.cfnPool && this.groups()),
      },
    };
  }

  /**
   * Outputs of the stack, one for each of the values but the endpoints. What the client has none of is an empty text.
   *
   * @param scope where they are put in the construct tree; their names begin with its id
   */
  public toOutputs(scope: Construct): CfnOutput[] {
    return Object.entries(this.values)
      .filter(([name, value]) => name !== 'endpoints' && value !== undefined)
      .map(([name, value]) => {
        const id = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
        return new CfnOutput(scope, id, { value: typeof value === 'string' ? value : asText(value) });
      });
  }

  /**
   * A parameter of Systems Manager with all values, as JSON.
   *
   * @param scope where it is put in the construct tree
   * @param id its id there
   * @param options its name
   */
  public toParameter(scope: Construct, id: string, options: FrontEndParameterOptions = {}): ssm.StringParameter {
    return new ssm.StringParameter(scope, id, {
      parameterName: options.parameterName,
      description: `What a front end has to know of the user pool ${this.pool.node.path}`,
      stringValue: Lazy.string({ produce: () => Stack.of(scope).toJsonString(this.values) }),
    });
  }

  /** Resources are read when they are complete, overrides included. */
  private later(produce: () => unknown): IResolvable {
    return Lazy.any({ produce }, { omitEmptyArray: false });
  }

  private get properties(): PoolProperties {
    return this.cfnPool ? rendered(this.cfnPool) : {};
  }

  private get client(): ClientProperties {
    const resource = findAround(this.pool, (node) => cognito.CfnUserPoolClient.isCfnUserPoolClient(node)).find(
      ({ ref }) => ref === this.clientId,
    );
    if (!resource) return {};
    const properties: ClientProperties = rendered(resource);
    const { callbackUrLs, logoutUrLs, allowedOAuthScopes } = resource;
    // What is rendered names resources as its own stack does; another stack needs the references themselves.
    const same = (one: unknown, other: unknown) =>
      JSON.stringify(resource.stack.resolve(one)) === JSON.stringify(other);
    const keep = (set: string[] | undefined, value: string[] | undefined) => (same(set, value) ? set : value);
    return {
      ...properties,
      CallbackURLs: keep(callbackUrLs, properties.CallbackURLs),
      LogoutURLs: keep(logoutUrLs, properties.LogoutURLs),
      AllowedOAuthScopes: keep(allowedOAuthScopes, properties.AllowedOAuthScopes),
    };
  }

  private get responseType(): string | undefined {
    const flows = this.client.AllowedOAuthFlows;
    if (!flows) return undefined;
    return flows.includes('code') ? 'code' : 'token';
  }

  private amplifyOAuth(): object | undefined {
    const { CallbackURLs, LogoutURLs = [], AllowedOAuthScopes, SupportedIdentityProviders = [] } = this.client;
    if (!CallbackURLs) return undefined;
    return {
      identity_providers: SupportedIdentityProviders.flatMap((name) => AMPLIFY_PROVIDERS[name] ?? []),
      domain: this.pool.domainName,
      scopes: AllowedOAuthScopes,
      redirect_sign_in_uri: CallbackURLs,
      redirect_sign_out_uri: LogoutURLs.length > 0 ? LogoutURLs : CallbackURLs,
      response_type: this.responseType,
    };
  }

  private amplifyPasswordPolicy(): object | undefined {
    const policy = this.properties.Policies?.PasswordPolicy;
    return (
      policy && {
        min_length: policy.MinimumLength,
        require_lowercase: policy.RequireLowercase,
        require_uppercase: policy.RequireUppercase,
        require_numbers: policy.RequireNumbers,
        require_symbols: policy.RequireSymbols,
      }
    );
  }

  private requiredAttributes(): string[] | undefined {
    if (!this.cfnPool) return undefined;
    const required = (this.properties.Schema ?? []).filter((attribute) => attribute.Required);
    return required.map((attribute) => attribute.Name).sort();
  }

  private usernameAttributes(): string[] | undefined {
    if (!this.cfnPool) return undefined;
    const { UsernameAttributes: attributes } = this.properties;
    return attributes && attributes.length > 0 ? attributes : ['username'];
  }

  private mfaMethods(): string[] {
    return (this.properties.EnabledMfas ?? []).flatMap((name) => AMPLIFY_MFA[name] ?? []);
  }

  private groups(): object[] {
    return partsOfPool(this.pool, (node) => cognito.CfnUserPoolGroup.isCfnUserPoolGroup(node))
      .map(({ properties }) => properties)
      .filter(({ GroupName }) => typeof GroupName === 'string')
      .sort((one, other) => (String(one.GroupName) < String(other.GroupName) ? -1 : 1))
      .map(({ GroupName, Precedence }) => ({ [String(GroupName)]: { precedence: Precedence } }));
  }
}

/** An output is one text: lists, joined by spaces. */
function asText(value: unknown): string {
  return Lazy.uncachedString({
    produce: (context) => {
      const resolved: unknown = context.resolve(value);
      if (typeof resolved !== 'object' || resolved === null) return (resolved as string | undefined) ?? '';
      if (!Array.isArray(resolved)) return Fn.join(' ', Token.asList(resolved));
      return resolved.length > 0 ? Fn.join(' ', resolved as string[]) : '';
    },
  });
}
