import { nearestName } from '../../lib/checks/nearest-name';
import { isObject } from '../../lib/base/json';

/** What a value has to be. */
export interface Kind {
  readonly accepts: (value: unknown) => boolean;
  /** What it has to be, in words. */
  readonly wanted: string;
  /** A value that it may be. */
  readonly example: string;
  /** What the values in it have to be, if it contains any. */
  readonly each?: Kind;
}

/** The kinds of all options of a type. */
export type Kinds<T> = { readonly [Name in keyof Required<T>]: Kind };

export const TEXT: Kind = {
  accepts: (value) => typeof value === 'string',
  wanted: 'a string',
  example: '"text"',
};

/** API Gateway and tokens write lists with spaces in between, so a name with a space would be two. */
export const NAME: Kind = {
  accepts: (value) => typeof value === 'string' && /^\S+$/.test(value),
  wanted: 'a name without spaces',
  example: '"editors"',
};

export const NAMES: Kind = { accepts: Array.isArray, wanted: 'a list of names', example: '["editors"]', each: NAME };

export const TEXTS: Kind = { accepts: isObject, wanted: 'an object', example: '{ name: "text" }', each: TEXT };

export const VALUES: Kind = {
  accepts: (value) => isObject(value) && isJson(value),
  wanted: 'an object of JSON',
  example: '{ tenant: "acme" }',
};

export const YES_OR_NO: Kind = {
  accepts: (value) => typeof value === 'boolean',
  wanted: 'a boolean',
  example: 'true',
};

export const OPTIONS: Kind = { accepts: isObject, wanted: 'an object with options', example: '{}' };

export const BODY: Kind = {
  accepts: isJson,
  wanted: 'text or JSON',
  example: '{ title: "Hello" }',
};

function isJson(value: unknown): boolean {
  try {
    return JSON.stringify(value) !== undefined;
  } catch {
    // It refers to itself, or has a bigint in it.
    return false;
  }
}

/** Collects what is wrong with the arguments of a function, so that one error tells all of it. */
export class Mistakes {
  private readonly found: string[] = [];

  /** @param of the function */
  constructor(private readonly of: string) {}

  public add(where: string, given: string, outcome: string, remedy: string): void {
    this.found.push(`${where} is ${given}: ${outcome}. ${remedy}.`);
  }

  /**
   * Checks that an object has no other options, and that each is of its kind.
   *
   * @param place where the options are, such as `caller.`
   * @param elsewhere the options that belong somewhere else, with what to write
   */
  public checkOptions(
    options: Readonly<Record<string, unknown>>,
    kinds: Readonly<Record<string, Kind>>,
    place = '',
    elsewhere: (name: string) => string | undefined = () => undefined,
  ): void {
    for (const [name, value] of Object.entries(options)) {
      const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
      if (kind) {
        if (value !== undefined) this.checkKind(`${place}${name}`, value, kind);
        continue;
      }
      const known = Object.keys(kinds);
      const remedy = elsewhere(name) ?? nearestName(name, known);
      this.add(
        `${place}${name}`,
        'not a known option',
        'it would have no effect',
        remedy ? `Write ${remedy}` : `Remove it. The options are ${known.join(', ')}`,
      );
    }
  }

  /** Checks a value that is optional, and the values in it. */
  public checkKind(where: string, value: unknown, kind: Kind): void {
    if (!kind.accepts(value)) {
      this.add(where, show(value), `it is not ${kind.wanted}`, `Write, for example, ${kind.example}, or omit it`);
      return;
    }
    const { each } = kind;
    if (!each) return;
    for (const [key, inner] of Object.entries(value as object)) this.checkKind(`${where}[${key}]`, inner, each);
  }

  public throwIfAny(): void {
    const { found } = this;
    if (found.length === 0) return;
    const list = found.map((text, index) => `\n  ${index + 1}. ${text}`);
    throw new Error(`${this.of} has ${found.length} ${found.length === 1 ? 'problem' : 'problems'}:${list.join('')}`);
  }
}

/** How a value appears in a message. */
export function show(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'function') return 'a function';
  if (typeof value !== 'object' || value === null) return String(value);
  return Array.isArray(value) ? 'a list' : 'an object';
}
