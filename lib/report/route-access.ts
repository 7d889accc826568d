import { aws_cognito } from 'aws-cdk-lib/interfaces';
import { AccessPolicy } from '../access/access-policy';
import { evaluate, POLICY_SCOPE_PREFIX } from '../access/policy';
import { nameOfClient } from '../access/policy-clients';
import { COGNITO_SCOPES } from '../access/resource-server';
import { ApiBindings } from '../authorizer/api-bindings';
import { ApiRoute } from '../authorizer/routes/api-route';
import { TokenUse } from '../authorizer/tokens/policy-enforcement';
import { actionsBehind, backendInWords, urisBehind } from '../authorizer/routes/route-backend';
import { getOrCreate } from '../base/get-or-create';
import { pathOf } from '../base/path-of';
import { TemplateIndex } from '../template/template-index';
import { showValue } from '../template/value';
import { ApiCaller } from './api-caller';
import { WayClients } from './way-clients';
import { hasSeveralPools } from './way-pools';
import { inWords, policiesOfWay, poolNamesOf, scopesOfWay, Way, WayOfTokens, waysOf, whereEnforced } from './ways';

/** Who may call a route of an HTTP API. */
export interface HttpApiAccessRow {
  /** The route as API Gateway writes it, such as `GET /posts/{id}`. */
  readonly route: string;
  /**
   * Who may call the route, such as `group admins or group editors`, `scope reports/read`, `any token of Stack/Pool,
   * machines included`, `IAM`, `a function decides: Stack/Function` or `anyone`. If the app has several pools, it also
   * says whose tokens the route accepts: `group admins of Stack/Pool`.
   */
  readonly who: string;
  /** Where that is enforced, such as `in the token` or `at the request`. */
  readonly enforcement: string;
  /** The construct path of the function behind the route, or another integration. */
  readonly target: string;
  /** The construct path of the route. */
  readonly constructPath: string;
  /** Whether anyone can call the route. */
  readonly isPublic: boolean;
}

/**
 * Whether a caller gets through; if that is not known, the option of the caller that would tell, or undefined if the
 * deployment decides, by a condition for example, or a function.
 */
export type Answer = boolean | 'client' | 'scopes' | undefined;

/** Who may call a route. */
export interface Access extends Omit<HttpApiAccessRow, 'route'> {
  readonly key: string;
  /** The policies that callers may have to satisfy. */
  readonly policies: readonly AccessPolicy[];
  /** The scopes that callers may need, except those that stand for policies. */
  readonly scopes: readonly string[];
  /** The pools whose tokens it accepts. */
  readonly pools: readonly aws_cognito.IUserPoolRef[];
  /** The names of these pools. */
  readonly poolNames: readonly string[];
  /**
   * Whether a caller gets through.
   *
   * @param poolNames the pools that a person without a client may be in; by default, any that the route accepts
   */
  allows(caller: ApiCaller, poolNames?: readonly string[]): Answer;
}

/** Who may call a route, according to its template. */
export class RouteAccess implements Access {
  private known?: readonly Way[];
  private readonly clients = new Map<WayOfTokens, WayClients>();

  constructor(
    private readonly index: TemplateIndex,
    private readonly route: ApiRoute,
  ) {}

  private get ways(): readonly Way[] {
    const { index, route } = this;
    this.known ??= waysOf(index, route, () => ApiBindings.isGuardIntact(index, route));
    return this.known;
  }

  public get key(): string {
    return this.route.key;
  }

  public get constructPath(): string {
    return pathOf(this.route.cfnRoute);
  }

  public get isPublic(): boolean {
    return this.ways.some(({ kind }) => kind === 'anyone');
  }

  public get who(): string {
    const areTold = hasSeveralPools(this.index);
    return inAnyCase(this.ways.map((way) => inWords(way, areTold ? poolNamesOf(this.index, way) : [])));
  }

  public get enforcement(): string {
    return unique(this.ways.map(whereEnforced)).join(' or ');
  }

  public get target(): string {
    const behind = [...urisBehind(this.index, this.route), ...actionsBehind(this.index, this.route)];
    return behind.length > 0 ? inAnyCase(behind.map(backendInWords)) : showValue(this.route.target);
  }

  public get policies(): readonly AccessPolicy[] {
    return this.ways.flatMap(policiesOfWay);
  }

  public get scopes(): readonly string[] {
    return this.ways.flatMap(scopesOfWay);
  }

