/*
 * Pages of docs/ in Markdown.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatted } from '../scripts/formatted.mjs';
import { root } from '../scripts/setup.mjs';

export function table(head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** Writes a file of docs/. */
export async function writePage(name, markdown) {
  const path = join('docs', name);
  writeFileSync(join(root, path), await formatted(path, markdown));
}
