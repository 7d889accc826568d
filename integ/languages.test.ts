/*
 * The packages as their users get them: each is installed into an empty app, which synthesizes examples/quickstart.
 */
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { run } from '../scripts/console.mjs';
import { cdk } from '../scripts/local-aws.mjs';
import { app as quickstart } from '../scripts/quickstart.mjs';
import { findPython, makeVenv, npmRun, pip, programIn, root } from '../scripts/setup.mjs';

const { devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const pinned = (name: string) => `${name}@${devDependencies[name]}`;
const built = (language: string, ending: string) => {
  const folder = join(root, 'dist', language);
  const file = readdirSync(folder).find((name) => name.endsWith(ending));
  if (!file) throw new Error(`no ${ending} in ${folder}`);
  return join(folder, file);
};

let home: string;

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'languages-'));
  rmSync(join(root, 'dist'), { recursive: true, force: true });
  await npmRun('package');
});

afterAll(() => rmSync(home, { recursive: true, force: true }));

/** An app of nothing but the example's own files, in a folder outside the repository. */
async function emptyApp(name: string, ...packages: string[]) {
  const app = join(home, name);
  mkdirSync(app);
  for (const file of ['app.ts', 'app.py', 'cdk.json', 'src']) {
    cpSync(join(quickstart, file), join(app, file), { recursive: true });
  }
  writeFileSync(join(app, 'package.json'), '{ "private": true }');
  await run('npm', ['install', '--no-audit', '--no-fund', ...packages], { cwd: app });
  return app;
}

async function synthesize(app: string, ...options: string[]) {
  await cdk(app, {}, 'synth', '--quiet', '--output', 'cdk.out', ...options);
  return JSON.parse(readFileSync(join(app, 'cdk.out', 'Quickstart.template.json'), 'utf8'));
}

/** What is to be the same in every language: all but metadata and the hashes of assets. */
function comparable(template: any) {
  const copy = JSON.parse(JSON.stringify(template).replace(/[0-9a-f]{64}/g, 'HASH'));
  delete copy.Conditions;
  delete copy.Resources.CDKMetadata;
  for (const resource of Object.values<any>(copy.Resources)) delete resource.Metadata;
  return copy;
}

const LOCK_PY = `
from aws_cdk import App, Stack
from cdk_user_auth_pool import AttributeSchema, UserAuthPool

app = App()
UserAuthPool(
    Stack(app, "S"),
    "Pool",
    lock_file="users.lock.json",
    schema=[AttributeSchema.custom_string("tenant", max_length=20)],
)
app.synth()
`;

const tarball = () => built('js', '.tgz');
const tools = ['constructs', 'esbuild', 'tsx'].map(pinned);

it('makes the same template from TypeScript and from Python, and on the newest aws-cdk-lib', async () => {
  const typescript = await emptyApp('typescript', tarball(), pinned('aws-cdk-lib'), ...tools);
  const fromTypeScript = comparable(await synthesize(typescript));

  const python = await emptyApp('python', pinned('esbuild'));
  const venv = join(python, '.venv');
  await makeVenv(await findPython(), venv);
  await pip(venv, built('python', '.whl'), `aws-cdk-lib==${devDependencies['aws-cdk-lib']}`);
  const fromPython = comparable(await synthesize(python, '--app', `"${programIn(venv, 'python')}" app.py`));

  expect(
    Object.values<any>(fromTypeScript.Resources)
      .map(({ Type }) => Type)
      .sort(),
  ).toEqual([
    'AWS::ApiGatewayV2::Api',
    'AWS::ApiGatewayV2::Authorizer',
    'AWS::ApiGatewayV2::Integration',
    'AWS::ApiGatewayV2::Route',
    'AWS::ApiGatewayV2::Stage',
    'AWS::Cognito::UserPool',
    'AWS::Cognito::UserPoolClient',
    'AWS::IAM::Role',
    'AWS::Lambda::Function',
    'AWS::Lambda::Permission',
  ]);
  expect(fromPython).toEqual(fromTypeScript);

  // The newest aws-cdk-lib validates what it synthesizes, in strict mode, as cdk.json has it.
  const newest = devDependencies['aws-cdk-lib-latest'].replace(/^npm:/, '');
  const onNewest = await emptyApp('newest', tarball(), newest, ...tools);
  expect(comparable(await synthesize(onNewest))).toEqual(fromTypeScript);
  for (const file of ['app.ts', 'src', 'users.lock.json']) {
    cpSync(join(root, 'examples', 'token-claims', file), join(onNewest, file), { recursive: true });
  }
  await cdk(onNewest, {}, 'synth', '--quiet');

  // The lock file is written from Python too.
  writeFileSync(join(python, 'lock.py'), LOCK_PY);
  await run(programIn(venv, 'python'), ['lock.py'], { cwd: python, env: { ...process.env, CI: '' } });
  const { pools } = JSON.parse(readFileSync(join(python, 'users.lock.json'), 'utf8'));
  expect(pools).toEqual({ 'S/Pool': expect.objectContaining({ 'custom:tenant': expect.anything() }) });
});
