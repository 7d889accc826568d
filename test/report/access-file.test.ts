import { App, Stack, Stage } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { Construct } from 'constructs';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AccessPolicy, CognitoHttpApiAuthorizer, HttpApiAccess, UserAuthPool } from '../../lib';
import { newApp, newFunction } from '../support/synth';

let folder: string;
let file: string;
beforeEach(() => {
  vi.stubEnv('CI', '');
  folder = mkdtempSync(join(tmpdir(), 'access-'));
  file = join(folder, 'access.md');
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});
const content = () => readFileSync(file, 'utf8');

const { group, anyGroup } = {
  group: (name: string) => AccessPolicy.group(name),
  anyGroup: (...names: string[]) => AccessPolicy.anyGroup(...names),
};
/** An API with a route for each policy. */
function apiIn(scope: Construct, policies: Record<string, AccessPolicy>, id = 'S'): Stack {
  const stack = new Stack(scope, id);
  const httpApi = new apigwv2.HttpApi(stack, 'Api');
  const authorizer = new CognitoHttpApiAuthorizer(stack, 'A', { userAuthPool: new UserAuthPool(stack, 'Pool') });
  for (const [path, accessPolicy] of Object.entries(policies)) {
    authorizer.addLambdaRoute(newFunction(stack, `F${path.slice(1)}`), { httpApi, path, accessPolicy });
  }
  HttpApiAccess.of(httpApi).recordIn(file);
  return stack;
}
const synth = (policies: Record<string, AccessPolicy>) => {
  const app = newApp();
  apiIn(app, policies);
  app.synth();
};
const errorOf = (action: () => void) => {
  try {
    action();
  } catch (error) {
    return String(error);
  }
  throw new Error('expected an error, and there was none');
};
const changed = (before: string, after: string) => {
  const [was, is] = [before, after].map((text) => text.split('\n'));
  return [
    ...was!.filter((line) => !is!.includes(line)).map((line) => `- ${line}`),
    ...is!.filter((line) => !was!.includes(line)).map((line) => `+ ${line}`),
  ];
};

it('is Markdown with a line for each route', () => {
  synth({ '/posts': anyGroup('editors', 'admins'), '/admin': group('admins') });
  expect(content()).toBe(
    [
      '# Who may call what',
      '',
      'Written by cdk-user-auth-pool at synthesis. Commit this file, and review its changes.',
      '',
      '## S/Api',
      '',
      '| Route | Who may call it | Enforced | Behind it | Construct |',
      '| --- | --- | --- | --- | --- |',
      '| `ANY /admin` | group admins | in the token | S/Fadmin | S/Api/ANY--admin |',
      '| `ANY /posts` | group admins or group editors | in the token | S/Fposts | S/Api/ANY--posts |',
      '',
    ].join('\n'),
  );
});

it.each<[string, AccessPolicy, AccessPolicy, string, string]>([
  ['wider', group('admins'), anyGroup('admins', 'interns'), 'group admins', 'group admins or group interns'],
  ['narrower', anyGroup('admins', 'interns'), group('admins'), 'group admins or group interns', 'group admins'],
  ['anybody', group('admins'), AccessPolicy.signedIn(), 'group admins', 'any signed-in person'],
])('shows a policy that becomes %s as exactly the changed line', (_, before, after, was, is) => {
  synth({ '/a': before, '/b': group('b') });
  const first = content();
  synth({ '/a': after, '/b': group('b') });
  expect(changed(first, content())).toEqual([
    `- | \`ANY /a\` | ${was} | in the token | S/Fa | S/Api/ANY--a |`,
    `+ | \`ANY /a\` | ${is} | in the token | S/Fa | S/Api/ANY--a |`,
  ]);
});

it('shows a route that is removed as exactly one line less', () => {
  synth({ '/a': group('a'), '/b': group('b') });
  const first = content();
  synth({ '/a': group('a') });
  expect(changed(first, content())).toEqual(['- | `ANY /b` | group b | in the token | S/Fb | S/Api/ANY--b |']);
});

