import * as cognito from 'aws-cdk-lib/aws-cognito';
import { PRINTABLE } from '../access/resource-server';
import { Problems } from '../checks/problems';
import { checkCount, checkEnum, checkPattern, checkValue, isKnown, show } from '../checks/values';

/**
 * The OAuth grant with which an application gets tokens from the hosted sign-in page.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/federation-endpoints-oauth-grants.html
 */
export enum OAuthFlow {
  /** Authorization code grant: the application exchanges a code for tokens. Use it with PKCE. */
  CODE = 'code',

  /**
   * Implicit grant: the tokens are in the URL of the page, where browser history and other scripts can read them. Only
   * for applications that cannot use the code grant.
   */
  IMPLICIT = 'implicit',
}

/** @internal */
export interface OAuthProps {
  /**
   * The URLs to which the hosted sign-in page can redirect users: 1 to 100 absolute URLs of at most 1024 characters
   * each, without a fragment, using `https`, `http` (only for `localhost`, `127.0.0.1` and `[::1]`) or an app scheme
   * such as `myapp://signed-in`. Any other URL fails synthesis, and so does one with a username, a wildcard, or a
   * scheme such as `javascript:`.
   *
   * Setting it lets users of this client sign in on the hosted page as well, by default with the authorization code
   * grant. Use PKCE with it.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-client-apps.html
   * @default - users sign in only through the Cognito API; no OAuth flow is enabled
   */
  readonly callbackUrls?: string[];

  /**
   * The URLs to which the hosted page can redirect users after signing them out. The rules of `callbackUrls` apply, but
   * the list can be empty. Setting it without `callbackUrls` fails synthesis.
   *
   * @default - none
   */
  readonly logoutUrls?: string[];

  /**
   * The callback URL to use when a sign-in request does not specify one. It must be one of `callbackUrls`; otherwise
   * synthesis fails.
   *
   * @default - none
   */
  readonly defaultRedirectUri?: string;

  /**
   * The OAuth flows that the client can use. An empty list fails synthesis, and so does setting it without
   * `callbackUrls`. For machine-to-machine tokens, use `addMachineClient`.
   *
   * @default [OAuthFlow.CODE]
   */
  readonly allowedOAuthFlows?: OAuthFlow[];

  /**
   * The scopes that a sign-in on the hosted page can request: 1 to 50 scopes of OpenID Connect or resource servers.
   * Any other number fails synthesis, and so does setting it without `callbackUrls`.
   *
   * `OAuthScope.COGNITO_ADMIN` lets users change their own account with the token: password, MFA factors and
   * attributes.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-define-resource-servers.html
   * @default [OAuthScope.OPENID, OAuthScope.EMAIL, OAuthScope.PROFILE]
   */
  readonly allowedOAuthScopes?: cognito.OAuthScope[];
}

/** Whether users of the client can sign in on the hosted page. */
export const usesHostedPage = ({ callbackUrls }: OAuthProps) => callbackUrls !== undefined;

/** The OAuth flows that the client can use. */
export const oAuthFlows = ({ allowedOAuthFlows }: OAuthProps) => allowedOAuthFlows ?? [OAuthFlow.CODE];

const oAuthScopes = ({ allowedOAuthScopes }: OAuthProps) =>
  allowedOAuthScopes ?? [cognito.OAuthScope.OPENID, cognito.OAuthScope.EMAIL, cognito.OAuthScope.PROFILE];

export function checkOAuth(props: OAuthProps, problems: Problems, path: string): void {
  if (usesHostedPage(props)) checkHostedPage(props, problems, path);
  else checkNoHostedPage(props, problems, path);
}

function checkNoHostedPage(props: OAuthProps, problems: Problems, path: string): void {
  for (const name of ['logoutUrls', 'defaultRedirectUri', 'allowedOAuthFlows', 'allowedOAuthScopes'] as const) {
    if (props[name] === undefined) continue;
    problems.add({
      where: `${path}${name}`,
      given: 'set, without callbackUrls',
      outcome: 'the hosted page could not send users back, so the client has no OAuth flow',
      remedy: 'Give callbackUrls as well, or omit it',
    });
  }
}

