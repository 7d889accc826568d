import { Names, Stack } from 'aws-cdk-lib';
import { Construct, RootConstruct } from 'constructs';

/**
 * The construct ID with which what is added to a pool gets a logical ID by itself. Undefined if there is none, or if
 * the pool has such a construct already.
 */
export function constructIdOf(logicalId: string, pool: Construct): string | undefined {
  const scopes = pool.node.scopes.slice(pool.node.scopes.indexOf(Stack.of(pool)) + 1).map(({ node }) => node.id);
  // A logical ID is the path without other characters than letters and digits, and a hash of the path.
  const prefix = scopes.join('').replace(/[^A-Za-z0-9]/g, '');
  const [, id] = /^(.+)[0-9A-F]{8}$/.exec(logicalId.startsWith(prefix) ? logicalId.slice(prefix.length) : '') ?? [];
  if (id === undefined || logicalIdAt([...scopes, id, 'Resource']) !== logicalId) return undefined;
  return pool.node.tryFindChild(id) ? undefined : id;
}

/** A construct ID that a pool has not yet, for what gets its logical ID otherwise. */
export const freeConstructId = (logicalId: string, pool: Construct): string =>
  pool.node.tryFindChild(logicalId) ? freeConstructId(`Old${logicalId}`, pool) : logicalId;

/** The logical ID of a resource at a path in its stack. */
function logicalIdAt(path: readonly string[]): string {
  const construct = path.reduce<Construct>((scope, id) => new Construct(scope, id), new RootConstruct());
  return Names.nodeUniqueId(construct.node);
}
