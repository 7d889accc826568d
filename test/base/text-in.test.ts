import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { textIn } from '../../lib/base/text-in';

it('is the text of a file, and undefined for what is no file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'text-in-'));
  writeFileSync(join(folder, 'a.txt'), 'é');
  expect(textIn(join(folder, 'a.txt'))).toBe('é');
  expect([folder, join(folder, 'b.txt')].map(textIn)).toEqual([undefined, undefined]);
});
