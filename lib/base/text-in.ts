import { readFileSync } from 'node:fs';

/** The text of a file. Undefined if it can't be read. */
export function textIn(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
