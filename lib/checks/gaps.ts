import { Problems } from './problems';

/** Reports gaps in lists. Casts and unset environment variables make them, and the CDK silently drops them. */
export function checkGaps(problems: Problems, value: unknown, where = '', seen = new Set<unknown>()): void {
  if (seen.has(value)) return;
  if (typeof value === 'object') seen.add(value);
  if (Array.isArray(value)) {
    for (const [index, each] of [...(value as unknown[])].entries()) {
      if (each === undefined || each === null) report(problems, `${where}[${index}]`);
      else checkGaps(problems, each, `${where}[${index}]`, seen);
    }
  } else if (isPlain(value)) {
    for (const [name, each] of Object.entries(value))
      checkGaps(problems, each, where ? `${where}.${name}` : name, seen);
  }
}

function report(problems: Problems, where: string): void {
  problems.add({
    where,
    given: 'missing',
    outcome: 'the CDK would silently drop it from the list',
    remedy: 'Give the value, or shorten the list; the usual cause is an environment variable that is not set',
  });
}

/** Whether a value is an object literal, in which other props may be nested; constructs and the like are not. */
const isPlain = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
