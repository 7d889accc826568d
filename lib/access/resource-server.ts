import { ResourceEnvironment } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { aws_cognito } from 'aws-cdk-lib/interfaces';
import { Construct } from 'constructs';
import { oncePerIndex } from '../template/once-per-index';
import { duplicatesOf, TemplateIndex } from '../template/template-index';
import { entryOf, textOf } from '../template/value';
import { ADMIN_SCOPE } from '../sign-in/app-client';
import { repeated } from '../base/repeated';
import { checkArgument, checkStruct } from '../checks/check-struct';
import { errorAt, Problems } from '../checks/problems';
import { injected } from '../base/property-injection';
import { checkCount, checkPattern, checkValue, isKnown, show } from '../checks/values';
import { warnAtPool } from '../checks/warn';
import { RESERVED_IDENTIFIER } from './policy';

/** A scope of a resource server. */
export interface UserAuthScope {
  /**
   * The name of the scope: 1 to 256 printable ASCII characters except space, double quote, backslash and slash. Any
   * other value fails synthesis.
   */
  readonly scopeName: string;

  /**
   * What the scope allows: 1 to 256 characters. Any other value fails synthesis.
   *
   * @default - the name of the scope
   */
  readonly scopeDescription?: string;
}

/** Options for adding a resource server. */
export interface UserAuthResourceServerOptions {
  /**
   * The prefix of the scopes in tokens: 1 to 256 printable ASCII characters except space, double quote and backslash.
   * Any other value fails synthesis, and so does `policy`, which this library reserves for access policies. Changing it
   * replaces the resource server.
   *
   * API Gateway accepts at most 64 characters for the identifier, a slash and the scope name together.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-define-resource-servers.html
   * @default - the construct ID of the resource server
   */
  readonly identifier?: string;

  /**
   * The name of the resource server in the Cognito console: 1 to 256 letters, digits, spaces and any of `_ + = , . @
   * -`. Any other value fails synthesis.
   *
   * @default - the identifier, with a hyphen in place of characters that a name cannot have
   */
  readonly userPoolResourceServerName?: string;

  /**
   * The scopes of the resource server: up to 100. More, or duplicates, fail synthesis.
   *
   * @default - none, which is enough for tokens that name the API as their audience
   */
  readonly scopes?: UserAuthScope[];
}

/** Properties for `UserAuthResourceServer`. */
export interface UserAuthResourceServerProps extends UserAuthResourceServerOptions {
  /** The pool that issues the tokens. */
  readonly userPool: aws_cognito.IUserPoolRef;
}

/** The characters of a scope, for a class of a regular expression: those of ASCII but space, quote and backslash. */
export const PRINTABLE = '\\x21\\x23-\\x5B\\x5D-\\x7E';

/**
 * A resource server: an API, with the scopes that clients can be granted and routes can require.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-define-resource-servers.html
 */
export class UserAuthResourceServer extends Construct implements aws_cognito.IUserPoolResourceServerRef {
  /** The ID by which property injectors name this class. */
  public static readonly PROPERTY_INJECTION_ID: string = 'cdk-user-auth-pool.UserAuthResourceServer';

  /** The underlying CDK L2 construct. */
  public readonly userPoolResourceServer: cognito.UserPoolResourceServer;

  /** The prefix of the scopes in tokens. */
  public readonly identifier: string;

  private readonly scopeNames: string[];

  constructor(scope: Construct, id: string, props: UserAuthResourceServerProps) {
    super(scope, id);
    props = injected(UserAuthResourceServer.PROPERTY_INJECTION_ID, this, props);
    checkStruct(this, 'UserAuthResourceServerProps', props);
    const { userPool, identifier = id, userPoolResourceServerName, scopes = [] } = props;
    const problems = new Problems(this);
    checkIdentifier(problems, identifier);
    checkPattern(problems, 'userPoolResourceServerName', userPoolResourceServerName, /^[\w\s+=,.@-]{1,256}$/, {
      outcome:
        'Cognito accepts 1 to 256 letters, digits, spaces and any of _ + = , . @ - and rejects the resource server',
      remedy: 'Omit it, or give a name of those characters',
    });
    checkScopes(problems, scopes);
    problems.throwIfAny();

    this.userPoolResourceServer = new cognito.UserPoolResourceServer(this, 'Default', {
      userPool,
      identifier,
      userPoolResourceServerName: userPoolResourceServerName ?? nameFor(identifier),
      scopes: scopes.length > 0 ? scopes.map(scopeOfCdk) : undefined,
    });
    this.node.defaultChild = this.userPoolResourceServer.node.defaultChild;
    this.identifier = identifier;
    this.scopeNames = scopes.map(({ scopeName }) => scopeName);
  }

  /** A reference to this resource server. */
  public get userPoolResourceServerRef(): aws_cognito.UserPoolResourceServerReference {
    return this.userPoolResourceServer.userPoolResourceServerRef;
  }

  /** The account and region of the resource server. */
  public get env(): ResourceEnvironment {
    return this.userPoolResourceServer.env;
  }

  /**
   * Returns one of the scopes, to grant to a client or require on a route. Throws if the resource server does not have
   * it.
   *
   * @param scopeName the name of the scope, without the identifier
   */
  public scope(scopeName: string): cognito.OAuthScope {
    checkArgument(this, 'scopeName', 'string', scopeName);
    if (!this.scopeNames.includes(scopeName) && isKnown(scopeName)) {
      throw errorAt(
        this,
        `has no scope ${show(scopeName)}: Cognito would reject a client that has it. It has ${this.scopeNames.map(show).join(', ') || 'none'}.`,
      );
    }
    const scope = cognito.OAuthScope.custom(`${this.identifier}/${scopeName}`);
    servers.set(scope, this);
    return scope;
  }
}