  public get pools(): readonly aws_cognito.IUserPoolRef[] {
    const ofTemplate = this.ways.flatMap((way) => (way.kind === 'token' ? (way.pool ?? []) : []));
    return [...(this.route.requirement?.pools ?? []), ...ofTemplate];
  }

  public get poolNames(): readonly string[] {
    return this.ways.flatMap((way) => poolNamesOf(this.index, way));
  }

  public allows(caller: ApiCaller, poolNames: readonly string[] = []): Answer {
    return agreed(
      this.ways.map((way) => {
        const answer = this.letsIn(way, caller);
        if (answer !== true || caller._kind !== 'person' || caller._client || way.kind === 'anyone') return answer;
        const accepted = poolNamesOf(this.index, way);
        return poolNames.every((each) => accepted.includes(each)) || 'client';
      }),
    );
  }

  private letsIn(way: Way, caller: ApiCaller): Answer {
    const hasToken = caller._kind !== 'anonymous';
    switch (way.kind) {
      case 'anyone':
        return true;
      case 'iam':
        return hasToken ? undefined : false;
      case 'function':
        return hasToken || !way.needsToken ? undefined : false;
      case 'unknown':
        return undefined;
      case 'policy':
      case 'token':
        return hasToken && this.letsInByToken(way, caller);
    }
  }

  private letsInByToken(way: WayOfTokens, caller: ApiCaller): Answer {
    const clients = getOrCreate(this.clients, way, () => new WayClients(this.index, way));
    const isAccepted = clients.accepts(caller._client);
    if (isAccepted === false) return false;
    const answers = withEachClient(caller, clients).map((each) =>
      way.kind === 'token' ? hasScope(way, each) : isSatisfied(way, each),
    );
    const [first] = answers;
    const isDecided = answers.every((each) => each === first);
    const byClient = caller._client || answers.includes(undefined) ? undefined : 'client';
    const answer = isDecided ? first : byClient;
    return answer ? isAccepted && answer : answer;
  }
}

/** Who may call a route that only the deployment knows the API of. */
export class PossibleAccess extends RouteAccess {
  public override get who(): string {
    return `${super.who}, if its ApiId is that of this API`;
  }

  public override allows(): Answer {
    return undefined;
  }
}

/** The caller once for each client that it may have used: each one that a policy names, and one that none names. */
const withEachClient = (caller: ApiCaller, clients: WayClients): readonly ApiCaller[] => [
  caller,
  ...clients.possibleFor(caller).map((client) => caller._through(client)),
];

function hasScope({ scopes, hasUnknownScope }: Way & { kind: 'token' }, caller: ApiCaller): Answer {
  if (scopes.length === 0) return true;
  const { _kind: kind, _claims: claims } = caller;
  const has = scopes.map((scope): Answer => {
    if (typeof scope !== 'string') return satisfies(caller, scope);
    if (claims.scopes?.includes(scope)) return true;
    // The scope of a policy that this app does not know.
    if (scope.startsWith(POLICY_SCOPE_PREFIX)) return undefined;
    // Of a person without a list, it is known only that there are no scopes of resource servers.
    return !claims.scopes && (kind === 'machine' || COGNITO_SCOPES.includes(scope)) ? 'scopes' : false;
  });
  if (has.includes(true)) return true;
  if (hasUnknownScope || has.includes(undefined)) return undefined;
  return has.includes('scopes') ? 'scopes' : false;
}

function isSatisfied({ requirement, policy }: Way & { kind: 'policy' }, caller: ApiCaller): boolean {
  // A machine has no ID token.
  return !(requirement.tokenUse === TokenUse.ID && caller._kind === 'machine') && satisfies(caller, policy);
}

/** Functions compare the IDs of clients. At synthesis, their names stand for these. */
const satisfies = (caller: ApiCaller, policy: AccessPolicy): boolean =>
  evaluate(policy._named, caller._asCaller(caller._client ? nameOfClient(caller._client) : ''));

/** The answer that all give, or else the option of the caller on which some depend, if no others contradict. */
export function agreed(answers: readonly Answer[]): Answer {
  const known = new Set(answers.filter((each) => typeof each !== 'string'));
  const [open] = answers.filter((each) => typeof each === 'string');
  if (known.size > 1 || known.has(undefined)) return undefined;
  return open ?? [...known][0];
}

/** What holds by one condition or another, in words. */
export const inAnyCase = (texts: readonly string[]) => unique(texts).join('; or, by a condition, ');

const unique = (texts: readonly string[]) => [...new Set(texts)];
