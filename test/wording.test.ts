/*
 * Every text that the library shows to people, in test/wording.txt, to read and to review it in one place. After a
 * change of wording, `npx vitest run --project floor test/wording -u` writes the file.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { expect, it } from 'vitest';

const lib = join(__dirname, '..', 'lib');
const files = readdirSync(lib, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && file !== join('checks', 'structs.ts'))
  .sort();

/** The string literals and templates of a file that have several words. */
function textsOf(file: string): string[] {
  const source = ts.createSourceFile(file, readFileSync(join(lib, file), 'utf8'), ts.ScriptTarget.Latest, true);
  const texts: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)) {
      const text = ts.isTemplateExpression(node) ? node.getText().slice(1, -1).replace(/\s+/g, ' ') : node.text;
      if (/[a-z]+,? [a-z]/i.test(text.replace(/\$\{.*?\}/g, 'X'))) texts.push(text);
    } else {
      node.forEachChild(visit);
    }
  };
  source.forEachChild(visit);
  return texts;
}

it('is what test/wording.txt says', async () => {
  const sections = files.map((file) => ({ file, texts: textsOf(file) })).filter(({ texts }) => texts.length > 0);
  const all = sections.map(({ file, texts }) => `${file}\n${texts.map((text) => `  ${text}`).join('\n')}\n`).join('\n');
  await expect(all).toMatchFileSnapshot(join(__dirname, 'wording.txt'));
});

it.each([
  ['an archaism or a riddle', /\b(?:whoever|whatever|nowhere|hence|thereby|lets go of|half way|take back)\b/i],
  ['another spelling of email, ID or username', /\be-mail|\b(?:an?|the|its|new|old|whose) ids?\b|\buser name\b/],
  ['"no" for "not a"', /\bis no (?:text|address|list|domain|image|ARN)\b/],
  ['"leave out" for "omit"', /\bleave\b[^.]* out\b|\bleft out\b/i],
])('has nowhere %s', (_, pattern) => {
  const found = files.flatMap((file) => textsOf(file)).filter((text) => pattern.test(text));
  expect(found).toEqual([]);
});
