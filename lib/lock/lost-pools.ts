import { Stack } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { IConstruct } from 'constructs';
import { oneRemedyOf } from '../checks/one-remedy-of';
import { Problem } from '../checks/problems';
import { show } from '../checks/values';
import { warnAtPool } from '../checks/warn';
import { giveDomain } from './belonging-changes';
import { Recorded } from './content';
import {
  describeStack,
  Identity,
  identityOf,
  identityOfStack,
  isSameEnvironment,
  isSameResource,
  isSameStack,
  keepNestedStack,
  keyOf,
  namesOf,
  outermostOf,
  renameLine,
} from './identity';

/** A pool of the app that uses the lock file. */
export interface Present {
  readonly scope: IConstruct;
  readonly identity: Identity;
  /** Whether the file has no entry for it. */
  readonly isNew: boolean;
}

/** What has become of a pool that is in the file and not in the app. */
export interface Loss {
  /** The pool at which it is reported: one that may be its successor, or else the first that uses the file. */
  readonly at: IConstruct;
  readonly problem?: Problem;
  /** Set if its stack is gone as well, and no pool is like it: it may be in another app. */
  readonly gone?: Recorded;
}

/**
 * Finds pools that are in a lock file and not in the app. To CloudFormation, a pool under another logical ID or in
 * another stack is another pool, without users.
 *
 * @param present the pools of the app that use the file, by path
 * @param removed a pool that was removed from the app: the losses are reported at it if no pool uses the file
 * @param file the path of the file
 * @param recorded what it has
 */
export function lossesOf(
  present: readonly Present[],
  removed: IConstruct,
  file: string,
  recorded: readonly Recorded[],
): Loss[] {
  const first = present[0]?.scope ?? removed;
  const missing = recorded.filter(({ identity }) => !present.some((each) => isSameResource(each.identity, identity)));
  if (missing.length === 0) return [];
  const stacks = first.node.root.node.findAll().filter((each) => Stack.isStack(each));
  return missing.flatMap((lost): Loss[] => {
    const stack = stacks.find((each) => isSameStack(identityOfStack(each), outermostOf(lost.identity.stack)));
    if (stack && hasPool(stack, lost.identity)) return [{ at: first, problem: unused(lost, file) }];
    const likely = present.filter((each) => each.isNew && isLikely(each, lost, stack));
    const [, , stackName] = lost.identity.stack;
    const successor = likely.find(({ identity }) => identity.stack[2] === stackName) ?? likely[0];
    const at = successor?.scope ?? first;
    if (stack) return [{ at, problem: inItsStack(lost, successor, file) }];
    if (successor) return [{ at, problem: inAnotherStack(lost, successor, file) }];
    return [{ at, gone: lost }];
  });
}

/** Whether a pool is there after all, and only no longer uses the file. */
const hasPool = (stack: Stack, identity: Identity) =>
  stack.node
    .findAll()
    .filter((each) => cognito.CfnUserPool.isCfnUserPool(each))
    .some((each) => isSameResource(identityOf(each), identity));

/** Whether a new pool may be the one that is missing: in the same stack, or alike by logical ID or construct ID. */
function isLikely({ scope, identity }: Present, lost: Recorded, stack?: Stack): boolean {
  if (stack && isSameStack(outermostOf(identity.stack), outermostOf(lost.identity.stack))) return true;
  return identity.logicalId === lost.identity.logicalId || scope.node.id === lost.entry.path.split('/').at(-1);
}

const unused = (lost: Recorded, file: string): Problem => ({
  where: 'lockFile',
  given: `${show(file)}, which has ${describePool(lost)}, and that pool no longer uses the file`,
  outcome: 'changes that it cannot survive would not be noticed',
  remedy: `Give it lockFile again; or remove ${show(lost.key)} from ${file}`,
});

const describePool = ({ identity, entry }: Recorded) =>
  `the pool ${identity.logicalId} (${entry.path}) of the stack ${describeStack(identity.stack)}`;

