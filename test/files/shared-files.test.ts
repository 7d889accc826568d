import { App, CfnResource, Stack, Stage } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SharedFiles, writeIfChanged } from '../../lib/files/shared-files';
import { newApp } from '../support/synth';

/** Users in an app and in a stage of it, which record what they are asked to do. */
function setUp(app: App = newApp()) {
  const log: string[] = [];
  const pathsOf = (users: readonly { scope: IConstruct }[]) => users.map(({ scope }) => scope.node.path).join();
  const shared = new SharedFiles({
    check: (inStages, removed, problems) => {
      log.push(`check ${pathsOf(inStages)}${removed.length > 0 ? ` without ${pathsOf(removed)}` : ''}`);
      for (const { file } of inStages.filter((each) => each.file === 'wrong')) {
        problems.add({ where: 'file', given: file, outcome: 'it is wrong', remedy: 'Right it' });
      }
    },
    write: ({ file }, users) => log.push(`write ${file} for ${pathsOf(users)}`),
  });
  const userOf = ({ scope, file }: { scope: Stack; file: string }) => ({ scope, file, subject: scope });
  const files = {
    add: (user: { scope: Stack; file: string }) => shared.add(userOf(user)),
    usersOf: (user: { scope: Stack; file: string }) => shared.usersOf(userOf(user)),
  };
  const stage = new Stage(app, 'Stage');
  const [b, a] = ['B', 'A'].map((id) => new Stack(app, id)) as [Stack, Stack];
  const staged = new Stack(stage, 'S');
  for (const stack of [b, a, staged]) new CfnResource(stack, 'R', { type: 'AWS::CloudFormation::WaitConditionHandle' });
  return { app, log, files, a, b, staged };
}

it('writes each file once, for all its users by path, when the app is complete', () => {
  const { app, log, files, a, b, staged } = setUp();
  for (const scope of [staged, b, a]) files.add({ scope, file: 'one.txt' });
  files.add({ scope: b, file: 'other.txt' });
  expect(log).toEqual([]);
  app.synth();
  expect(log).toEqual(['check Stage/S', 'write one.txt for A,B,Stage/S', 'write other.txt for B']);
});

it('knows the users of a file, however they write its path, in one app', () => {
  const { files, a, b } = setUp();
  const user = { scope: a, file: './one.txt' };
  for (const each of [user, { scope: b, file: 'one.txt' }, { scope: b, file: 'other.txt' }]) files.add(each);
  files.add({ scope: new Stack(newApp(), 'Elsewhere'), file: 'one.txt' });
  expect(files.usersOf(user).map(({ scope }) => scope)).toEqual([a, b]);
});

it('leaves out whom the app no longer has, and tells of them', () => {
  const { app, log, files, a, b, staged } = setUp();
  for (const scope of [a, b, staged]) files.add({ scope, file: 'one.txt' });
  app.node.tryRemoveChild('A');
  expect(files.usersOf({ scope: b, file: 'one.txt' }).map(({ scope }) => scope)).toEqual([b, staged]);
  app.synth();
  expect(log).toEqual(['check Stage/S without A', 'write one.txt for B,Stage/S']);
});

it('writes nothing if something in a stage is wrong', () => {
  const { app, log, files, a, staged } = setUp();
  files.add({ scope: a, file: 'one.txt' });
  files.add({ scope: staged, file: 'wrong' });
  expect(() => app.synth()).toThrow('file is wrong: it is wrong. Right it.');
  expect(log).toEqual(['check Stage/S']);
});

describe('a file', () => {
  let folder: string;
  beforeEach(() => {
    vi.stubEnv('CI', '');
    folder = mkdtempSync(join(tmpdir(), 'files-'));
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true });
  });
  const LONG_AGO = new Date(0);
  /** Whether a file with a text is written over. */
  const isWritten = (before: string, ...rest: [string, ((before: string) => string)?]) => {
    const file = join(folder, 'a.txt');
    writeFileSync(file, before);
    utimesSync(file, LONG_AGO, LONG_AGO);
    writeIfChanged(file, ...rest);
    return statSync(file).mtime.getTime() !== LONG_AGO.getTime();
  };

  it('is written with its folder', () => {
    const file = join(folder, 'b', 'a.txt');
    writeIfChanged(file, 'x');
    expect(readFileSync(file, 'utf8')).toBe('x');
  });

  it('is written over only with something else', () => {
    expect(isWritten('x', 'y')).toBe(true);
    expect(isWritten('x', 'x')).toBe(false);
    expect(isWritten('X', 'x', (before) => before.toLowerCase())).toBe(false);
    expect(isWritten('Y', 'x', (before) => before.toLowerCase())).toBe(true);
  });

  it('is not written where nobody would commit it', () => {
    vi.stubEnv('CI', 'true');
    const file = join(folder, 'a.txt');
    writeIfChanged(file, 'x');
    expect(existsSync(file)).toBe(false);
  });
});
