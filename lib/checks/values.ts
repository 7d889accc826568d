import { Duration, Token } from 'aws-cdk-lib';
import { nearName } from './near-name';
import { REGION_NAME } from './pool-id';
import { Problems } from './problems';

/** The consequence and remedy of an invalid value. */
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

/** The start of what the CDK fills in for a parameter that it looks up after a first synthesis. */
const LOOKED_UP_LATER = 'dummy-value-for-';

/** How a value appears in a message. */
export function show(value: unknown): string {
  if (value instanceof Duration) return value.toHumanString();
  // JSON has no bigint.
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  const text = JSON.stringify(value) ?? String(value);
  if (text.length <= 80) return text;
  const start = text.slice(0, 76).replace(/\\+$/, '');
  if (typeof value === 'string') return `${start}..." (${text.length - 2} characters)`;
  // Without a closing quote, `inLanguageOfApp` would take all that follows for a value.
  const isInString = start.replace(/\\./g, '').split('"').length % 2 === 0;
  return `${start}...${isInString ? '"' : ''}`;
}

/** Checks that a required value is set. The usual cause of an empty one is an environment variable that is not. */
export function checkGiven(problems: Problems, where: string, value: string | undefined, rule: Rule): void {
  if (value === undefined || value === null) problems.add({ where, given: 'missing', ...rule });
  else if (value === '') problems.add({ where, given: show(value), ...rule });
}

/** Reports what is wrong with a value that is known at synthesis, if anything is. */
export function checkFault<T>(
  problems: Problems,
  where: string,
  value: T | undefined,
  faultOf: (value: T) => Rule | undefined,
): void {
  const fault = isKnown(value) ? faultOf(value) : undefined;
  if (fault) problems.add({ where, given: show(value), ...fault });
}

/** Checks a value that is known at synthesis. */
export function checkValue<T>(
  problems: Problems,
  where: string,
  value: T | undefined,
  accepts: (value: T) => boolean,
  rule: Rule,
): void {
  checkFault(problems, where, value, (each) => (accepts(each) ? undefined : rule));
}

/** Checks that a value is a whole number in a range. */
export function checkInteger(
  problems: Problems,
  where: string,
  value: number | undefined,
  range: readonly [number, number],
  rule: Rule,
): void {
  checkValue(problems, where, value, (each) => isWhole(each, range), rule);
}

/** Checks that a value is a whole number of days in a range. */
export function checkDays(
  problems: Problems,
  where: string,
  value: Duration | undefined,
  range: readonly [number, number],
  rule: Rule,
): void {
  checkValue(problems, where, value, (each) => isWhole(each.toDays({ integral: false }), range), rule);
}

/** Checks the number of items in a list. */
export function checkCount(
  problems: Problems,
  where: string,
  list: readonly unknown[] | undefined,
  range: readonly [number, number],
  rule: Rule,
): void {
  if (isKnown(list) && !isWhole(list.length, range))
    problems.add({ where, given: `a list of ${list.length}`, ...rule });
}

const isWhole = (value: number, [min, max]: readonly [number, number]) =>
  Number.isInteger(value) && value >= min && value <= max;

/** Checks that a value matches a pattern. */
export function checkPattern(
  problems: Problems,
  where: string,
  value: string | undefined,
  pattern: RegExp,
  rule: Rule,
): void {
  checkValue(problems, where, value, (each) => pattern.test(each), rule);
}

/** Checks the name of a pool or a client. */
export function checkName(problems: Problems, where: string, value: string | undefined): void {
  checkPattern(problems, where, value, /^[\w\s+=,.@-]{1,128}$/, {
    outcome:
      'Cognito accepts only 1 to 128 letters, digits, spaces and any of _ + = , . @ -, and would reject any other name',
    remedy: 'Omit it, or give a name of those characters',
  });
}

