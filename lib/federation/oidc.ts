import { SecretValue } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { Problems } from '../checks/problems';
import { checkEnum, checkFault, isKnown, Rule, show } from '../checks/values';
import { checkIdentifiers, checkProviderName } from './names';
import { checkClientId, checkScopes, ProviderDefinition, ProviderOptions } from './provider';
import { checkSecret } from './secrets';
import { OPENID_CLAIMS } from './social';

/**
 * Options for an OpenID Connect identity provider. Requires a client registered with the provider that sends its secret
 * in the request body (`client_secret_post`).
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-oidc-idp.html
 */
export interface OidcOptions extends ProviderOptions {
  /** The client ID. An empty one fails synthesis. */
  readonly clientId: string;

  /**
   * The client secret, which Cognito requires. A literal secret fails synthesis, and so does a Systems Manager secure
   * string, which CloudFormation does not resolve here.
   */
  readonly clientSecret: SecretValue;

  /**
   * The issuer, that is, the value of the provider's `iss` claim, such as `https://login.example.com`. It must use
   * `https` and no port other than 443 and 80, have no username, trailing slash, query or fragment, and not be the URL
   * of the discovery document. Otherwise synthesis fails. If the claim ends in a slash, omit the slash.
   */
  readonly issuerUrl: string;

  /**
   * The endpoints of a provider that has no discovery document for Cognito to find them in: all four or none, each with
   * `https` and no port other than 443 and 80. Otherwise synthesis fails.
   *
   * @default - Cognito looks them up at `/.well-known/openid-configuration` below the issuer
   */
  readonly endpoints?: cognito.OidcEndpoints;

  /**
   * The HTTP method with which Cognito requests user attributes from the provider.
   *
   * @default cognito.OidcAttributeRequestMethod.GET
   */
  readonly attributesRequestMethod?: cognito.OidcAttributeRequestMethod;

  /**
   * The scopes to request from the provider. A list without `openid` fails synthesis, since the provider would not
   * issue an ID token.
   *
   * @default - openid, email and profile
   */
  readonly scopes?: string[];

  /**
   * Additional names by which applications can refer to the provider, such as its email domains: up to 50, each of 1 to
   * 40 letters, digits, spaces and any of `_ + = . @ -`. Otherwise synthesis fails.
   *
   * @default - none
   */
  readonly identifiers?: string[];
}

const ENDPOINTS = ['authorization', 'token', 'userInfo', 'jwksUri'] as const;

export const oidc = (name: string, options: OidcOptions): ProviderDefinition => ({
  type: 'OIDC',
  name,
  options,
  claims: OPENID_CLAIMS,
  identifiers: options.identifiers,
  check: (where, problems) => {
    checkProviderName(problems, `${where}.providerName`, name);
    checkClientId(problems, `${where}.clientId`, options.clientId);
    checkSecret(problems, `${where}.clientSecret`, options.clientSecret);
    checkFault(problems, `${where}.issuerUrl`, options.issuerUrl, faultOfIssuer);
    checkEndpoints(problems, `${where}.endpoints`, options.endpoints);
    const { OidcAttributeRequestMethod } = cognito;
    checkEnum(problems, `${where}.attributesRequestMethod`, options.attributesRequestMethod, {
      OidcAttributeRequestMethod,
    });
    checkOpenId(problems, `${where}.scopes`, options.scopes);
    checkIdentifiers(problems, `${where}.identifiers`, options.identifiers);
  },
  details: () => ({
    client_id: options.clientId,
    client_secret: options.clientSecret.unsafeUnwrap(),
    attributes_request_method: options.attributesRequestMethod ?? cognito.OidcAttributeRequestMethod.GET,
    oidc_issuer: options.issuerUrl,
    authorize_scopes: (options.scopes ?? ['openid', 'email', 'profile']).join(' '),
    authorize_url: options.endpoints?.authorization,
    token_url: options.endpoints?.token,
    attributes_url: options.endpoints?.userInfo,
    jwks_uri: options.endpoints?.jwksUri,
  }),
});

function checkOpenId(problems: Problems, where: string, scopes: string[] | undefined): void {
  checkScopes(problems, where, scopes);
  // A single string may contain several scopes.
  if (!isKnown(scopes) || scopes.length === 0 || scopes.join(' ').split(' ').includes('openid')) return;
  if (!scopes.every(isKnown)) return;
  problems.add({
    where,
    given: show(scopes),
    outcome: 'without the scope openid, the provider issues no ID token, and every sign-in fails',
    remedy: 'Add "openid"',
  });
}

function faultOfIssuer(issuer: string): Rule | undefined {
  const ofUrl = faultOfUrl(issuer);
  if (ofUrl) return ofUrl;
  const [, discovery] = /^(.*?)\/?\.well-known\//.exec(issuer) ?? [];
  if (discovery !== undefined) {
    return {
      outcome: 'it is the address of the discovery document, and Cognito looks for that document below the issuer',
      remedy: `Write ${show(discovery)}`,
    };
  }
  if (/[?#]/.test(issuer)) {
    return {
      outcome: 'an issuer has no query or fragment, and Cognito looks for the discovery document below it',
      remedy: 'Remove the part that begins with ? or #',
    };
  }
  if (!issuer.endsWith('/')) return undefined;
  const remedy = `Write ${show(issuer.replace(/\/+$/, ''))}`;
  return { outcome: 'Cognito accepts no slash at the end of an issuer', remedy };
}

function checkEndpoints(problems: Problems, where: string, endpoints: cognito.OidcEndpoints | undefined): void {
  if (!endpoints) return;
  const missing = ENDPOINTS.filter((name) => !endpoints[name]);
  if (missing.length > 0) {
    problems.add({
      where,
      given: `without ${missing.join(', ')}`,
      outcome: 'Cognito accepts either all four URLs or none, and would reject the provider',
      remedy: 'Give those too, or omit all four to have Cognito look them up at the issuer',
    });
  }
  for (const name of ENDPOINTS) {
    if (endpoints[name]) checkFault(problems, `${where}.${name}`, endpoints[name], faultOfUrl);
  }
}

/** Why Cognito cannot call a URL. */
function faultOfUrl(url: string): Rule | undefined {
  const match = /^https:\/\/[^\s/?#:@]+(?::(\d+))?(?:[/?#]\S*)?$/.exec(url);
  if (!match) {
    return {
      outcome: 'Cognito connects to a provider only over https, and every sign-in fails',
      remedy: 'Give a URL such as "https://login.example.com"',
    };
  }
  if (['443', '80', undefined].includes(match[1])) return undefined;
  return {
    outcome: 'Cognito connects to a provider only on ports 443 and 80, and every sign-in fails',
    remedy: 'Give a URL without a port',
  };
}
