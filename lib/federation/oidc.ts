import { SecretValue } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { Problems } from '../checks/problems';
import { checkEnum, isKnown, show } from '../checks/values';
import { checkIdentifiers, checkProviderName } from './names';
import { checkGiven, checkScopes, Provider, ProviderOptions } from './provider';
import { checkSecret, renderSecret } from './secrets';
import { OPENID_CLAIMS } from './social';

/**
 * Options for an OpenID Connect identity provider: a client there, which sends its secret in the body of a request (`client_secret_post`).
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-oidc-idp.html
 */
export interface OidcOptions extends ProviderOptions {
  /** The id of the client. An empty one fails synthesis. */
  readonly clientId: string;

  /** The secret of the client, which Cognito can't do without. A literal one fails synthesis, and so does a secure string of Systems Manager, which CloudFormation doesn't look up here. */
  readonly clientSecret: SecretValue;

  /**
   * The issuer: what the provider writes into the claim `iss`, such as `https://login.example.com`. Anything but `https`, a port other than 443 and 80, a slash at the end, a query, or the address of the discovery document
   * fails synthesis.
   */
  readonly issuerUrl: string;

  /**
   * The addresses of the provider, where it has no discovery document for Cognito to find them in: all four or none, each with `https` and without a port other than 443 and 80. Anything else fails synthesis.
   *
   * @default - Cognito looks them up in `/.well-known/openid-configuration` at the issuer
   */
  readonly endpoints?: cognito.OidcEndpoints;

  /**
   * How Cognito asks for what the provider knows of a user.
   *
   * @default cognito.OidcAttributeRequestMethod.GET
   */
  readonly attributesRequestMethod?: cognito.OidcAttributeRequestMethod;

  /**
   * What the provider is asked for. A list without `openid` fails synthesis, since there is no ID token without it.
   *
   * @default - openid, email and profile
   */
  readonly scopes?: string[];

  /**
   * Further names by which applications ask for the provider, such as the domains of its e-mail addresses: 50 at most, each with 1 to 40 letters, digits, spaces and any of `_ + = . @ -`. Anything else is an error at
   * synth.
   *
   * @default - none
   */
  readonly identifiers?: string[];
}

const ENDPOINTS = ['authorization', 'token', 'userInfo', 'jwksUri'] as const;

export const oidc = (name: string, options: OidcOptions): Provider => ({
  type: 'OIDC',
  name,
  options,
  claims: OPENID_CLAIMS,
  identifiers: options.identifiers,
  check: (where, problems) => check(name, options, where, problems),
  details: () => ({
    client_id: options.clientId,
    client_secret: renderSecret(options.clientSecret),
    attributes_request_method: options.attributesRequestMethod ?? cognito.OidcAttributeRequestMethod.GET,
    oidc_issuer: options.issuerUrl,
    authorize_scopes: (options.scopes ?? ['openid', 'email', 'profile']).join(' '),
    authorize_url: options.endpoints?.authorization,
    token_url: options.endpoints?.token,
    attributes_url: options.endpoints?.userInfo,
    jwks_uri: options.endpoints?.jwksUri,
  }),
});

function check(name: string, options: OidcOptions, where: string, problems: Problems): void {
  checkProviderName(problems, `${where}.providerName`, name);
  checkGiven(problems, `${where}.clientId`, options.clientId);
  checkSecret(problems, `${where}.clientSecret`, options.clientSecret);
  checkIssuer(problems, `${where}.issuerUrl`, options.issuerUrl);
  checkEndpoints(problems, `${where}.endpoints`, options.endpoints);
  const { OidcAttributeRequestMethod } = cognito;
  checkEnum(problems, `${where}.attributesRequestMethod`, options.attributesRequestMethod, OidcAttributeRequestMethod);
  checkOpenId(problems, `${where}.scopes`, options.scopes);
  checkIdentifiers(problems, `${where}.identifiers`, options.identifiers);
}

function checkOpenId(problems: Problems, where: string, scopes: string[] | undefined): void {
  checkScopes(problems, where, scopes);
  // Several may stand in one text.
  if (!isKnown(scopes) || scopes.length === 0 || scopes.join(' ').split(' ').includes('openid')) return;
  if (!scopes.every(isKnown)) return;
  problems.add({
    where,
    given: show(scopes),
    outcome: 'without the scope openid the provider issues no ID token, and every sign-in fails',
    remedy: 'Add "openid"',
  });
}

function checkIssuer(problems: Problems, where: string, issuer: string): void {
  // A variable of the environment that is not set is no address either.
  const url = issuer ?? '';
  if (!isKnown(url) || !checkUrl(problems, where, url)) return;
  const [, discovery] = /^(.*?)\/?\.well-known\//.exec(url) ?? [];
  if (discovery !== undefined) {
    problems.add({
      where,
      given: show(url),
      outcome: 'it is the address of the discovery document, and Cognito looks for that document below the issuer',
      remedy: `Write ${show(discovery)}`,
    });
  } else if (/[?#]/.test(url)) {
    problems.add({
      where,
      given: show(url),
      outcome: 'an issuer has neither query nor fragment, and Cognito looks for the discovery document below it',
      remedy: 'Leave out what begins with ? or #',
    });
  } else if (url.endsWith('/')) {
    problems.add({
      where,
      given: show(url),
      outcome: 'Cognito wants no slash at the end of an issuer',
      remedy: `Write ${show(url.replace(/\/+$/, ''))}`,
    });
  }
}

function checkEndpoints(problems: Problems, where: string, endpoints: cognito.OidcEndpoints | undefined): void {
  if (!endpoints) return;
  const missing = ENDPOINTS.filter((name) => !endpoints[name]);
  if (missing.length > 0) {
    problems.add({
      where,
      given: `without ${missing.join(', ')}`,
      outcome: 'Cognito takes all four addresses or none, and refuses the provider',
      remedy: 'Give those too, or leave all of them out to have Cognito look them up at the issuer',
    });
  }
  for (const name of ENDPOINTS) if (endpoints[name]) checkUrl(problems, `${where}.${name}`, endpoints[name]);
}

/** An address that Cognito can call. */
function checkUrl(problems: Problems, where: string, url: string): boolean {
  if (!isKnown(url)) return true;
  const match = /^https:\/\/[^\s/?#:@]+(?::(\d+))?(?:[/?#]\S*)?$/.exec(url);
  if (!match) {
    problems.add({
      where,
      given: show(url),
      outcome: 'Cognito talks to a provider by https only, and every sign-in fails',
      remedy: 'Give an address like "https://login.example.com"',
    });
    return false;
  }
  if (!['443', '80', undefined].includes(match[1])) {
    problems.add({
      where,
      given: show(url),
      outcome: 'Cognito talks to a provider at the ports 443 and 80 only, and every sign-in fails',
      remedy: 'Give an address without a port',
    });
    return false;
  }
  return true;
}
