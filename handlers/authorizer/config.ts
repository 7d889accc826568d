import { isClientIds, withClientIds } from '../client-ids';
import { Environment, readJson, readPolicies } from '../environment';
import { isObject } from '../../lib/base/json';
import { isStrings } from '../json';
import { Policy } from '../../lib/access/policy';
import { ROUTE_HASH_LENGTH } from '../../lib/authorizer/resources/route-hash';

/** A pool whose tokens are accepted. */
export interface Pool {
  readonly userPoolId: string;
  readonly clientIds: string[];
  readonly tokenUse: 'access' | 'id';
  /** The APIs for which access tokens may be, if they are for certain ones. */
  readonly resources?: string[];
}

/** Which tokens are accepted, and the policy of each route by the route's hash with the salt. */
export interface Config {
  readonly pools: readonly Pool[];
  readonly policies: ReadonlyMap<string, Policy>;
  readonly salt: string;
}

const HASH = `[\\w-]{${ROUTE_HASH_LENGTH}}`;

/** The hashes of the routes of a policy. */
const HASHES = `${HASH}(?:\\+${HASH})*`;

/** Reads the authorizer's configuration from its environment. Throws if it is malformed. */
export function readConfig(environment: Environment): Config {
  const pools = readJson(environment, 'POOLS', isPools);
  const ids = environment.CLIENTS === undefined ? {} : readJson(environment, 'CLIENTS', isClientIds);
  const policies = readPolicies(environment).map((policy) => withClientIds(policy, ids));
  const { salt, hashes } = readRoutes(environment, policies.length);
  const byRoute = policies.flatMap((policy, index) => (hashes[index] ?? []).map((hash) => [hash, policy] as const));
  // One of two policies would be lost, and it might be the stricter one.
  if (new Set(byRoute.map(([hash]) => hash)).size < byRoute.length) {
    throw new Error('The environment variable ROUTES lists a route twice.');
  }
  return { pools, policies: new Map(byRoute), salt };
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

/** The hashes of the routes of each policy, which has at least one. */
function readRoutes({ ROUTES }: Environment, policies: number): { salt: string; hashes: string[][] } {
  const [, salt, routes] = new RegExp(`^(\\w):((?:${HASHES})*)$`).exec(ROUTES ?? '') ?? [];
  const hashes = routes?.match(new RegExp(HASHES, 'g')) ?? [];
  if (salt === undefined || hashes.length !== policies) {
    throw new Error('The environment variable ROUTES is malformed.');
  }
  return { salt, hashes: hashes.map((each) => each.split('+')) };
}