it('has no cell that a name would break', () => {
  const inLines = AccessPolicy.attribute('custom:plan', 'a\nb');
  synth({ '/a': group('a|b'), '/b': inLines });
  expect(content()).toContain('| group a\\|b |');
  expect(content()).toContain('| custom:plan "a\\nb" |');
});

it('is made in a folder that is not there yet', () => {
  file = join(folder, 'docs', 'access.md');
  synth({ '/a': group('a') });
  expect(content()).toContain('| group a |');
});

it('is left as it is if nothing has changed', () => {
  synth({ '/a': group('a') });
  writeFileSync(file, content().replaceAll('\n', '\r\n'));
  vi.stubEnv('CI', 'true');
  expect(() => synth({ '/a': group('a') })).not.toThrow();
});

it('is not written by an app that is invalid', () => {
  const app = newApp();
  new Construct(apiIn(app, { '/a': group('a') }), 'Wrong').node.addValidation({ validate: () => ['wrong'] });
  expect(() => app.synth()).toThrow('wrong');
  expect(existsSync(file)).toBe(false);
});

it('is not written without validation, in which the app is read', () => {
  const app = newApp();
  apiIn(app, { '/a': group('a') });
  app.synth({ skipValidation: true });
  expect(existsSync(file)).toBe(false);
});

it.each(['', '# Access\n', '{}'])('that something else has written is an error: %j', (text) => {
  writeFileSync(file, text);
  expect(errorOf(() => synth({ '/a': group('a') }))).toMatch(
    /The access file of S\/Api is ".*", which something else has written: nothing can be compared/,
  );
  expect(content()).toBe(text);
});

it('that is a folder is an error', () => {
  file = folder;
  expect(errorOf(() => synth({ '/a': group('a') }))).toMatch(
    /The access file of S\/Api is ".*", which something else has written: nothing can be compared/,
  );
});

it('has a name', () => {
  file = '';
  expect(errorOf(() => synth({ '/a': group('a') }))).toContain('The access file of S/Api is empty');
});

describe('under CI', () => {
  it('a difference is an error that shows the lines', () => {
    synth({ '/a': group('admins'), '/b': group('b') });
    const before = content();
    vi.stubEnv('CI', 'true');
    const error = errorOf(() => synth({ '/a': anyGroup('admins', 'interns'), '/b': group('b') }));
    expect(error).toContain(
      [
        `Who may call S/Api is not what "${file}" says: these lines`,
        '- | `ANY /a` | group admins | in the token | S/Fa | S/Api/ANY--a |',
        '+ | `ANY /a` | group admins or group interns | in the token | S/Fa | S/Api/ANY--a |',
        'would change without a review. Run cdk synth on your own machine, review the file and commit it.',
      ].join('\n'),
    );
    expect(content()).toBe(before);
  });

  it('a missing file is an error', () => {
    vi.stubEnv('CI', '1');
    expect(errorOf(() => synth({ '/a': group('a') }))).toContain('+ | `ANY /a` | group a |');
    expect(existsSync(file)).toBe(false);
  });
});

