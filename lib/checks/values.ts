import { Duration, Token } from 'aws-cdk-lib';
import { Problems } from './problems';

/** What a rule says of a value outside it. */
export interface Rule {
  readonly outcome: string;
  readonly remedy: string;
}

/** Whether there is a value, and synth knows it: an unresolved token is never judged. */
export function isKnown<T>(value: T | undefined): value is T {
  if (value === undefined || value === null) return false;
  return !(value instanceof Duration ? value.isUnresolved() : Token.isUnresolved(value));
}

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

/** One of an enum's values: TypeScript and jsii say so too, but neither stops a cast or plain JavaScript. */
export function checkEnum(problems: Problems, where: string, value: string | undefined, values: object): void {
  const allowed: unknown[] = Object.values(values);
  if (isKnown(value) && !allowed.includes(value)) {
    problems.add({
      where,
      given: show(value),
      outcome: 'it is none of the values that this library knows',
      remedy: `Use one of ${allowed.map(show).join(', ')}`,
    });
  }
}
