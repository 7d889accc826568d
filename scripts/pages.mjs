/*
 * The pages in docs/: each snippet in TypeScript is compiled, and followed by the same in Python.
 *
 *   node scripts/pages.mjs            compiles the snippets, and names the pages that are out of date
 *   node scripts/pages.mjs --write    writes the snippets in Python
 *
 * jsii-rosetta compiles what an assembly says about itself, so the snippets become the README of one.
 */
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Hint, main } from './console.mjs';
import { npx, root } from './setup.mjs';
import { withTemporaryFolder } from './temporary-folder.mjs';

const DOCS = join(root, 'docs');

/** A snippet in TypeScript, indented if it is part of a list, and the one in Python if there is one. */
const SNIPPET = /^( *)```ts\n([^]*?)^\1```\n(?:\n\1```python\n[^]*?^\1```\n)?/gm;

await main(async () => {
  const pages = readdirSync(DOCS)
    .filter((name) => name.endsWith('.md'))
    .map((name) => ({ name, text: readFileSync(join(DOCS, name), 'utf8') }));
  const sources = pages.flatMap(({ text }) =>
    [...text.matchAll(SNIPPET)].map(([, indent, code]) => unindent(code, indent)),
  );
  const python = await translate(sources);
  checkNames([...python.values()]);
  checkComments(sources, python);
  const changed = [];
  for (const { name, text } of pages) {
    const fresh = text.replace(SNIPPET, (_, indent, code) => {
      const block = (language, lines) => [`\`\`\`${language}`, ...lines, '```'].map((line) => indented(line, indent));
      const source = unindent(code, indent);
      const blocks = [block('ts', source.split('\n')), block('python', python.get(source).split('\n'))];
      return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`;
    });
    if (fresh === text) continue;
    changed.push(`docs/${name}`);
    if (process.argv.includes('--write')) writeFileSync(join(DOCS, name), fresh);
  }
  if (changed.length > 0 && !process.argv.includes('--write')) {
    throw new Hint(`The snippets in Python of ${changed.join(', ')} are out of date. Run: npm run docs`);
  }
});

/** jsii-rosetta leaves names in template strings and comments as they are in TypeScript. */
function checkNames(snippets) {
  const wrong = snippets.flatMap((code) => code.match(/\bf"[^"]*\{[a-z]+[A-Z].*|# .*\b[a-z]+[A-Z].*/g) ?? []);
  if (wrong.length === 0) return;
  throw new Hint(
    `Give variables in template strings names of one word, and don't name props or methods in comments, as names differ in Python:\n${wrong.join('\n')}`,
  );
}

/** jsii-rosetta drops some comments at the end of a line. */
function checkComments(sources, python) {
  const lost = sources.flatMap((source) =>
    [...source.matchAll(/(?:^|\s)\/\/ (.*)$/gm)]
      .map(([, text]) => text)
      .filter((text) => !python.get(source).includes(`# ${text}`)),
  );
  if (lost.length === 0) return;
  throw new Hint(`Put comments on lines of their own. These are not in Python:\n${lost.join('\n')}`);
}

/** A snippet in Python with one import for each module, in the order that isort has. */
function withTidyImports(code) {
  const lines = code.split('\n');
  const end = lines.findIndex((line) => line !== '' && !/^(?:from|import) /.test(line));
  const imports = lines.slice(0, end).filter(Boolean);
  const rest = lines
    .slice(end)
    .join('\n')
    .replace(/\n{3,}/g, '\n\n');
  const names = new Map();
  for (const line of imports) {
    const [, module, list] = /^from (\S+) import (.*)$/.exec(line) ?? [];
    if (module) names.set(module, [...(names.get(module) ?? []), ...list.split(', ')]);
  }
  const froms = [...names]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([module, list]) => {
      const sorted = [...new Set(list)].sort();
      const line = `from ${module} import ${sorted.join(', ')}`;
      return line.length <= 120 ? line : `from ${module} import (\n${sorted.map((name) => `    ${name},\n`).join('')})`;
    });
  const modules = [...new Set(imports.filter((line) => line.startsWith('import ')))].sort();
  return [...modules, ...froms, ...(imports.length > 0 ? [''] : []), rest].join('\n');
}

/** The snippets in Python, by those in TypeScript. Throws if one does not compile. */
function translate(sources) {
  return withTemporaryFolder(async (folder) => {
    const assembly = JSON.parse(readFileSync(join(root, '.jsii'), 'utf8'));
    const markdown = sources.map((code) => `\`\`\`ts fixture=page\n${code}\n\`\`\`\n`).join('\n');
    writeFileSync(join(folder, '.jsii'), JSON.stringify({ ...assembly, types: {}, readme: { markdown } }));
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: assembly.name, version: assembly.version }));
    cpSync(join(root, 'rosetta'), join(folder, 'rosetta'), { recursive: true });
    await npx('jsii-rosetta', 'extract', '--strict', '--batch', '--directory', root, folder);
    const { snippets } = JSON.parse(readFileSync(join(folder, '.jsii.tabl.json'), 'utf8'));
    return new Map(
      Object.values(snippets).map(({ translations }) => [
        translations.$.source,
        withTidyImports(translations.python.source),
      ]),
    );
  });
}

function unindent(code, indent) {
  const lines = code.trimEnd().split('\n');
  return lines.map((line) => line.slice(indent.length)).join('\n');
}

function indented(line, indent) {
  return line === '' ? '' : indent + line;
}