const scopeOfCdk = ({ scopeName, scopeDescription = scopeName }: UserAuthScope) =>
  new cognito.ResourceServerScope({ scopeName, scopeDescription });

/** The resource servers of scopes, which clients with the scopes depend on. */
const servers = new WeakMap<cognito.OAuthScope, UserAuthResourceServer>();

/** The resource servers of scopes, as far as they are known. */
export const serversOf = (scopes: cognito.OAuthScope[] = []) => scopes.flatMap((scope) => servers.get(scope) ?? []);

/** Scopes that exist without a resource server: what an application can see or do on behalf of a person. */
export const COGNITO_SCOPES = ['openid', 'email', 'phone', 'profile', ADMIN_SCOPE];

/** The scopes of all resource servers of a pool. Undefined if not all of them are known. */
export const scopesOf = oncePerIndex((index, pool: aws_cognito.IUserPoolRef): string[] | undefined => {
  const scopes = serversOfPool(index, pool).flatMap((server) => {
    const identifier = textOf(server.value('Identifier'));
    const list = server.value('Scopes');
    if (list.kind === 'absent') return [];
    if (list.kind !== 'list' || identifier === undefined) return [undefined];
    return list.items.map((scope) => {
      const name = textOf(entryOf(scope, 'ScopeName'));
      return name ? `${identifier}/${name}` : undefined;
    });
  });
  const known = scopes.filter((scope) => scope !== undefined);
  return known.length === scopes.length ? known : undefined;
});

/** The scopes that no resource server of a pool has, if all of theirs are known. */
export function unknownScopes(
  given: readonly string[],
  scopesOfPool: () => readonly string[] | undefined,
): readonly string[] {
  const ofServers = given.filter((scope) => !COGNITO_SCOPES.includes(scope));
  const known = ofServers.length > 0 ? scopesOfPool() : undefined;
  return known ? ofServers.filter((scope) => !known.includes(scope)) : [];
}

/** Checks the resource servers of a pool, however they were created. */
export function checkResourceServers(index: TemplateIndex, pool: aws_cognito.IUserPoolRef, problems: Problems): void {
  for (const { path, properties } of duplicatesOf(serversOfPool(index, pool), 'Identifier')) {
    problems.add({
      where: `identifier of ${path}`,
      given: `${show(properties.Identifier)}, which is the identifier of another resource server`,
      outcome: 'Cognito accepts each identifier only once in a pool, and would reject the resource server',
      remedy: 'Remove one of the two resource servers, or give it another identifier',
    });
  }
}

/** The quota of Cognito that AWS raises on request: https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html */
const MAX_SERVERS = 25;

/** Warns of more resource servers than a pool can have by default. */
export function warnOfResourceServers(index: TemplateIndex, pool: aws_cognito.IUserPoolRef): void {
  const { length } = serversOfPool(index, pool);
  if (length <= MAX_SERVERS) return;
  warnAtPool(
    pool,
    'tooManyResourceServers',
    `The pool has ${length} resource servers, and Cognito accepts ${MAX_SERVERS} unless AWS has raised the quota for the account: otherwise the deployment fails. A resource server can have 100 scopes: let APIs share one.`,
  );
}

const serversOfPool = (index: TemplateIndex, pool: aws_cognito.IUserPoolRef) =>
  index.ofPool(pool, cognito.CfnUserPoolResourceServer.CFN_RESOURCE_TYPE_NAME);

/** A name with the characters of an identifier that Cognito accepts in names: an identifier may be a URL. */
function nameFor(identifier: string): string {
  return isKnown(identifier) ? identifier.replace(/[^\w+=,.@-]+/g, '-') : identifier;
}

function checkIdentifier(problems: Problems, identifier: string): void {
  checkPattern(problems, 'identifier', identifier, new RegExp(`^[${PRINTABLE}]{1,256}$`), {
    outcome:
      'Cognito accepts 1 to 256 printable characters of ASCII, without space, quote and backslash, and rejects the resource server',
    remedy: 'Write it as, for example, "reports" or "https://api.example.com"',
  });
  checkValue(problems, 'identifier', identifier, (each) => each !== RESERVED_IDENTIFIER, {
    outcome: 'its scopes could be taken for those of access policies, which this library puts into tokens',
    remedy: 'Give another identifier',
  });
}

function checkScopes(problems: Problems, scopes: UserAuthScope[]): void {
  checkCount(problems, 'scopes', scopes, [0, 100], {
    outcome: 'Cognito accepts at most 100 scopes, and would reject the resource server',
    remedy: 'Give the scopes that routes ask for; have another resource server for more',
  });
  scopes.forEach(({ scopeName, scopeDescription }, index) => {
    const where = `scopes[${index}]`;
    checkPattern(problems, `${where}.scopeName`, scopeName, new RegExp(`^(?!.*/)[${PRINTABLE}]{1,256}$`), {
      outcome:
        'Cognito accepts 1 to 256 printable characters of ASCII, without space, quote, backslash and slash, and rejects the resource server',
      remedy: 'Write it as, for example, "read", without the identifier',
    });
    checkPattern(problems, `${where}.scopeDescription`, scopeDescription, /^[^]{1,256}$/, {
      outcome: 'Cognito accepts only 1 to 256 characters, and would reject the resource server',
      remedy: 'Shorten it, or omit it',
    });
  });
  for (const { item, index } of repeated(scopes, ({ scopeName }) => scopeName)) {
    problems.add({
      where: `scopes[${index}].scopeName`,
      given: show(item.scopeName),
      outcome: 'it is already in the list and Cognito rejects the resource server',
      remedy: 'Give each scope once',
    });
  }
}
