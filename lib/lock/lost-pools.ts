import { CfnResource, Stack, Stage } from 'aws-cdk-lib';
import { Construct, IConstruct } from 'constructs';
import { Problems } from '../checks/problems';
import { show } from '../checks/values';
import { stacksOf } from '../template/stacks';
import { warn } from '../checks/warn';

/** A pool that the lock file has, by its path in the app. */
interface Recorded {
  readonly path: string;
  /** The path of its stack. */
  readonly stack: string;
  /** The path of that, or of the outermost stack that it is nested in. */
  readonly outermostStack: string;
  readonly logicalId: string;
}

/**
 * Reports pools that are in a lock file, and no longer in their stack. A new pool may be the old one under another ID
 * or in another stack, and to CloudFormation, that is another pool.
 *
 * @param scope one of the pools that use the file. Each lost pool is reported by only one of them
 * @param users all of them
 * @param file the path of the file
 * @param recorded what it has
 */
export function checkLost(
  scope: Construct,
  users: readonly Construct[],
  file: string,
  recorded: Recorded[],
  problems: Problems,
): void {
  const known = new Set(recorded.map(({ path }) => path));
  const inOrder = users
    .filter((user) => Stage.of(user) === Stage.of(scope))
    .sort((one, other) => (one.node.path < other.node.path ? -1 : 1));
  for (const lost of recorded) {
    if (isThere(scope, lost.path)) continue;
    const stack = stackOfLost(scope, lost);
    const successor = inOrder.find((user) => !known.has(user.node.path) && outermost(user) === stack);
    if (successor === scope) report(lost, successor, file, problems);
    else if (!successor && !known.has(scope.node.path)) warnOfMove(lost, scope, file);
    if (stack && !successor && inOrder[0] === scope) warnOf(lost, scope, file);
  }
}

/** A file may serve several apps, in which pools often have the same logical ID. */
function warnOfMove(lost: Recorded, scope: Construct, file: string): void {
  const { defaultChild } = scope.node;
  const parentOf = (path: string) => path.split('/').slice(0, -1).join('/');
  const isBeside = parentOf(lost.outermostStack) === parentOf(outermost(scope)?.node.path ?? '');
  if (!isBeside || !CfnResource.isCfnResource(defaultChild)) return;
  if (defaultChild.stack.resolve(defaultChild.logicalId) !== lost.logicalId) return;
  warn(
    scope,
    'poolMayHaveMoved',
    `The pool is new in ${file}, which has the pool ${lost.path} with the same logical ID in the stack ${lost.stack}, where this app has none. ` +
      'If the pool has moved, or the stack has been renamed, it is a new pool, without users: undo that, or import the old pool with cdk import.',
  );
}

function report(lost: Recorded, successor: Construct, file: string, problems: Problems): void {
  const isSameStack = Stack.of(successor).node.path === lost.stack;
  problems.add({
    where: 'lockFile',
    given: `${show(file)}, which has the pool ${lost.path}, and its stack has no such pool but ${successor.node.path}, which is new`,
    outcome: isSameStack
      ? 'a pool under a new ID is a new pool without users, and CloudFormation orphans the old one'
      : `it is in a different stack than before, ${lost.stack}, so it is a new pool without users, and CloudFormation orphans the old one`,
    remedy: isSameStack
      ? `Restore its old ID; or, to keep its users under the new one, call cfnUserPool.overrideLogicalId(${show(lost.logicalId)}) and rename the entry in ${file}; ` +
        `or, if it is to go, remove ${show(lost.path)} from ${file}; or, if the app creates each in an environment of its own, give each a lockFile of its own`
      : `Move it back; or, if you import the old pool into the new stack, with cdk import, or if it is to go, remove ${show(lost.path)} from ${file}`,
  });
}

function warnOf(lost: Recorded, scope: Construct, file: string): void {
  warn(
    scope,
    'poolMissingFromStack',
    `${file} has the pool ${lost.path}, and its stack has no such pool. If it is to go, remove the entry from the file: CloudFormation orphans the pool at the next deployment. ` +
      'If the app creates it in some environments only, acknowledge this warning.',
  );
}

const isThere = (scope: Construct, path: string) => constructsOn(scope, path).at(-1)?.node.path === path;

/**
 * The outermost stack of a pool that is lost. Undefined if it is none of this app or stage: a file may serve several.
 */
function stackOfLost(scope: Construct, { outermostStack: path }: Recorded): Stack | undefined {
  const found = constructsOn(scope, path).at(-1);
  return Stack.isStack(found) && found.node.path === path && Stage.of(found) === Stage.of(scope) ? found : undefined;
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

const outermost = (construct: IConstruct) => stacksOf(construct).at(-1);
