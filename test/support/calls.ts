import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import {
  CognitoHttpApiAuthorizer,
  HostedUi,
  IdentityProvider,
  IUserAuthPool,
  PolicyEnforcement,
  PreTokenGenerationVersion,
  UserAuthClient,
  UserAuthPool,
  UserAuthResourceServer,
  UserPoolHook,
  UserPoolHooks,
  UserPoolPermission,
} from '../../lib';
import {
  Client,
  clientOptions,
  Enforcement,
  importFunction,
  importPool,
  newProvider,
  newRole,
  pick,
  policyOf,
} from './call-arguments';
import { Call, Calls, Kind } from './random-calls';
import { newFunction } from './synth';
import { FunctionStep, hasCycle, Layout, LAYOUTS, Place, Step, Tie, underlying, World } from './world';

interface PoolStep extends Step<IUserAuthPool> {
  readonly isImported: boolean;
  readonly authorizers: Record<Enforcement, Step<CognitoHttpApiAuthorizer>>;
  readonly clients: Step<Client>[];
  readonly servers: Step<UserAuthResourceServer>[];
  readonly providers: IdentityProvider[];
}
interface HookStep extends Step {
  readonly hook: UserPoolHook;
  readonly fn: FunctionStep;
  readonly preTokenGenerationVersion?: PreTokenGenerationVersion;
}
interface ProviderStep extends Step {
  readonly provider: IdentityProvider;
}

/** A call of a pool that is created here. */
type NewStep = <T>(needs: Step[], make: (made: UserAuthPool, world: World) => T) => Step<T>;

const PERMISSIONS = Object.values(UserPoolPermission);
// The pool's own function and the user's have to get along, so that one comes more often.
const HOOKS = [...Object.values(UserPoolHook), ...Array<UserPoolHook>(4).fill(UserPoolHook.PRE_TOKEN_GENERATION)];
const VERSIONS = [undefined, ...Object.values(PreTokenGenerationVersion)];
const place = (number: number) => pick(['users', 'code', 'web'] as const, number)!;

/** Calls whose needs are met in the order in which they stand, and of which none asks for what no library could do. */
export class Plan {
  public readonly layout: Layout;
  public readonly steps: Step[] = [];
  private readonly pools: PoolStep[] = [];
  private readonly functions: FunctionStep[] = [];
  private readonly roles: Step<iam.Role>[] = [];
  private readonly api: Step<apigwv2.HttpApi>;
  private readonly ranks: number[];
  private ties: Tie[] = [];

  constructor({ start, later }: Calls) {
    const layout = LAYOUTS[start.layout]!;
    // A stack has to have something in it.
    this.layout = start.second === 'made' ? layout : { ...layout, others: layout.users };
    this.ranks = [...start.ranks];
    this.addPool('Pool0', 'users', { isHosted: start.hosted, isImported: false });
    if (start.second !== 'none') {
      this.addPool('Pool1', 'others', { isHosted: true, isImported: start.second === 'imported' });
    }
    for (const [index, at] of (['code', 'code', 'web'] as const).entries()) {
      this.functions.push(this.addFirst(`Fn${index}`, at, [], newFunction));
      this.roles.push(this.addFirst(`Role${index}`, at, [], newRole));
    }
    this.functions.push(this.addFirst('Imported', 'code', [], importFunction));
    this.api = this.addFirst('Api', 'web', [], (scope, id) => new apigwv2.HttpApi(scope, id));
    for (const [index, given] of later.entries()) this.interpret(`C${index}`, pick(start.kinds, given.kind)!, given);
  }

  private add<S extends Step>(step: S): S {
    this.steps.push(step);
    return step;
  }

  private addFirst<T>(
    id: string,
    at: Place,
    needs: Step[],
    make: (scope: Construct, id: string, world: World) => T,
  ): Step<T> {
    const rank = this.ranks.pop() ?? 0;
    return this.add({ id, place: at, rank, needs, make: (world) => make(world.at(at), id, world) });
  }

  /**
   * Adds a call, unless something would then have to wait for itself: for example a stack for another that waits for
   * it.
   */
  private join<S extends Step>(step: S, ...ties: Tie[]): S | undefined {
    const all = [...this.ties, ...ties];
    if (hasCycle(all, this.layout)) return undefined;
    this.ties = all;
    return this.add(step);
  }

