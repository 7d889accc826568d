import { Environment, readJson } from '../environment';
import { isObject, isStrings } from '../json';
import { Policy } from '../../lib/access/policy';
import { ROUTE_HASH_LENGTH } from '../../lib/authorizer/route-hash';

/** A pool whose tokens are accepted. */
export interface Pool {
  readonly userPoolId: string;
  readonly clientIds: string[];
  readonly tokenUse: 'access' | 'id';
  /** The APIs for which access tokens may be, if they are for certain ones. */
  readonly resources?: string[];
}

/** Which tokens are accepted, and the policy of each route by the route's hash. */
export interface Config {
  readonly pools: readonly Pool[];
  readonly policies: ReadonlyMap<string, Policy>;
}

const HASHES = new RegExp(`[\\w-]{${ROUTE_HASH_LENGTH}}`, 'g');

/** Reads the authorizer's configuration from its environment. Throws if it is malformed. */
export function readConfig(environment: Environment): Config {
  const pools = readJson(environment, 'POOLS', isPools);
  const policies = readJson(environment, 'POLICIES', (value): value is Policy[] => Array.isArray(value));
  const routes = readJson(environment, 'ROUTES', (value) => isRoutes(value, policies.length));
  const byRoute = Object.entries(routes).flatMap(([index, hashes]) =>
    (hashes.match(HASHES) ?? []).map((hash) => [hash, policies[Number(index)]] as [string, Policy]),
  );
  // One of two policies would be lost, and it might be the stricter one.
  if (new Set(byRoute.map(([hash]) => hash)).size < byRoute.length) {
    throw new Error('The environment variable ROUTES lists a route twice.');
  }
  return { pools, policies: new Map(byRoute) };
}

function isPools(value: unknown): value is Pool[] {
  return Array.isArray(value) && value.length > 0 && value.every(isPool);
}

function isPool(value: unknown): value is Pool {
  if (!isObject(value)) return false;
  const { userPoolId, clientIds, tokenUse, resources = [] } = value;
  const isUse = tokenUse === 'access' || tokenUse === 'id';
  return typeof userPoolId === 'string' && isStrings(clientIds) && isUse && isStrings(resources);
}

function isRoutes(value: unknown, policies: number): value is Record<string, string> {
  if (!isObject(value)) return false;
  const hashes = new RegExp(`^(${HASHES.source})*$`);
  return Object.entries(value).every(
    ([index, routes]) =>
      /^(0|[1-9]\d*)$/.test(index) && Number(index) < policies && typeof routes === 'string' && hashes.test(routes),
  );
}
