import { Stack } from 'aws-cdk-lib';
import { Construct, IConstruct } from 'constructs';
import { Problems } from '../checks/problems';
import { show } from '../checks/values';
import { warn } from '../checks/warn';

/** A pool that the lock file has, by its path in the app. */
interface Recorded {
  readonly path: string;
  /** The path of its stack. */
  readonly stack: string;
  readonly logicalId: string;
}

/**
 * Reports pools that are in a lock file, and no longer in their stack. If a pool is new there, it may be the old one under another ID, and to CloudFormation, a
 * pool under another ID is another pool.
 *
 * @param scope one of the pools that use the file. Each lost pool is reported by only one of them
 * @param users all of them
 * @param file the path of the file
 * @param recorded what it has
 */
export function checkLost(
  scope: Construct,
  users: Construct[],
  file: string,
  recorded: Recorded[],
  problems: Problems,
): void {
  const known = new Set(recorded.map(({ path }) => path));
  const inOrder = [...users].sort((one, other) => (one.node.path < other.node.path ? -1 : 1));
  for (const lost of recorded) {
    if (isThere(scope, lost.path)) continue;
    const stack = outermostStackOn(scope, lost.stack);
    // A file may serve several apps.
    if (!stack) continue;
    const heir = inOrder.find((user) => !known.has(user.node.path) && outermostStackOf(user) === stack);
    if ((heir ?? inOrder[0]) !== scope) continue;
    if (heir) report(lost, heir, file, problems);
    else warnOf(lost, scope, file);
  }
}

function report(lost: Recorded, heir: Construct, file: string, problems: Problems): void {
  const isSameStack = Stack.of(heir).node.path === lost.stack;
  problems.add({
    where: 'lockFile',
    given: `${show(file)}, which has the pool ${lost.path}, and its stack has no such pool but ${heir.node.path}, which is new`,
    outcome: isSameStack
      ? 'a pool under a new id is a new pool without users, and CloudFormation lets go of the old one'
      : `it stands in another stack than before, ${lost.stack}, so it is a new pool without users, and CloudFormation lets go of the old one`,
    remedy: isSameStack
      ? `Give it its old id back; or, to keep its users under the new one, call cfnUserPool.overrideLogicalId(${show(lost.logicalId)}) and rename the entry in ${file}; ` +
        `or, if it is to go, remove ${show(lost.path)} from ${file}`
      : `Put it back; or, if you import the old pool into the new stack, with cdk import, or if it is to go, remove ${show(lost.path)} from ${file}`,
  });
}

function warnOf(lost: Recorded, scope: Construct, file: string): void {
  warn(
    scope,
    'poolNotInItsStack',
    `${file} has the pool ${lost.path}, and its stack has no such pool. If it is to go, remove the entry from the file: CloudFormation lets go of the pool at the next deployment. ` +
      'If the app creates it in some environments only, acknowledge this warning.',
  );
}

/** The constructs that a path leads to, as far as there are any. */
function constructsOn(scope: Construct, path: string): IConstruct[] {
  const found: IConstruct[] = [];
  let at: IConstruct | undefined = scope.node.root;
  for (const id of path.split('/')) {
    at = at?.node.tryFindChild(id);
    if (at) found.push(at);
  }
  return found;
}

const isThere = (scope: Construct, path: string) => constructsOn(scope, path).at(-1)?.node.path === path;

const outermostStackOn = (scope: Construct, path: string) =>
  constructsOn(scope, path).find((each) => Stack.isStack(each));

/** The stack that a pool is in, or in a nested stack of. */
const outermostStackOf = (construct: IConstruct) => construct.node.scopes.find((each) => Stack.isStack(each));