  private addPool(id: string, at: Place, { isHosted, isImported }: { isHosted: boolean; isImported: boolean }): void {
    const pool: Step<IUserAuthPool> = this.addFirst(id, at, [], (scope, _, world) => {
      if (isImported) return importPool(scope, id);
      const given = world.given.filter(({ prop }) => prop?.pool === pool);
      const hooks = given.filter((step): step is HookStep => 'hook' in step);
      const providers = given.filter((step): step is ProviderStep => 'provider' in step);
      const preTokenGeneration = hooks.find(({ hook }) => hook === UserPoolHook.PRE_TOKEN_GENERATION);
      return new UserAuthPool(scope, id, {
        hostedUi: isHosted ? HostedUi.cognitoDomain() : undefined,
        hooks: {
          ...(Object.fromEntries(hooks.map(({ hook, fn }) => [hook, world.the(fn)])) as UserPoolHooks),
          preTokenGenerationVersion: preTokenGeneration?.preTokenGenerationVersion,
        },
        identityProviders: providers.map(({ provider }) => provider),
      });
    });
    const authorizer = (enforcement: Enforcement) =>
      this.addFirst(`${id}-${enforcement}`, 'web', [pool], (scope, name, world) => {
        const userAuthPool = world.the(pool);
        return new CognitoHttpApiAuthorizer(scope, name, {
          userAuthPool,
          enforcement: PolicyEnforcement[enforcement](),
        });
      });
    const authorizers = { inToken: authorizer('inToken'), atRequest: authorizer('atRequest') };
    this.pools.push(Object.assign(pool, { isImported, authorizers, clients: [], servers: [], providers: [] }));
  }

  private interpret(id: string, kind: Kind, given: Call): void {
    const pool = pick(this.pools, given.pool)!;
    const fn = pick(this.functions, given.fn)!;
    if (kind === 'alias') this.addAlias(id, given, fn);
    else if (kind === 'ownClient') this.addOwnClient(id, given, pool);
    else if (kind === 'grant') this.addGrant(id, given, pool, fn);
    else if (kind === 'connect') this.addConnection(id, given, pool, fn);
    else if (kind === 'route') this.addRoute(id, given, pool, fn);
    else if (kind === 'closed') this.addClosing(id, given, pool);
    else if (kind === 'config') this.addConfig(id, given, pool);
    else if (!pool.isImported) this.addToPool(id, kind, given, pool, fn);
  }

  private addToPool(id: string, kind: Kind, given: Call, pool: PoolStep, fn: FunctionStep): void {
    const step: NewStep = (needs, make) => ({
      id,
      place: pool.place,
      rank: given.rank,
      needs: [pool, ...needs],
      make: (world) => make(world.the(pool) as UserAuthPool, world),
    });
    if (kind === 'client') this.addClient(id, given, pool, step);
    else if (kind === 'machineClient') this.addMachineClient(id, given, pool, step);
    else if (kind === 'server') this.addServer(id, pool, step);
    else if (kind === 'provider') this.addProvider(id, given, pool, step);
    else if (kind === 'group') this.addGroup(id, given, step);
    else this.addHook(given, pool, fn, step);
  }

  private addClient(id: string, { a, b }: Call, pool: PoolStep, step: NewStep): void {
    const server = pick(pool.servers, b);
    const provider = pick(pool.providers, b);
    const method = b % 3 === 0 ? 'addServerClient' : 'addClient';
    const make = (made: UserAuthPool, world: World) =>
      made[method](id, clientOptions(a, server && world.the(server), provider));
    pool.clients.push(this.add(step(server ? [server] : [], make)));
  }

  private addMachineClient(id: string, { a }: Call, pool: PoolStep, step: NewStep): void {
    const servers = pool.servers.filter((_, position) => (a >> position) % 2 === 0);
    if (servers.length === 0) return;
    const make = (made: UserAuthPool, world: World) =>
      made.addMachineClient(id, { scopes: servers.map((server) => world.the(server).scope('read')) });
    pool.clients.push(this.add(step(servers, make)));
  }

  private addServer(id: string, pool: PoolStep, step: NewStep): void {
    const scopes = [{ scopeName: 'read' }, { scopeName: 'write' }];
    pool.servers.push(this.add(step([], (made) => made.addResourceServer(id, { scopes }))));
  }

  private addProvider(id: string, { a, isGiven }: Call, pool: PoolStep, step: NewStep): void {
    const provider = newProvider(id, a);
    pool.providers.push(provider);
    const prop = { pool, isGiven };
    this.add({ ...step([], (made) => made.addIdentityProvider(provider)), provider, prop } satisfies ProviderStep);
  }

  private addGroup(id: string, { a, b }: Call, step: NewStep): void {
    const role = a % 3 === 0 ? pick(this.roles, b) : undefined;
    const precedence = a % 2 ? b % 2 : undefined;
    const group = step(role ? [role] : [], (made, world) =>
      made.addGroup(id, { precedence, role: role && world.the(role) }),
    );
    this.join(group, ...(role ? [{ kind: 'names' as const, by: group, what: role }] : []));
  }

  private addHook({ a, b, isGiven }: Call, pool: PoolStep, fn: FunctionStep, step: NewStep): void {
    const hook = pick(HOOKS, a)!;
    const isFirst = !this.steps.some((each) => 'hook' in each && each.hook === hook && each.prop?.pool === pool);
    const preTokenGenerationVersion = hook === UserPoolHook.PRE_TOKEN_GENERATION ? pick(VERSIONS, b) : undefined;
    const hookStep: HookStep = {
      ...step([fn], (made, world) => made.addHook(hook, world.the(fn), { preTokenGenerationVersion })),
      ...{ hook, fn, preTokenGenerationVersion },
      prop: { pool, isGiven: isGiven && isFirst },
    };
    this.join(hookStep, { kind: 'calls', pool, fn });
  }