function inItsStack(lost: Recorded, successor: Present | undefined, file: string): Problem {
  const { identity } = lost;
  const where = 'lockFile';
  const given = `${show(file)}, which has ${describePool(lost)}. That stack no longer has that pool`;
  if (!successor) {
    return {
      where,
      given,
      outcome: `${orphans('the pool')}: its users can no longer sign in`,
      remedy: oneRemedyOf(
        'Restore the pool',
        `If it is to go, remove ${show(lost.key)} from ${file}`,
        'If the app creates it in some environments only, give each environment a lockFile of its own',
      ),
    };
  }
  const { scope, identity: now } = successor;
  if (isSameStack(now.stack, identity.stack)) {
    return {
      where,
      given: `${given}, and has a new one: ${scope.node.path}`,
      outcome: `a pool under a new logical ID is a new pool without users, and ${orphans('the old one')}`,
      remedy: oneRemedyOf(
        `If it is the same pool, keep its logical ID: ${renameLine(now.logicalId, identity.logicalId)}`,
        letGo(lost, file),
        'If the app creates each in an environment of its own, give each a lockFile of its own',
      ),
    };
  }
  const isInOutermost = isSameStack(outermostOf(now.stack), outermostOf(identity.stack));
  const keep = isInOutermost ? keepNestedStack(namesOf(now), namesOf(identity)) : undefined;
  return {
    where,
    given: `${given}, and ${scope.node.path} is new, in the stack ${describeStack(now.stack)}`,
    outcome: `a pool in another stack is a new pool without users, and ${orphans('the old one')}`,
    remedy: oneRemedyOf(
      ...(keep ? [keep] : ['If it is the same pool, move it back', ...importWays(lost, now, file)]),
      letGo(lost, file),
    ),
  };
}

/** How to go without the old pool, whose domain the new one can't have while that exists. */
const letGo = ({ key, entry }: Recorded, file: string) =>
  `If the old pool is to go, remove ${show(key)} from ${file}${giveDomain(entry)}`;

const orphans = (pool: string) => `CloudFormation orphans ${pool} or, without removalPolicy RETAIN, deletes it`;

/**
 * How a pool comes to another stack with its users, if it can. cdk import synthesizes the app first, takes only what
 * another stack has released, and can't import into a nested stack.
 */
function importWays({ key, identity }: Recorded, now: Identity, file: string): string[] {
  const [, , stackName, ...nested] = now.stack;
  const isElsewhere = !isSameEnvironment(identity.stack, now.stack);
  if (isElsewhere || nested.length > 0 || stackName === identity.stack[2]) return [];
  return [
    `To take it there with its users, rename the key "${key}" to "${keyOf(now)}" in ${file}, have the old stack release it, with removalPolicy RETAIN, and then run cdk import`,
  ];
}

function inAnotherStack(lost: Recorded, { scope, identity: now }: Present, file: string): Problem {
  const { stack } = lost.identity;
  const [account, region, stackName, ...nested] = stack;
  const isElsewhere = !isSameEnvironment(stack, now.stack);
  const place = isElsewhere ? `, in ${account}/${region}` : nested.length > 0 ? '' : `: stackName: ${show(stackName)}`;
  return {
    where: 'lockFile',
    given: `${show(file)}, which has ${describePool(lost)}. The app no longer has that pool, and ${scope.node.path} is new, in the stack ${describeStack(now.stack)}`,
    outcome:
      'if it is the same pool, it has moved to another stack, where CloudFormation creates a new one without users, and the old one stays behind',
    remedy: oneRemedyOf(
      `If it is the same pool, go back to the old stack${place}`,
      ...importWays(lost, now, file),
      letGo(lost, file),
      'If both are to exist, for example in two environments, give each environment a lockFile of its own',
      'In a unit test, omit lockFile',
    ),
  };
}

/** Warns of a pool that is gone with its stack. Each has an ID of its own: to acknowledge one must not hide another. */
export function warnOfGone(pool: IConstruct, gone: Recorded, file: string): void {
  warnAtPool(
    pool,
    `poolMissingFromApp:${gone.key}`,
    `${file} has ${describePool(gone)}, and the app no longer has that stack. ` +
      `If the pool is to go, remove ${show(gone.key)} from the file. If another app or environment has it, give each a lockFile of its own.`,
  );
}