function checkHostedPage(props: OAuthProps, problems: Problems, path: string): void {
  const { callbackUrls = [], logoutUrls, defaultRedirectUri, allowedOAuthFlows, allowedOAuthScopes } = props;
  checkUrls(problems, `${path}callbackUrls`, callbackUrls, 1);
  checkUrls(problems, `${path}logoutUrls`, logoutUrls, 0);
  const areKnown = [callbackUrls, ...callbackUrls].every(isKnown);
  checkValue(
    problems,
    `${path}defaultRedirectUri`,
    defaultRedirectUri,
    (uri) => !areKnown || callbackUrls.includes(uri),
    {
      outcome: 'it is not one of the callbackUrls and Cognito rejects the client',
      remedy: 'Add it to callbackUrls, or give one of them',
    },
  );
  if (allowedOAuthFlows?.length === 0) {
    problems.add({
      where: `${path}allowedOAuthFlows`,
      given: 'empty',
      outcome: 'Cognito rejects a client that has OAuth without a flow',
      remedy: 'Omit it for the code flow',
    });
  }
  for (const flow of allowedOAuthFlows ?? []) checkEnum(problems, `${path}allowedOAuthFlows`, flow, { OAuthFlow });
  checkScopeList(problems, `${path}allowedOAuthScopes`, allowedOAuthScopes);
}

/** Checks the scopes of a client: how many there are, and their characters. */
export function checkScopeList(problems: Problems, where: string, scopes: cognito.OAuthScope[] | undefined): void {
  checkCount(problems, where, scopes, [1, 50], {
    outcome: 'Cognito accepts only 1 to 50 scopes, and would reject the client',
    remedy: 'Give the scopes that the application needs',
  });
  for (const { scopeName } of scopes ?? []) {
    if (typeof scopeName !== 'string') {
      problems.add({
        where,
        given: 'a scope without a name',
        outcome: 'Cognito would not grant it',
        remedy: 'Name the scope, or omit it',
      });
      continue;
    }
    checkPattern(problems, where, scopeName, new RegExp(`^[${PRINTABLE}]{1,256}$`), {
      outcome:
        'Cognito accepts only 1 to 256 printable characters of ASCII without space, quote and backslash, and would reject the client',
      remedy: 'Write it as "identifier/scope", with the identifier of the resource server',
    });
  }
}

const NO_PAGES = ['javascript:', 'data:', 'file:', 'vbscript:', 'blob:', 'about:'];
const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

function checkUrls(problems: Problems, where: string, urls: string[] | undefined, min: number): void {
  if (!isKnown(urls)) return;
  checkCount(problems, where, urls, [min, 100], {
    outcome: `Cognito accepts only ${min} to 100, and would reject the client`,
    remedy:
      urls.length < min
        ? 'Give at least one, or omit it for a client without a hosted page'
        : 'Add another client for the others',
  });
  for (const url of urls) {
    const outcome = isKnown(url) ? faultOf(url) : undefined;
    if (!outcome) continue;
    problems.add({
      where,
      given: show(url),
      outcome,
      remedy:
        'Write it as, for example, "https://app.example.com/signed-in", "http://localhost:3000" or "myapp://signed-in"',
    });
  }
}

function faultOf(url: string): string | undefined {
  const rejected = (fault: string) => `${fault}, and Cognito rejects the client`;
  if (url.length > 1024) return rejected('it has more than 1024 characters');
  // The URL parser would silently repair what is not a URL: spaces, and web addresses without their slashes.
  if (!/^(https?:\/\/[^\s/]|(?!https?:)[a-z][a-z0-9+.-]*:)\S*$/i.test(url) || !URL.canParse(url)) {
    return rejected('it is not an absolute URL');
  }
  if (url.includes('#')) return rejected('it has a fragment');
  const { protocol, hostname, username, password } = new URL(url);
  if (protocol === 'http:' && !LOOPBACK.includes(hostname)) return rejected('it is neither https nor local');
  if (NO_PAGES.includes(protocol)) return 'it is not an address of an application, and a browser would run or open it';
  if (/^https?:$/.test(protocol) && (username || password))
    return 'it has a username, which browsers drop or warn about';
  if (/^[^:]+:\d+(\/|$)/.test(url)) return 'it has a host and a port but no scheme, so no page has that address';
  if (url.includes('*')) return 'Cognito compares URLs character by character, so a wildcard never matches';
  return undefined;
}

export function renderOAuth(props: OAuthProps) {
  if (!usesHostedPage(props)) return { disableOAuth: true } satisfies Partial<cognito.UserPoolClientOptions>;
  const flows = oAuthFlows(props);
  return {
    oAuth: {
      flows: {
        authorizationCodeGrant: flows.includes(OAuthFlow.CODE),
        implicitCodeGrant: flows.includes(OAuthFlow.IMPLICIT),
      },
      scopes: oAuthScopes(props),
      callbackUrls: props.callbackUrls,
      logoutUrls: props.logoutUrls,
      defaultRedirectUri: props.defaultRedirectUri,
    },
  } satisfies Partial<cognito.UserPoolClientOptions>;
}
