import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { cycleOf } from './support/cycles';

const lib = join(__dirname, '..', 'lib');
const files = readdirSync(lib, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));

/** Which rooms a room may import from, types included. The files at the top put the rooms together. */
const ARROWS: Record<string, string[]> = {
  authorizer: ['access', 'pool', 'grants', 'template', 'checks'],
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

/** What a file imports or re-exports, `import type` and `import()` included. */
function importsOf(file: string): string[] {
  const text = readFileSync(join(lib, file), 'utf8');
  return ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => fileName);
}

const isOwn = (name: string) => name.startsWith('.');
const room = (file: string) => (file.includes('/') ? file.split('/')[0]! : '');
const targetsOf = (file: string) =>
  importsOf(file)
    .filter(isOwn)
    .map((from) => `${normalize(join(dirname(file), from))}.ts`);

describe('rooms', () => {
  it('are those of the map', () => {
    expect([...new Set(files.map(room))].sort()).toEqual(['', ...Object.keys(ARROWS)].sort());
    expect(files.filter((file) => !file.includes('/')).sort()).toEqual(ROOT);
  });

  it.each(files.filter((file) => file.includes('/')))('%s imports only from the rooms below its own', (file) => {
    const allowed = [room(file), ...ARROWS[room(file)]!, 'base'];
    for (const target of targetsOf(file)) expect(allowed, `${file} imports ${target}`).toContain(room(target));
  });

  it('have no cycle of files', () => {
    expect(cycleOf(new Map(files.map((file) => [file, targetsOf(file)])))).toBeUndefined();
  });
});

it('finds a cycle', () => {
  expect(cycleOf(new Map([['a', ['b']], ['b', ['c']], ['c', ['b']]]))).toEqual(['b', 'c', 'b']); // prettier-ignore
  expect(cycleOf(new Map([['a', ['b', 'c']], ['b', ['c']], ['c', []]]))).toBeUndefined(); // prettier-ignore
});

it('the library needs nothing at synthesis but aws-cdk-lib, constructs and Node.js', () => {
  const packages = files.flatMap(importsOf).filter((from) => !isOwn(from));
  for (const from of packages) expect(from).toMatch(/^(aws-cdk-lib(\/.+)?|constructs|node:.+)$/);
});

it.each(files.filter((file) => !UNTESTED.includes(file)))('%s has a test of the same name', (file) => {
  const tests = readdirSync(join(__dirname, dirname(file)));
  expect(tests).toContain(file.split('/').at(-1)!.replace(/\.ts$/, '.test.ts'));
});
