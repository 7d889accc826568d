import { IConstruct } from 'constructs';
import { show } from '../checks/values';

/** A value of a template, as far as it is known at synthesis. */
export type Value =
  | { readonly kind: 'literal'; readonly value: string | number | boolean }
  | { readonly kind: 'absent' }
  /** An attribute of a construct, such as `Ref`; of a stack, the attribute is a pseudo parameter. */
  | { readonly kind: 'reference'; readonly target: IConstruct; readonly attribute: string }
  | { readonly kind: 'list'; readonly items: readonly Value[] }
  | { readonly kind: 'map'; readonly entries: Readonly<Record<string, Value>> }
  /** One of several, by conditions of the template. */
  | { readonly kind: 'branches'; readonly branches: readonly Branch[] }
  /** A function whose result only the deployment knows. */
  | { readonly kind: 'unknown'; readonly name: string; readonly operands: readonly Value[] };

/** A value, and the conditions that decide for it: those that hold then and, with a `!`, those that don't. */
export interface Branch {
  readonly when: readonly string[];
  readonly value: Value;
}

export const ABSENT: Value = { kind: 'absent' };

export const literal = (value: string | number | boolean): Value => ({ kind: 'literal', value });

/** Alternatives, flattened; a single one stands for itself. */
export const branchesOf = (value: Value): readonly Value[] =>
  value.kind === 'branches' ? alternativesOf(value).map((each) => each.value) : [value];

/** The same, with their conditions. */
export function alternativesOf(value: Value): readonly Branch[] {
  if (value.kind !== 'branches') return [{ when: [], value }];
  return value.branches.flatMap((branch) =>
    alternativesOf(branch.value).map((each) => ({ ...each, when: [...new Set([...branch.when, ...each.when])] })),
  );
}

/** One of several values: itself if all of them are the same, else their alternatives. */
export function oneOf(branches: readonly Branch[]): Value {
  const [first] = branches;
  if (first && branches.every(({ value }) => isSame(value, first.value))) return first.value;
  return { kind: 'branches', branches: alternativesOf({ kind: 'branches', branches }) };
}

/** Whether two values are the same at every deployment. */
export function isSame(one: Value, other: Value): boolean {
  if (one.kind === 'literal' && other.kind === 'literal') return one.value === other.value;
  if (one.kind === 'absent' && other.kind === 'absent') return true;
  if (one.kind === 'reference' && other.kind === 'reference') {
    return one.target === other.target && one.attribute === other.attribute;
  }
  if (one.kind === 'list' && other.kind === 'list') return areSame(one.items, other.items);
  if (one.kind === 'branches' && other.kind === 'branches') {
    const [ofOne, ofOther] = [alternativesOf(one), alternativesOf(other)];
    const areForSame = ofOne.every(({ when }, index) => when.join() === ofOther[index]?.when.join());
    return areForSame && areSame(branchesOf(one), branchesOf(other));
  }
  if (one.kind === 'map' && other.kind === 'map') {
    const names = Object.keys(one.entries);
    const [ofOne, ofOther] = [one, other].map(({ entries }) => names.map((name) => entries[name] ?? ABSENT));
    return names.length === Object.keys(other.entries).length && areSame(ofOne ?? [], ofOther ?? []);
  }
  if (one.kind !== 'unknown' || other.kind !== 'unknown') return false;
  return one.name === other.name && areSame(one.operands, other.operands);
}

function areSame(some: readonly Value[], others: readonly Value[]): boolean {
  return some.length === others.length && some.every((each, index) => isSame(each, others[index] ?? ABSENT));
}

/** The constructs that a value mentions, wherever in it. */
export function targetsIn(value: Value): IConstruct[] {
  return value.kind === 'reference' ? [value.target] : partsOf(value).flatMap(targetsIn);
}

/** An entry of a map, in every branch of a condition. What is not known as a whole is not known in part. */
export function entryOf(value: Value, name: string): Value {
  if (value.kind === 'branches') {
    return oneOf(value.branches.map(({ when, value: each }) => ({ when, value: entryOf(each, name) })));
  }
  return value.kind === 'map' ? (value.entries[name] ?? ABSENT) : value;
}

/** The names of the entries that a value may have, as far as they are known. */
export const entryNamesOf = (value: Value): string[] => [
  ...new Set(branchesOf(value).flatMap((each) => (each.kind === 'map' ? Object.keys(each.entries) : []))),
];

/** Whether a value mentions another one, or a branch of it, wherever in it. All attributes of a construct count. */
export function mentions(value: Value, other: Value): boolean {
  if (other.kind === 'branches') return branchesOf(other).some((branch) => mentions(value, branch));
  const isAttribute = value.kind === 'reference' && other.kind === 'reference' && value.target === other.target;
  return isAttribute || isSame(value, other) || partsOf(value).some((part) => mentions(part, other));
}

/** The text that a value is. Undefined if it is not a literal string. */
export function textOf(value: Value): string | undefined {
  return value.kind === 'literal' && typeof value.value === 'string' ? value.value : undefined;
}

/** How a value appears in a message. */
export function showValue(value: Value): string {
  switch (value.kind) {
    case 'literal':
      return show(value.value);
    case 'absent':
      return 'not set';
    case 'reference':
      return value.attribute === 'Ref' ? value.target.node.path : `${value.attribute} of ${value.target.node.path}`;
    case 'list':
      return `[${value.items.map(showValue).join(', ')}]`;
    case 'map':
      return `{ ${Object.entries(value.entries)
        .map(([name, each]) => `${name}: ${showValue(each)}`)
        .join(', ')} }`;
    case 'branches':
      return `${branchesOf(value).map(showValue).join(' or ')}${showConditions(value)}`;
    case 'unknown':
      return `${value.name} of ${value.operands.map(showValue).join(', ') || 'nothing'}`;
  }
}

function showConditions(value: Value): string {
  const names = new Set(alternativesOf(value).flatMap(({ when }) => when.map((each) => each.replace(/^!/, ''))));
  return ` by the condition${names.size > 1 ? 's' : ''} ${[...names].join(' and ')}`;
}

/** What a value is made of. */
function partsOf(value: Value): readonly Value[] {
  switch (value.kind) {
    case 'list':
      return value.items;
    case 'map':
      return Object.values(value.entries);
    case 'branches':
      return branchesOf(value);
    case 'unknown':
      return value.operands;
    default:
      return [];
  }
}