  private addAlias(id: string, { rank }: Call, fn: FunctionStep): void {
    if (fn.of || fn.id === 'Imported') return;
    const make = (world: World) => {
      const version = (world.the(fn) as lambda.Function).currentVersion;
      return new lambda.Alias(world.at(fn.place), id, { aliasName: id, version });
    };
    const alias: FunctionStep = { id, place: fn.place, rank, needs: [fn], of: fn, make };
    this.functions.push(this.add(alias));
  }

  private addOwnClient(id: string, { rank, a, b }: Call, pool: PoolStep): void {
    const at = place(b);
    const make = (world: World) =>
      new UserAuthClient(world.at(at), id, { ...clientOptions(a), userPool: world.the(pool) });
    const client: Step<UserAuthClient> = { id, place: at, rank, needs: [pool], make };
    if (this.join(client, { kind: 'joins', pool, client })) pool.clients.push(client);
  }

  private addGrant(id: string, { rank, a, b }: Call, pool: PoolStep, fn: FunctionStep): void {
    const grantee: Step<iam.IGrantable> = a % 4 === 0 ? pick(this.roles, b)! : fn;
    const verb = pick(PERMISSIONS, a)!;
    const make = (world: World) => world.the(pool).grants[verb](world.the(grantee));
    this.add({ id, place: pool.place, rank, needs: [pool, grantee], make });
  }

  private addConnection(id: string, { rank, a, b }: Call, pool: PoolStep, fn: FunctionStep): void {
    if (fn.of || fn.id === 'Imported') return;
    const client = a % 2 ? pick(pool.clients, b) : undefined;
    const permissions = PERMISSIONS.filter((_, position) => (b >> position) % 4 === 3);
    // Two pools that want the same names are an error; two clients of a pool have names of their own.
    const prefix = b % 4 === 0 && !client ? undefined : `${pool.id}${client?.id ?? ''}`;
    const make = (world: World) => {
      const options = { prefix, permissions, client: client && world.the(client) };
      world.the(pool).connect(world.the(fn) as lambda.Function, options);
    };
    const needs = client ? [pool, fn, client] : [pool, fn];
    this.join({ id, place: fn.place, rank, needs, make }, { kind: 'knows', pool, fn, client });
  }

  private addRoute(id: string, { rank, a, b, c }: Call, pool: PoolStep, fn: FunctionStep): void {
    const { api } = this;
    const enforcement = pool.isImported || c % 3 === 0 ? 'atRequest' : 'inToken';
    const authorizer = pool.authorizers[enforcement];
    const client = pick(pool.clients, b);
    const isPlain = b % 3 === 0;
    const path = a % 4 === 0 && !isPlain ? '/' : `/${id.toLowerCase()}`;
    const make = (world: World) => {
      const accessPolicy = policyOf(c, enforcement, client && world.the(client));
      const [httpApi, authorizing, handler] = [world.the(api), world.the(authorizer), world.the(fn)];
      const methods = [apigwv2.HttpMethod.GET];
      if (!isPlain) return authorizing.addLambdaRoute(handler, { httpApi, path, methods, accessPolicy });
      return httpApi.addRoutes({
        ...{ path, methods },
        authorizer: accessPolicy ? authorizing.require(accessPolicy) : authorizing,
        integration: new HttpLambdaIntegration(id, handler),
      });
    };
    const needs = [authorizer, api, fn, ...(client ? [client] : [])];
    const names = { kind: 'names', by: api, what: underlying(fn) } as const;
    this.join({ id, place: 'web', rank, needs, make }, { kind: 'accepts', pool, api }, names);
  }

  private addClosing(id: string, { rank }: Call, pool: PoolStep): void {
    const { inToken } = pool.authorizers;
    const make = (world: World) => world.the(inToken).requireOnEveryRoute(world.the(this.api));
    this.add({ id, place: 'web', rank, needs: [inToken, this.api], make });
  }

  private addConfig(id: string, { rank, a, b }: Call, pool: PoolStep): void {
    const client = a % 2 ? pick(pool.clients, b) : undefined;
    const at = place(a);
    const make = (world: World) => {
      const config = world.the(pool).frontEndConfig({ client: client && world.the(client) });
      if (b % 2) config.toParameter(world.at(at), id);
      else config.toOutputs(new Construct(world.at(at), id));
    };
    const named = client ? [pool, client] : [pool];
    const step: Step = { id, place: at, rank, needs: named, make };
    this.join(step, ...named.map((what) => ({ kind: 'names' as const, by: step, what })));
  }
}
