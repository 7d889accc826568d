import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

const lib = join(__dirname, '..', 'lib');
const files = readdirSync(lib, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
const imports = (file: string) =>
  [...readFileSync(join(lib, file), 'utf8').matchAll(/ from '(.+)'/g)].map(([, from]) => from!);
const room = (file: string) => (file.includes('/') ? dirname(file) : file);

/** Which rooms a room may look into. */
const ARROWS: Record<string, string[]> = {
  'index.ts': ['access', 'authorizer', 'client', 'federation', 'hosted-ui', 'pool'],
  authorizer: ['access', 'checks', 'pool'],
  access: ['checks', 'pool'],
  client: ['checks', 'hosted-ui', 'pool'],
  federation: ['checks', 'pool'],
  'hosted-ui': ['checks', 'pool'],
  pool: ['checks'],
  checks: [],
};
/** The files that put a pool together may look into the rooms they put there. */
const ASSEMBLY: Record<string, string[]> = {
  'pool/user-auth-pool.ts': ['access', 'client', 'federation', 'hosted-ui'],
  'pool/user-auth-pool-props.ts': ['access', 'client', 'federation', 'hosted-ui'],
};

describe('arrows between rooms point one way', () => {
  it.each(files)('%s', (file) => {
    const allowed = [room(file), ...(ARROWS[room(file)] ?? []), ...(ASSEMBLY[file] ?? [])];
    for (const from of imports(file).filter((each) => each.startsWith('.'))) {
      expect(allowed).toContain(room(relative(lib, join(lib, dirname(file), `${from}.ts`))));
    }
  });
});

it('the library needs nothing at synth but aws-cdk-lib, constructs and Node.js', () => {
  const packages = files.flatMap(imports).filter((from) => !from.startsWith('.'));
  for (const from of packages) expect(from).toMatch(/^(aws-cdk-lib(\/.+)?|constructs|node:.+)$/);
});

it.each(files)('%s has a test of the same name', (file) => {
  const untested = ['index.ts', 'pool/user-auth-pool-base.ts', 'pool/user-auth-pool-props.ts'];
  if (untested.includes(file)) return;
  const tests = readdirSync(join(__dirname, dirname(file)));
  expect(tests).toContain(file.split('/').at(-1)!.replace(/\.ts$/, '.test.ts'));
});