it.each([
  ['a note below the table', (text: string) => `${text}\nAsk Ana.\n`, /these lines\n- Ask Ana\.\nwould change/],
  ['a line twice', (text: string) => text.replace(/(\| `.*\n)/, '$1$1'), /is not in the form that synthesis writes\./],
])('under CI, %s is an error that says so', (_, edit, expected) => {
  synth({ '/posts': group('editors') });
  writeFileSync(file, edit(content()));
  vi.stubEnv('CI', 'true');
  expect(errorOf(() => synth({ '/posts': group('editors') }))).toMatch(expected);
});

it('under CI, an API without routes that is not recorded is an error that says so', () => {
  writeFileSync(
    file,
    '# Who may call what\n\nWritten by cdk-user-auth-pool at synthesis. Commit this file, and review its changes.\n',
  );
  vi.stubEnv('CI', 'true');
  expect(errorOf(() => synth({}))).toContain('these lines\n+ No routes.\nwould change');
});

describe('several APIs and stages', () => {
  const build = (policy: AccessPolicy) => {
    const app = newApp();
    apiIn(app, { '/a': group('a') }, 'Tools');
    for (const id of ['Prod', 'Beta']) apiIn(new Stage(app, id), { '/a': policy });
    return app;
  };

  it('share a file, in the order of their paths', () => {
    build(group('a')).synth();
    expect(content().match(/^## .*$/gm)).toEqual(['## Beta/S/Api', '## Prod/S/Api', '## Tools/Api']);
    const before = content();
    build(group('a')).synth();
    expect(content()).toBe(before);
  });

  it('go with what is no longer there, which CI tells', () => {
    build(group('a')).synth();
    const less = () => {
      const app = newApp();
      apiIn(app, { '/a': group('a') }, 'Tools');
      apiIn(new Stage(app, 'Beta'), { '/a': group('a') });
      return app;
    };
    vi.stubEnv('CI', 'true');
    expect(errorOf(() => less().synth())).toContain(
      `The access file "${file}" is one that has Prod/S/Api: the app no longer has that API, or no longer records it.`,
    );
    vi.stubEnv('CI', '');
    less().synth();
    expect(content().match(/^## .*$/gm)).toEqual(['## Beta/S/Api', '## Tools/Api']);
    vi.stubEnv('CI', 'true');
    expect(() => less().synth()).not.toThrow();
  });

  it('are told of what is no longer there once, whatever their number', () => {
    const make = (...ids: string[]) => {
      const app = newApp();
      for (const id of ids) apiIn(app, { '/a': group('a') }, id);
      return app;
    };
    make('One', 'Two', 'Three').synth();
    vi.stubEnv('CI', 'true');
    expect(errorOf(() => make('One', 'Two').synth()).match(/is one that has Three\/Api/g)).toHaveLength(1);
  });

  it('are told of a difference rather than of what is no longer there', () => {
    build(group('a')).synth();
    vi.stubEnv('CI', 'true');
    const app = newApp();
    apiIn(new Stage(app, 'Beta'), { '/a': group('b') });
    expect(errorOf(() => app.synth())).toContain('Who may call Beta/S/Api is not what');
  });

  it('are not missed by a stage of a pipeline that is synthesized before the next one is there', () => {
    const pipeline = () => {
      const app = newApp();
      for (const id of ['Beta', 'Prod']) {
        const stage = new Stage(app, id);
        apiIn(stage, { '/a': group('a') });
        stage.synth();
      }
      app.synth();
    };
    pipeline();
    vi.stubEnv('CI', 'true');
    expect(pipeline).not.toThrow();
  });

  it('are each in one file', () => {
    const stack = apiIn(newApp(), {});
    const httpApi = stack.node.findChild('Api') as apigwv2.HttpApi;
    expect(() => HttpApiAccess.of(httpApi).recordIn(file)).not.toThrow();
    expect(() => HttpApiAccess.of(httpApi).recordIn('other.md')).toThrow(
      /S\/Api is recorded in ".*access\.md" already\./,
    );
  });

  it('are compared under CI', () => {
    build(group('a')).synth();
    vi.stubEnv('CI', 'true');
    expect(() => build(group('a')).synth()).not.toThrow();
    expect(errorOf(() => build(group('b')).synth())).toMatch(
      /Who may call Beta\/S\/Api is[^]*Who may call Prod\/S\/Api is/,
    );
  });
});

it('has the routes of the APIs that are there, though one was removed', () => {
  const make = (change: (app: App) => void = () => {}) => {
    const app = newApp();
    apiIn(app, { '/gone': group('a') }, 'Gone');
    const stack = apiIn(app, { '/a': group('a') });
    change(app);
    new apigwv2.CfnRoute(stack, 'Open', {
      apiId: (stack.node.findChild('Api') as apigwv2.HttpApi).apiId,
      routeKey: 'GET /open',
    });
    app.synth();
  };
  make();
  const remove = (app: App) => app.node.findChild('Gone').node.tryRemoveChild('Api');
  vi.stubEnv('CI', 'true');
  expect(errorOf(() => make(remove))).toMatch(/one that has Gone\/Api: the app no longer has that API/);
  vi.stubEnv('CI', '');
  rmSync(file);
  make(remove);
  expect(content()).toContain('`GET /open`');
  expect(content()).not.toContain('Gone');
});
