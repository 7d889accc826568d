/*
 * API.md, which lists every type, and docs/api/, with a page for each: jsii-docgen writes one file that is too large to
 * be shown.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { npx } from './setup.mjs';
import { withTemporaryFolder } from './temporary-folder.mjs';

export const API_FOLDER = join('docs', 'api');
const PREFIX = 'cdk-user-auth-pool.';

/** The pages, by path. */
export function apiPages() {
  return withTemporaryFolder(async (folder) => {
    const file = join(folder, 'API.md');
    await npx('jsii-docgen', '-o', file);
    return split(readFileSync(file, 'utf8'));
  });
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
      pages.set(join(API_FOLDER, `${name}.md`), pageOf(name, content));
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
