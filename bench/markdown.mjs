/*
 * Pages of docs/ in Markdown.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import prettier from 'prettier';
import { root } from '../scripts/setup.mjs';

export function table(head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** Writes a file of docs/. */
export async function writePage(name, markdown) {
  const page = await prettier.format(markdown, { parser: 'markdown', printWidth: 120 });
  writeFileSync(join(root, 'docs', name), page);
}
