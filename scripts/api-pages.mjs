/*
 * API.md, which lists every type, and docs/api/, with a page for each: jsii-docgen writes one file that is too large to
 * be shown.
 *
 *   node scripts/api-pages.mjs --write    writes them
 */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { npm, root } from './setup.mjs';

const FOLDER = join('docs', 'api');
const PREFIX = 'cdk-user-auth-pool.';

/** The pages as they should be, by path. */
export async function apiPages() {
  const scratch = mkdtempSync(join(tmpdir(), 'api-pages-'));
  try {
    const file = join(scratch, 'API.md');
    await npm('exec', '--offline', '--', 'jsii-docgen', '-o', file);
    return split(readFileSync(file, 'utf8'));
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** The pages as they are. */
export function writtenApiPages() {
  const names = readdirSync(join(root, FOLDER)).map((name) => join(FOLDER, name));
  return new Map(['API.md', ...names].map((path) => [path, readFileSync(join(root, path), 'utf8')]));
}

function split(markdown) {
  const [, ...kinds] = markdown.split(/^## (\w+) <a .*$/m);
  const pages = new Map();
  const lists = [];
  for (let index = 0; index < kinds.length; index += 2) {
    const [, ...types] = kinds[index + 1].split(/^### (\w+) <a .*$/m);
    const lines = [];
    for (let at = 0; at < types.length; at += 2) {
      const [name, content] = [types[at], types[at + 1]];
      pages.set(join(FOLDER, `${name}.md`), pageOf(name, content));
      lines.push(`- [${name}](docs/api/${name}.md): ${summaryOf(content)}`);
    }
    lists.push(`## ${kinds[index]}\n\n${lines.join('\n')}\n`);
  }
  const intro = 'Every type of the library. In Python, the names of methods and properties are in snake case.';
  return new Map([['API.md', `# API reference\n\n${intro}\n\n${lists.join('\n')}`], ...pages]);
}

/** The page of a type: its headings are one level higher, and links lead to the pages of other types. */
function pageOf(name, content) {
  const text = content
    .trim()
    .replace(/^##(#{2,}) /gm, '$1 ')
    .replace(/href="#([^"]+)"/g, (link, id) => {
      const [type] = id.startsWith(PREFIX) ? id.slice(PREFIX.length).split('.') : [name];
      return type === name ? link : `href="${type}.md${id === PREFIX + type ? '' : `#${id}`}"`;
    });
  return `# ${name} <a name="${name}" id="${PREFIX}${name}"></a>\n\n${text}\n`;
}

/** The first sentence, which jsii-docgen puts into a paragraph of its own. */
function summaryOf(content) {
  const paragraphs = content.trim().split(/\n{2,}/);
  const first = paragraphs.find((paragraph) => !/^(- \*|#|```|\||>|---)/.test(paragraph)) ?? '';
  return first.replaceAll('\n', ' ');
}

if (process.argv[1] === fileURLToPath(import.meta.url) && process.argv.includes('--write')) {
  const pages = await apiPages();
  rmSync(join(root, FOLDER), { recursive: true, force: true });
  mkdirSync(join(root, FOLDER), { recursive: true });
  for (const [path, text] of pages) writeFileSync(join(root, path), text);
}
