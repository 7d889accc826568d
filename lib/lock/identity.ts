import { CfnResource, Stack } from 'aws-cdk-lib';
import { Construct, IConstruct } from 'constructs';
import { stacksOf } from '../base/stacks';
import { isKnown } from '../checks/values';

/** Stands for an account or region that only the deployment knows. */
export const ANY = '*';

/** The names that a stack has for CloudFormation: account, region, stack name, and the IDs of nested stacks in it. */
export type StackIdentity = readonly [account: string, region: string, stackName: string, ...nested: string[]];

/** What makes a resource the same at the next deployment: its stack and its logical ID. Its path does not count. */
export interface Identity {
  readonly stack: StackIdentity;
  readonly logicalId: string;
}

export function identityOfStack(stack: Stack): StackIdentity {
  const [outermost = stack, ...nested] = stacksOf(stack).reverse();
  const [account, region] = [outermost.account, outermost.region].map((each) => (isKnown(each) ? each : ANY));
  const ids = nested.map(({ nestedStackResource: resource }) => logicalIdOf(resource as CfnResource));
  return [account ?? ANY, region ?? ANY, outermost.stackName, ...ids];
}

export const identityOf = (resource: CfnResource): Identity => ({
  stack: identityOfStack(resource.stack),
  logicalId: logicalIdOf(resource),
});

export const logicalIdOf = (resource: CfnResource): string => resource.stack.resolve(resource.logicalId) as string;

/** How the file names a resource, such as `111111111111/eu-west-1/Shop/Users0A0EEA89`. */
export const keyOf = ({ stack, logicalId }: Identity): string => [...stack, logicalId].join('/');

export function identityIn(key: string): Identity | undefined {
  const [account, region, stackName, ...ids] = key.split('/');
  const logicalId = ids.pop();
  if (!account || !region || !stackName || !logicalId || ids.includes('')) return undefined;
  return { stack: [account, region, stackName, ...ids], logicalId };
}

/** What is known of a resource without account and region: the names of its stack, and its logical ID. */
export const namesOf = ({ stack: [, , ...names], logicalId }: Identity): string[] => [...names, logicalId];

/** Whether two names may be the same. One that is not known may be any. */
export const mayBeSame = (one: string, other: string | undefined): boolean =>
  one === other || [one, other].includes(ANY);

/** Whether two stacks may be in the same account and region. */
export const isSameEnvironment = ([account, region]: StackIdentity, [other, otherRegion]: StackIdentity): boolean =>
  mayBeSame(account, other) && mayBeSame(region, otherRegion);

/** Whether two may be the same stack. An account or region that is not known may be any. */
export const isSameStack = (one: StackIdentity, other: StackIdentity): boolean =>
  isSameEnvironment(one, other) && one.slice(2).join('/') === other.slice(2).join('/');

export const isSameResource = (one: Identity, other: Identity): boolean =>
  one.logicalId === other.logicalId && isSameStack(one.stack, other.stack);

/** The stack itself, or the one that it is nested in. */
export const outermostOf = ([account, region, stackName]: StackIdentity): StackIdentity => [account, region, stackName];

/** How a message names a stack. */
export function describeStack([account, region, ...names]: StackIdentity): string {
  const place = [account, region].every((each) => each === ANY) ? '' : ` (${account}/${region})`;
  return `${names.join('/')}${place}`;
}

/** The line that gives a resource its old logical ID, in code that has its stack or another construct in it. */
export const renameLine = (now: string, before: string, construct = 'this'): string =>
  `Stack.of(${construct}).renameLogicalId(${JSON.stringify(now)}, ${JSON.stringify(before)})`;

/**
 * How to keep a nested stack, if the logical ID of one is all that differs between two resources, each as the name of
 * its stack, the logical IDs of the stacks that it is nested in, and its own.
 */
export function keepNestedStack(now: readonly string[], before: readonly string[]): string | undefined {
  const [index = 0, ...others] = now.flatMap((name, at) => (name === before[at] ? [] : [at]));
  const isNestedStack = index > 0 && index < now.length - 1;
  if (!isNestedStack || others.length > 0 || now.length !== before.length) return undefined;
  const line = renameLine(now[index]!, before[index]!);
  return `Keep the logical ID of the nested stack, in code of the stack ${now.slice(0, index).join('/')}: ${line}`;
}

/** The construct at a path. */
export function constructAt(scope: IConstruct, path: string): IConstruct | undefined {
  let at: IConstruct | undefined = scope.node.root;
  for (const id of path.split('/')) {
    const child: unknown = at?.node.tryFindChild(id);
    // For an ID such as "constructor", it returns a member of every object.
    at = Construct.isConstruct(child) ? child : undefined;
  }
  return at;
}
