import { Duration, Token } from 'aws-cdk-lib';
import { Problems } from './problems';

/** What a rule says of a value outside it. */
export interface Rule {
  readonly outcome: string;
  readonly remedy: string;
}

/** Whether a value is set and known at synthesis. What is known later is never checked. */
export function isKnown<T>(value: T | undefined): value is T {
  if (value === undefined || value === null) return false;
  if (typeof value === 'string' && value.includes(LOOKED_UP_LATER)) return false;
  return !(value instanceof Duration ? value.isUnresolved() : Token.isUnresolved(value));
}

/** With what the CDK fills in for a parameter that it looks up after a first synthesis. */
const LOOKED_UP_LATER = 'dummy-value-for-';

/** How a value appears in a message. */
export function show(value: unknown): string {
  if (value instanceof Duration) return value.toHumanString();
  if (typeof value === 'number') return String(value);
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 76)}..." (${text.length - 2} characters)` : text;
}

/** A whole number from `min` to `max`, both included. */
export function checkInteger(
  problems: Problems,
  where: string,
  value: number | undefined,
  [min, max]: readonly [number, number],
  rule: Rule,
): void {
  if (isKnown(value) && !(Number.isInteger(value) && value >= min && value <= max)) {
    problems.add({ where, given: show(value), ...rule });
  }
}

/** A duration of whole days, from `min` to `max` of them, both included. */
export function checkDays(
  problems: Problems,
  where: string,
  value: Duration | undefined,
  [min, max]: readonly [number, number],
  rule: Rule,
): void {
  if (!isKnown(value)) return;
  const days = value.toDays({ integral: false });
  if (!(Number.isInteger(days) && days >= min && days <= max)) problems.add({ where, given: show(value), ...rule });
}

/** A text that matches `pattern`. */
export function checkPattern(
  problems: Problems,
  where: string,
  value: string | undefined,
  pattern: RegExp,
  rule: Rule,
): void {
  if (isKnown(value) && !pattern.test(value)) problems.add({ where, given: show(value), ...rule });
}

/** A name of a pool or of a client. */
export function checkName(problems: Problems, where: string, value: string | undefined): void {
  checkPattern(problems, where, value, /^[\w\s+=,.@-]{1,128}$/, {
    outcome: 'Cognito accepts 1 to 128 letters, digits, spaces and any of _ + = , . @ - and refuses any other name',
    remedy: 'Leave it out, or give a name of those characters',
  });
}

/** The name of a region of AWS. */
export function checkRegion(problems: Problems, where: string, value: string | undefined): void {
  checkPattern(problems, where, value, /^[a-z]{2,}(-[a-z]+)+-\d+$/, {
    outcome: 'there is no such region and Cognito refuses the pool',
    remedy: 'Write it like "eu-west-1", or leave it out for the region of the pool',
  });
}

/** One of an enum's values: TypeScript and jsii say so too, but neither stops a cast or plain JavaScript. */
export function checkEnum(problems: Problems, where: string, value: string | number | undefined, values: object): void {
  // An enum of numbers holds its names among its values.
  const members: unknown[] = Object.values(values);
  const numbers = members.filter((member) => typeof member === 'number');
  const allowed = numbers.length > 0 ? numbers : members;
  if (isKnown(value) && !allowed.includes(value)) {
    problems.add({
      where,
      given: show(value),
      outcome: 'it is none of the values that this library knows',
      remedy: `Use one of ${allowed.map(show).join(', ')}`,
    });
  }
}

/** A choice that decides what else is made, or checked: it can't wait for the deployment. */
export function checkChoice(
  problems: Problems,
  where: string,
  value: string | number | string[] | undefined,
  values: object,
): void {
  if (value === undefined) return;
  if (Token.isUnresolved(value)) {
    problems.add({
      where,
      given: 'known only at deployment',
      outcome: 'it decides what the pool is made of, which has to be known at synth',
      remedy: 'Give one of the values themselves',
    });
    return;
  }
  for (const each of Array.isArray(value) ? value : [value]) checkEnum(problems, where, each, values);
}

/** Something that a text has to contain, such as the place of a code. */
export interface Placeholder {
  /** How a user writes it. */
  readonly mark: string;
  readonly pattern: RegExp;
  /** What it stands for, with its preposition. */
  readonly stands: string;
}

/** A text that Cognito sends: its length, and what it has to contain. */
export function checkText(
  problems: Problems,
  where: string,
  value: string | undefined,
  [min, max]: readonly [number, number],
  ...placeholders: Placeholder[]
): void {
  if (!isKnown(value)) return;
  if (value.length < min || value.length > max) {
    problems.add({
      where,
      given: value.length > 80 ? `${value.length} characters long` : show(value),
      outcome: `Cognito accepts ${min} to ${max} characters and refuses the pool`,
      remedy: value.length > max ? 'Shorten it' : 'Give a text, or leave it out for the default',
    });
  }
  for (const { mark, pattern, stands } of placeholders) {
    if (pattern.test(value)) continue;
    problems.add({
      where,
      given: show(value),
      outcome: `Cognito wants ${mark} in it, ${stands}, and refuses the pool`,
      remedy: `Write ${mark} where it belongs`,
    });
  }
}
