/* Every link in the pages of the repository leads somewhere: to a file, and to a heading in it. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(__dirname, '..');
const ABSOLUTE =
  /^https:\/\/(?:github\.com\/cdk-user-auth-pool\/cdk-user-auth-pool\/(?:blob|tree)|raw\.githubusercontent\.com\/cdk-user-auth-pool\/cdk-user-auth-pool)\/main\//;

const PAGES = [
  ...readdirSync(root).filter((name) => name.endsWith('.md')),
  ...['docs', 'examples'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.md') && !/node_modules|^api/.test(name))
      .map((name) => join(folder, name)),
  ),
];
const withoutCode = (page: string) => readFileSync(join(root, page), 'utf8').replace(/^ *```[^]*?^ *```$/gm, '');
const linksIn = (page: string) => [...withoutCode(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => link!);

/** The anchors of headings, as GitHub makes them. */
function anchorsOf(page: string): string[] {
  const seen = new Map<string, number>();
  return [...withoutCode(page).matchAll(/^#+ (.*)$/gm)].map(([, title = '']) => {
    const anchor = title
      .replace(/\[(.*?)\]\(.*?\)/g, '$1')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-');
    const count = seen.get(anchor) ?? 0;
    seen.set(anchor, count + 1);
    return count === 0 ? anchor : `${anchor}-${count}`;
  });
}

/** The file and the anchor that a link of this repository leads to; undefined for any other. */
function targetOf(page: string, link: string): { file: string; anchor: string | undefined } | undefined {
  const [address = '', anchor] = link.split('#');
  if (ABSOLUTE.test(address)) return { file: address.replace(ABSOLUTE, ''), anchor };
  if (/^[a-z]+:/.test(address)) return undefined;
  return { file: address === '' ? page : normalize(join(dirname(page), address)), anchor };
}

it.each(PAGES)('%s leads somewhere', (page) => {
  const broken = linksIn(page).filter((link) => {
    const target = targetOf(page, link);
    if (!target) return false;
    const { file, anchor } = target;
    if (!existsSync(join(root, file))) return true;
    return anchor !== undefined && !(statSync(join(root, file)).isFile() && anchorsOf(file).includes(anchor));
  });
  expect(broken).toEqual([]);
});

it('the pages of docs/api lead to types and members that are there', () => {
  const folder = join(root, 'docs', 'api');
  const pages = new Map(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
  const broken = [...pages].flatMap(([name, text]) =>
    [...text.matchAll(/href="([^"]+)"/g)]
      .map(([, link = '']) => ({ link, parts: link.split('#') }))
      .filter(({ parts: [file, id] }) => {
        const target = pages.get(file === '' ? name : file!);
        return target === undefined || (id !== undefined && !target.includes(`id="${id}"`));
      })
      .map(({ link }) => `${name}: ${link}`),
  );
  expect(broken).toEqual([]);
});

describe('the README', () => {
  it('has at most 15 kB', () => {
    expect(statSync(join(root, 'README.md')).size).toBeLessThanOrEqual(15_000);
  });

  it('has no relative link, because npm and PyPI show it alone', () => {
    expect(linksIn('README.md').filter((link) => !link.startsWith('https://'))).toEqual([]);
  });
});

it('docs/README.md names each page of docs/', () => {
  const pages = PAGES.filter((page) => dirname(page) === 'docs' && page !== join('docs', 'README.md'));
  const named = linksIn(join('docs', 'README.md')).map((link) => join('docs', link));
  expect(pages.filter((page) => !named.includes(page))).toEqual([]);
});
