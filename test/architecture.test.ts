import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { cycleOf } from './support/cycles';

const lib = join(__dirname, '..', 'lib');
const files = readdirSync(lib, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));

/** Which rooms a room may import from, types included. The files at the top put the rooms together. */
const ARROWS: Record<string, string[]> = {
  authorizer: ['access', 'pool', 'grants', 'template', 'checks'],
  'authorizer/guard': ['authorizer/resources', 'authorizer/routes', 'authorizer/tokens', 'access', 'pool', 'template', 'checks'], // prettier-ignore
  'authorizer/resources': ['authorizer/routes', 'authorizer/tokens', 'access', 'pool', 'grants', 'template', 'checks'],
  'authorizer/routes': ['authorizer/tokens', 'access', 'pool', 'template', 'checks'],
  'authorizer/tokens': ['access', 'pool', 'template', 'checks'],
  report: ['authorizer', 'access', 'files', 'template', 'checks'],
  adopt: ['lock', 'sign-in', 'template', 'checks'],
  lock: ['sign-in', 'files', 'template', 'checks'],
  client: ['access', 'federation', 'hosted-ui', 'sign-in', 'template', 'checks'],
  access: ['hooks', 'sign-in', 'template', 'checks'],
  federation: ['sign-in', 'template', 'checks'],
  'hosted-ui': ['template', 'checks'],
  pool: ['grants', 'protection', 'template', 'checks'],
  hooks: ['grants', 'protection', 'template', 'checks'],
  grants: ['template', 'checks'],
  protection: ['sign-in', 'messages', 'checks'],
  'sign-in': ['messages', 'template', 'checks'],
  messages: ['checks'],
  template: ['checks'],
  files: ['checks'],
  checks: [],
  base: [],
};
const ROOT = ['index.ts', 'overrides.ts', 'user-auth-pool-props.ts', 'user-auth-pool.ts'];
const UNTESTED = ['index.ts', 'user-auth-pool-props.ts'];

const textOf = (file: string) => readFileSync(join(lib, file), 'utf8');

/** What a file imports or re-exports, `import type` and `import()` included. */
const importsOf = (file: string, text = textOf(file)): string[] =>
  ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => fileName);

const isOwn = (name: string) => name.startsWith('.');
const room = (file: string) => (file.includes('/') ? dirname(file) : '');
const targetsOf = (file: string, text?: string) =>
  importsOf(file, text)
    .filter(isOwn)
    .map((from) => `${normalize(join(dirname(file), from))}.ts`);

/** The files that a file must not import, and does. */
function forbiddenIn(file: string, text?: string): string[] {
  const allowed = [room(file), ...ARROWS[room(file)]!, 'base'];
  // Who may import from a room may import from the rooms in it.
  return targetsOf(file, text).filter(
    (target) => ![room(target), dirname(room(target))].some((each) => allowed.includes(each)),
  );
}

const cycleIn = (texts: Record<string, string | undefined>) =>
  cycleOf(new Map(Object.entries(texts).map(([file, text]) => [file, targetsOf(file, text)])));

describe('rooms', () => {
  it('are those of the map', () => {
    expect([...new Set(files.map(room))].sort()).toEqual(['', ...Object.keys(ARROWS)].sort());
    expect(files.filter((file) => !file.includes('/')).sort()).toEqual(ROOT);
  });

  it.each(files.filter((file) => file.includes('/')))('%s imports only from the rooms below its own', (file) => {
    expect(forbiddenIn(file)).toEqual([]);
  });

  it('have no cycle of files', () => {
    expect(cycleIn(Object.fromEntries(files.map((file) => [file, undefined])))).toBeUndefined();
  });
});

describe('a look at the imports of a file', () => {
  it.each([
    "import { Entry } from '../lock/content';",
    "import type { Entry } from '../lock/content';",
    "import { type Entry } from '../lock/content';",
    "import '../lock/content';",
    "import lock = require('../lock/content');",
    "export * from '../lock/content';",
    "export type { Entry } from '../lock/content';",
    "let entry: import('../lock/content').Entry;",
    "const lock = import('../lock/content');",
    "const lock = require('../lock/content');",
  ])('finds one of a room above: %s', (text) => {
    expect(forbiddenIn('template/value.ts', text)).toEqual(['lock/content.ts']);
    expect(forbiddenIn('adopt/adoption.ts', text)).toEqual([]);
  });

  it('finds a file of a room that its own is in', () => {
    const text = "import { ApiBindings } from '../api-bindings'; import { Guard } from '../guard/open-routes';";
    const forbidden = ['authorizer/api-bindings.ts', 'authorizer/guard/open-routes.ts'];
    expect(forbiddenIn('authorizer/routes/api-route.ts', text)).toEqual(forbidden);
    expect(forbiddenIn('authorizer/api-bindings.ts', "import './guard/open-routes';")).toEqual([]);
    expect(forbiddenIn('report/ways.ts', "import '../authorizer/routes/api-route';")).toEqual([]);
  });

  it('finds a file at the top, which puts the rooms together', () => {
    expect(forbiddenIn('adopt/adoption.ts', "import type { UserAuthPool } from '../user-auth-pool';")).toEqual([
      'user-auth-pool.ts',
    ]);
  });

  it('finds a cycle, of types alone too', () => {
    const back = { 'lock/b.ts': "import { C } from './c';", 'lock/c.ts': "import type { B } from './b';" };
    expect(cycleIn({ 'lock/a.ts': "import { B } from './b';", ...back })).toEqual(['lock/b.ts', 'lock/c.ts', 'lock/b.ts']); // prettier-ignore
    const none = { 'lock/a.ts': "import './b'; import './c';", 'lock/b.ts': "import './c';", 'lock/c.ts': '' };
    expect(cycleIn(none)).toBeUndefined();
  });
});

it('the library needs nothing at synthesis but aws-cdk-lib, constructs and Node.js', () => {
  const packages = files.flatMap((file) => importsOf(file)).filter((from) => !isOwn(from));
  for (const from of packages) expect(from).toMatch(/^(aws-cdk-lib(\/.+)?|constructs|node:.+)$/);
});

it.each(files.filter((file) => !UNTESTED.includes(file)))('%s has a test of the same name', (file) => {
  const tests = readdirSync(join(__dirname, dirname(file)));
  expect(tests).toContain(file.split('/').at(-1)!.replace(/\.ts$/, '.test.ts'));
});

it('every mutant that may live is one of a file that exists', () => {
  const root = join(__dirname, '..');
  const lines = readFileSync(join(__dirname, 'survivors.txt'), 'utf8').trim().split('\n');
  const named = new Set(lines.map((line) => line.split(' | ')[0]!));
  expect([...named].filter((file) => !existsSync(join(root, file)))).toEqual([]);
});
