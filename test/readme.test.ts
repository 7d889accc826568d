import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { warnings } from '../scripts/warnings.mjs';

const root = join(__dirname, '..');
const read = (...path: string[]) => readFileSync(join(root, ...path), 'utf8');
const lines = (code: string) =>
  code
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
const snippets = (page: string, language: string) =>
  [...page.matchAll(new RegExp(`\`\`\`${language}\n([^]*?)\`\`\``, 'g'))].map(([, code = '']) => code);
const snippet = (language: string) => lines(snippets(read('README.md'), language)[0] ?? '');

describe('the example in the README', () => {
  it('is the one in examples/quickstart, in Python', () => {
    const app = lines(read('examples', 'quickstart', 'app.py'));
    expect(snippet('python').length).toBeGreaterThan(8);
    for (const line of snippet('python')) expect(app).toContain(line);
  });

  // What compiles the snippets has no types of Node.js, so the path is written out. Reports come later in the README.
  const app = read('examples', 'quickstart', 'app.ts')
    .replace("HttpApiAccess.of(myGateway).recordIn('access.md');", '')
    .replace('HttpApiAccess, ', '')
    .replace("import { join } from 'node:path';", '')
    .replace("join(__dirname, 'src', 'index.ts')", "'src/index.ts'");
  const bare = (code: string) => code.replace(/\s+/g, '').replace(/,([}\])])/g, '$1');

  it('is the one in examples/quickstart, in TypeScript', () => {
    const statements = bare(snippet('js').join('\n')).split(';').filter(Boolean);
    expect(statements.length).toBeGreaterThan(4);
    for (const statement of statements) expect(bare(app)).toContain(statement);
  });

  it('is complete, and the one in examples/quickstart', () => {
    expect(bare(snippet('ts nofixture').join('\n'))).toBe(bare(app));
    expect(bare(snippet('tsx').join('\n'))).toBe(bare(read('examples', 'quickstart', 'src', 'index.ts')));
  });
});

describe('the unit test in the README', () => {
  // The snippet there in TypeScript is compiled, and the one for pytest runs in integ/languages.test.ts.
  const testing = read('docs', 'testing.md');
  const shown = (language: string) =>
    snippets(read('README.md'), language).find((code) => /assert_?allows/i.test(code));

  it('asserts what the one in docs/testing.md does, in TypeScript', () => {
    const statements = lines(shown('js') ?? '').slice(1, -1);
    expect(statements).toHaveLength(3);
    for (const statement of statements) expect(lines(testing)).toContain(statement);
  });

  it('is the one in docs/testing.md, in Python', () => {
    expect(shown('python')).toBeDefined();
    expect(snippets(testing, 'python')).toContain(shown('python'));
  });
});

it('names only warnings that there are, as do the pages in docs/', () => {
  const pages = ['README.md', ...readdirSync(join(root, 'docs')).map((name) => join('docs', name))];
  const named = pages
    .filter((page) => page.endsWith('.md'))
    .flatMap((page) => [...read(page).matchAll(/cdk-user-auth-pool:([A-Z]\w*\.\w+)/g)].map(([, id]) => id));
  expect(named.length).toBeGreaterThan(1);
  expect(named.filter((id) => !warnings().has(id!))).toEqual([]);
});

describe('the package for Java', () => {
  const java = ['examples', 'quickstart', 'src', 'main', 'java', 'quickstart', 'QuickstartApp.java'];

  it('has the example of examples/quickstart in docs/java.md', () => {
    const [, code = ''] = /```java\n([^]*?)```/.exec(read('docs', 'java.md')) ?? [];
    const app = lines(read(...java));
    expect(lines(code).length).toBeGreaterThan(8);
    for (const line of lines(code)) expect(app).toContain(line);
  });

  it('has one version everywhere', () => {
    const { version } = JSON.parse(read('package.json'));
    const tag = `<artifactId>cdk-user-auth-pool</artifactId><version>${version}</version>`;
    for (const file of [
      ['docs', 'java.md'],
      ['examples', 'quickstart', 'pom.xml'],
    ]) {
      expect(read(...file).replace(/\s/g, ''), file.join('/')).toContain(tag);
    }
    expect(read('README.md')).toContain(`io.github.cdk-user-auth-pool:cdk-user-auth-pool:${version}`);
  });
});

it('docs/why.md has the figures of docs/bench.md', () => {
  const [why, bench] = [read('docs', 'why.md'), read('docs', 'bench.md')];
  const figures = why
    .split('\n')
    .flatMap((line) =>
      line.includes('](bench.md#')
        ? (line.replace(/jwks-rsa|\(bench\.md#\w+\)/g, '').match(/\d+(?:\.\d+)?/g) ?? [])
        : [],
    );
  expect(figures.length).toBeGreaterThan(4);
  for (const figure of figures) expect(bench).toMatch(new RegExp(`\\| ${figure.replace('.', '\\.')}(?: kB)? +\\|`));
});

it('the pinned versions that the README names are those that are tested', () => {
  const { devDependencies, peerDependencies } = JSON.parse(read('package.json'));
  const floor = devDependencies['aws-cdk-lib'];
  expect(peerDependencies['aws-cdk-lib']).toBe(`^${floor}`);
  expect(read('README.md')).toContain(
    `aws-cdk-lib ${floor} and ${devDependencies['aws-cdk-lib-latest'].split('@').at(-1)}`,
  );
});

it('CONTRIBUTING tells what each npm script does', () => {
  const { scripts } = JSON.parse(read('package.json'));
  const contributing = read('CONTRIBUTING.md');
  for (const name of Object.keys(scripts))
    expect(contributing).toContain(name === 'test' ? '`npm test`' : `\`npm run ${name}`);
});
