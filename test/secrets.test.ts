/*
 * Secrets stand nowhere in what synth writes and says: neither those of identity providers, which are given, nor those
 * of clients, which Cognito makes.
 */
import { App, Aws, CfnOutput, CfnParameter, SecretValue, Stack } from 'aws-cdk-lib';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { IdentityProvider, IUserAuthPool, UserAuthClient, UserAuthPool } from '../lib';
import { everything, providersWith } from './support/everything';
import { newApp, newFunction, templateOf } from './support/synth';

/** Not a part of anything else. */
const SEED = 'Seed0Of0A0Secret';
const root = join(__dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'secrets-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** An app whose output has what the CLI would have synth write: paths, metadata and the tree too. */
function appIn(name: string): App {
  return new App({
    outdir: join(folder, name),
    postCliContext: {
      'aws:cdk:enable-path-metadata': true,
      'aws:cdk:enable-asset-metadata': true,
      '@aws-cdk/core:enableAdditionalMetadataCollection': true,
    },
  });
}

/** Every file that synth has written, assets included. */
const filesIn = (name: string) =>
  readdirSync(join(folder, name), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

/** The files in which the seeded secret stands. */
const seededIn = (name: string) => filesIn(name).filter((file) => readFileSync(file).includes(SEED));

/** What is said while an action runs. */
function saidBy(action: () => void): string {
  const said: unknown[] = [];
  const spies = [
    ...(['debug', 'error', 'info', 'log', 'trace', 'warn'] as const).map((name) => vi.spyOn(console, name)),
    vi.spyOn(process.stdout, 'write'),
    vi.spyOn(process.stderr, 'write'),
  ];
  for (const spy of spies) {
    spy.mockImplementation((...args: unknown[]) => {
      said.push(...args);
      return true;
    });
  }
  try {
    action();
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
  return said.map((each) => inspect(each, { depth: 9 })).join('\n');
}

/** Everything that can be read from an error: its message and stack, and what hangs on it. */
function errorOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    return inspect(error, { depth: 9, showHidden: true, maxStringLength: Infinity });
  }
  throw new Error('expected an error, and there was none');
}

const KINDS = ['Google', 'Facebook', 'LoginWithAmazon', 'SignInWithApple', 'Company'];
const providerOf = (kind: string, secret: SecretValue) =>
  providersWith(secret).find(({ providerName }) => providerName === kind)!;

describe('a secret that is given as text', () => {
  const LITERALS: [string, (kind: string) => IdentityProvider][] = [
    ['as SecretValue', (kind) => providerOf(kind, SecretValue.unsafePlainText(SEED))],
    ['as it is, in plain JavaScript', (kind) => providerOf(kind, SEED as unknown as SecretValue)],
    [
      'beside what only deployment will know',
      (kind) => providerOf(kind, SecretValue.unsafePlainText(`${SEED}${Aws.REGION}`)),
    ],
  ];

  describe.each(LITERALS)('%s', (way, provider) => {
    it.each(KINDS)('to %s is rejected, and left nowhere', (kind) => {
      const name = `${way}-${kind}`;
      const said = saidBy(() => {
        const stack = new Stack(appIn(name), 'S');
        const inProps = errorOf(() => new UserAuthPool(stack, 'InProps', { identityProviders: [provider(kind)] }));
        const pool = new UserAuthPool(stack, 'Pool');
        const later = errorOf(() => pool.addIdentityProvider(provider(kind)));
        for (const error of [inProps, later]) {
          expect(error).toContain('is a literal secret');
          expect(error).not.toContain(SEED);
        }
        (stack.node.root as App).synth();
      });
      expect(said).not.toContain(SEED);
      expect(filesIn(name).length).toBeGreaterThan(3);
      expect(seededIn(name)).toEqual([]);
    });
  });

  it.each(['client_secret', 'private_key', 'clientSecret', 'CLIENT_SECRET', 'privateKey', 'password'])(
    'among the providerDetails, as %s, is rejected and not repeated',
    (key) => {
      const provider = IdentityProvider.google({
        clientId: 'id',
        clientSecret: SecretValue.secretsManager('sign-in'),
        providerDetails: { [key]: SEED },
      });
      const pool = new UserAuthPool(new Stack(newApp(), 'S'), 'Pool');
      const error = errorOf(() => pool.addIdentityProvider(provider));
      expect(error).toContain('it is a secret');
      expect(error).not.toContain(SEED);
    },
  );

  // The lane has no part in what the child process loads.
  it.each(process.env.LANE === 'latest' ? [] : [{ UNCAUGHT: '' }, { UNCAUGHT: 'true' }])(
    'stands nowhere in what the CDK CLI says and writes, with %o',
    ({ UNCAUGHT }) => {
      const name = `cli${UNCAUGHT}`;
      const cli = join(root, 'node_modules', 'aws-cdk', 'bin', 'cdk');
      const app = 'node --import tsx test/support/secrets-app.ts';
      const options = ['--app', app, '--output', join(folder, name), '--no-notices', '--no-version-reporting', '-vv'];
      const { stdout, stderr, status } = spawnSync(process.execPath, [cli, 'synth', ...options], {
        cwd: root,
        encoding: 'utf8',
        env: {
          ...process.env,
          ...{ SEED, UNCAUGHT, CDK_DISABLE_CLI_TELEMETRY: 'true', AWS_EC2_METADATA_DISABLED: 'true' },
          ...{ AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', AWS_REGION: 'us-east-1' },
        },
      });
      expect(stderr.split('is a literal secret').length - 1).toBeGreaterThanOrEqual(UNCAUGHT ? 1 : KINDS.length);
      expect(status === 0).toBe(UNCAUGHT === '');
      expect(stdout).not.toContain(SEED);
      expect(stderr).not.toContain(SEED);
      if (!UNCAUGHT) expect(seededIn(name)).toEqual([]);
    },
  );
});

/** Where in a JSON text a secret is named, by the type of the resource and its property. */
function namedIn(file: string, isSecret: (text: string) => boolean): string[] {
  const walk = (value: unknown, path: string[]): string[] => {
    if (typeof value === 'string') return isSecret(value) ? [path.join('/')] : [];
    if (typeof value !== 'object' || value === null) return [];
    const type = (value as { Type?: unknown }).Type;
    return Object.entries(value).flatMap(([key, inner]) =>
      [key, inner].flatMap((each) =>
        walk(each, path.at(-2) === 'Resources' && typeof type === 'string' ? ['Resources', type, key] : [...path, key]),
      ),
    );
  };
  return walk(JSON.parse(readFileSync(file, 'utf8')), []).map((path) => path.replace(/\/(Fn::|Ref).*/, ''));
}

const count = (list: string[]) =>
  Object.fromEntries([...new Set(list)].sort().map((each) => [each, list.filter((other) => other === each).length]));

/** What of a template a secret is named in, and what of all other files. */
function placesOf(name: string, isSecret: (text: string) => boolean) {
  const files = filesIn(name).filter((file) => !file.includes('asset.'));
  const templates = files.filter((file) => file.endsWith('.template.json'));
  const others = files.filter((file) => !templates.includes(file) && !file.endsWith('cdk.out'));
  return {
    templates: count(templates.flatMap((file) => namedIn(file, isSecret))),
    others: count(others.flatMap((file) => namedIn(file, isSecret)).map((path) => path.replace(/.*attributes\//, ''))),
  };
}

const isClientSecret = (text: string) => /(^|\.)ClientSecret\b/.test(text);

describe('the secret of a client', () => {
  it('is named where Secrets Manager gets it, and nowhere else', () => {
    const app = appIn('clients');
    const pool = everything(new Stack(app, 'S'));
    const other = new Stack(app, 'Other');
    for (const id of ['Server', 'Job']) {
      const client = pool.node.findChild(id) as UserAuthClient;
      pool.connect(newFunction(other, `Of${id}`), { client });
    }
    app.synth();
    expect(placesOf('clients', isClientSecret)).toEqual({
      templates: { 'Resources/AWS::SecretsManager::Secret/Properties/SecretString': 2 },
      others: { 'aws:cdk:cloudformation:props/secretString': 2 },
    });
  });

  it('of the default client, and of an imported pool, is no exception', () => {
    const app = appIn('default');
    const stack = new Stack(app, 'S');
    const made = new UserAuthPool(stack, 'Pool', { client: { generateClientSecret: true } });
    const imported = UserAuthPool.fromUserAuthPoolAttributes(stack, 'Imported', {
      userPoolId: 'us-east-1_Ab12Cd34E',
      userPoolClientIds: ['one'],
      clientSecret: Secret.fromSecretNameV2(stack, 'Secret', 'client-secret'),
    });
    for (const [index, pool] of ([made, imported] as IUserAuthPool[]).entries()) {
      pool.connect(newFunction(stack, `Function${index}`));
      pool.frontEndConfig().toParameter(stack, `Parameter${index}`);
      pool.clientSecret.grantRead(newFunction(stack, `Reader${index}`));
    }
    app.synth();
    const isSecret = (text: string) => isClientSecret(text) || text.includes('{{resolve:');
    expect(placesOf('default', isSecret)).toEqual({
      templates: { 'Resources/AWS::SecretsManager::Secret/Properties/SecretString': 1 },
      others: { 'aws:cdk:cloudformation:props/secretString': 1 },
    });
  });

  it('would be seen elsewhere', () => {
    const app = appIn('elsewhere');
    const stack = new Stack(app, 'S');
    const client = new UserAuthPool(stack, 'Pool').addServerClient('Server');
    const { attrClientSecret } = client.cfnUserPoolClient;
    newFunction(stack, 'Function').addEnvironment('SECRET', `of the client: ${attrClientSecret}`);
    new CfnOutput(stack, 'Output', { value: attrClientSecret });
    app.synth();
    expect(Object.keys(placesOf('elsewhere', isClientSecret).templates)).toEqual([
      'Outputs/Output/Value',
      'Resources/AWS::Lambda::Function/Properties/Environment/Variables/SECRET',
      'Resources/AWS::SecretsManager::Secret/Properties/SecretString',
    ]);
  });
});

describe('the secret of an identity provider', () => {
  const REFERENCES: [string, (stack: Stack) => SecretValue, (text: string) => boolean][] = [
    [
      'of Secrets Manager',
      () => SecretValue.secretsManager('the-secret', { jsonField: 'key' }),
      (text) => text.includes('the-secret'),
    ],
    [
      'of Secrets Manager, by its construct',
      (stack) => Secret.fromSecretNameV2(stack, 'Secret', 'the-secret').secretValueFromJson('key'),
      (text) => text.includes('the-secret'),
    ],
    [
      'of Secrets Manager, in words',
      () => SecretValue.unsafePlainText(`{{resolve:secretsmanager:the-secret-${Aws.REGION}:SecretString:key::}}`),
      (text) => text.includes('the-secret'),
    ],
    [
      'of a parameter without echo',
      (stack) => SecretValue.cfnParameter(new CfnParameter(stack, 'TheSecret', { noEcho: true })),
      (text) => text === 'TheSecret',
    ],
  ];

  it.each(REFERENCES)('%s is named where Cognito gets it, and nowhere else', (way, secret, isSecret) => {
    const app = appIn(way);
    const stack = new Stack(app, 'S');
    everything(stack, secret(stack));
    app.synth();
    const { templates, others } = placesOf(way, isSecret);
    const details = 'Resources/AWS::Cognito::UserPoolIdentityProvider/Properties/ProviderDetails';
    // The parameter itself stands in the template and in the tree, under its name.
    expect({ ...templates, 'Parameters/TheSecret': undefined, Parameters: undefined }).toEqual({
      [`${details}/client_secret`]: 4,
      [`${details}/private_key`]: 1,
    });
    for (const place of Object.keys(others)) {
      expect(place).toMatch(/cloudformation:props\/providerDetails\/(client_secret|private_key)$|TheSecret/);
    }
    expect(JSON.stringify(templateOf(stack, { keep: false }).findParameters('TheSecret'))).not.toContain('Default');
  });

  it('would be seen if it stood in a file or was said', () => {
    const said = saidBy(() => {
      const app = appIn('seeded');
      new Secret(new Stack(app, 'S'), 'Secret', { secretStringValue: SecretValue.unsafePlainText(SEED) });
      app.synth();
      console.warn({ deep: { inside: [SEED] } });
    });
    expect(said).toContain(SEED);
    expect(seededIn('seeded').map((file) => file.replace(/.*\//, ''))).toContain('S.template.json');
    const fail = () => {
      throw Object.assign(new Error('no'), { cause: { given: SEED } });
    };
    expect(errorOf(fail)).toContain(SEED);
  });
});