/** Checks the name of an AWS region. */
export function checkRegion(problems: Problems, where: string, value: string | undefined): void {
  checkPattern(problems, where, value, REGION_NAME, {
    outcome: 'there is no such region and Cognito rejects the pool',
    remedy: 'Write it as, for example, "eu-west-1", or omit it for the region of the pool',
  });
}

/** An enum, by the name that users know: `{ MfaStatus }`. */
type NamedEnum = Readonly<Record<string, object>>;

/** Checks that a value is in an enum. Types don't prevent casts or plain JavaScript. */
export function checkEnum(
  problems: Problems,
  where: string,
  value: string | number | undefined,
  named: NamedEnum,
): void {
  for (const [name, values] of Object.entries(named)) {
    // The values of a numeric enum include its names.
    const members = Object.entries(values as Record<string, unknown>).filter(([member]) => !/^\d+$/.test(member));
    if (!isKnown(value) || members.some(([, each]) => each === value)) continue;
    const names = members.map(([member]) => member);
    const meant = nearName(String(value), names);
    problems.add({
      where,
      given: show(value),
      outcome: 'it is not one of the values that this library knows',
      remedy: meant ? `Write ${name}.${meant}` : `Use one of ${names.map((member) => `${name}.${member}`).join(', ')}`,
    });
  }
}

/** Checks a choice that determines what is created, so it must be known at synthesis. */
export function checkChoice(
  problems: Problems,
  where: string,
  value: string | number | string[] | undefined,
  named: NamedEnum,
): void {
  if (value === undefined) return;
  if (Token.isUnresolved(value)) {
    problems.add({
      where,
      given: 'known only at deployment',
      outcome: 'it decides which resources are created, and must be known at synthesis',
      remedy: 'Give the value itself',
    });
    return;
  }
  for (const each of Array.isArray(value) ? value : [value]) checkEnum(problems, where, each, named);
}

/** A placeholder that a text must contain, such as that of a code. */
interface Placeholder {
  /** How a user writes it. */
  readonly mark: string;
  readonly pattern: RegExp;
  /** What it stands for, with its preposition. */
  readonly stands: string;
}

/** What Cognito accepts as a text of one kind. */
export interface TextKind {
  readonly length: readonly [number, number];
  /** Finds the characters that it cannot have. */
  readonly foreign?: RegExp;
  /** What it may consist of. */
  readonly accepts?: string;
  /** What to write in place of such a character, given its code point. */
  readonly instead?: (codePoint: number) => string;
}

/** Checks the length, the characters and the placeholders of a text that Cognito sends. */
export function checkText(
  problems: Problems,
  where: string,
  value: string | undefined,
  kind: TextKind,
  ...placeholders: Placeholder[]
): void {
  if (!isKnown(value)) return;
  const [min, max] = kind.length;
  if (value.length < min || value.length > max) {
    problems.add({
      where,
      given: value.length > 80 ? `${value.length} characters long` : show(value),
      outcome: `Cognito accepts only ${min} to ${max} characters, and would reject the pool`,
      remedy: value.length > max ? 'Shorten it' : 'Give a string, or omit it for the default',
    });
  }
  checkCharacters(problems, where, value, kind);
  for (const { mark, pattern, stands } of placeholders) {
    if (pattern.test(value)) continue;
    problems.add({
      where,
      given: show(value),
      outcome: `Cognito requires ${mark} in it, ${stands}, and rejects the pool`,
      remedy: `Add ${mark} to the text`,
    });
  }
}

function checkCharacters(problems: Problems, where: string, value: string, kind: TextKind): void {
  const codePoint = kind.foreign?.exec(value)?.[0].codePointAt(0);
  if (codePoint === undefined) return;
  const name = `U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}`;
  problems.add({
    where,
    given: show(value),
    outcome: `Cognito does not accept its character ${name}, only ${kind.accepts}, and would reject the pool`,
    remedy: kind.instead?.(codePoint) ?? 'Remove it',
  });
}
