import { CfnResource, NestedStack, Stack, Stage } from 'aws-cdk-lib';
import { SynthesisMessageLevel } from 'aws-cdk-lib/cx-api';
import { Construct } from 'constructs';
import { rmSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { UserAuthPool } from '../../lib';
import { errorOf } from '../client/support';
import { useLockFile } from '../support/lock-file';
import { newApp, templateOf, warningsOf } from '../support/synth';

const lock = useLockFile();

/** An app with one stack, with whatever is made in it. */
const stackWith = (make: (stack: Stack) => void) => {
  const stack = new Stack(newApp(), 'S');
  make(stack);
  return stack;
};
const newPool = (scope: Construct, id = 'Pool') => new UserAuthPool(scope, id, { lockFile: lock.path });
const record = (make: (stack: Stack) => void = (stack) => newPool(stack)) => templateOf(stackWith(make));

describe('a pool that is in the file and not in its stack, while another one there is new', () => {
  it('is rejected: the two may be one, under another id', () => {
    record();
    const recorded = lock.content();
    const message = errorOf(stackWith((stack) => newPool(stack, 'People')));
    expect(message).toContain(
      `[S/People] lockFile is "${lock.path}", which has the pool S/Pool, and its stack has no such pool but S/People, which is new: ` +
        'a pool under a new ID is a new pool without users, and CloudFormation orphans the old one. ' +
        `Restore its old ID; or, to keep its users under the new one, call cfnUserPool.overrideLogicalId("PoolD3F588B8") and rename the entry in ${lock.path}; ` +
        `or, if it is to go, remove "S/Pool" from ${lock.path}; or, if the app creates each in an environment of its own, give each a lockFile of its own.`,
    );
    expect(lock.content()).toBe(recorded);
  });

  it('is rejected where it was moved in the construct tree, down or up', () => {
    record((stack) => newPool(new Construct(stack, 'Users')));
    expect(errorOf(stackWith((stack) => newPool(stack)))).toContain('has the pool S/Users/Pool');
    rmSync(lock.path);
    record();
    expect(errorOf(stackWith((stack) => newPool(new Construct(stack, 'Users'))))).toContain('has the pool S/Pool');
  });

  it.each<[string, string, (stack: Stack) => Construct, (stack: Stack) => Construct]>([
    ['out of', 'S/Nested', (stack) => new NestedStack(stack, 'Nested'), (stack) => stack],
    ['into', 'S', (stack) => stack, (stack) => new NestedStack(stack, 'Nested')],
  ])('can not keep its users on the way %s a nested stack by a logical id', (_, place, before, after) => {
    record((stack) => newPool(before(stack)));
    const message = errorOf(stackWith((stack) => newPool(after(stack))));
    expect(message).toContain(
      `it is in a different stack than before, ${place}, so it is a new pool without users, and CloudFormation orphans the old one. ` +
        `Move it back; or, if you import the old pool into the new stack, with cdk import, or if it is to go, remove "${place}/Pool" from ${lock.path}.`,
    );
    expect(message).not.toContain('overrideLogicalId');
  });

  it('is reported once, by the first that is new', () => {
    record();
    const ids = ['Others', 'People'];
    const message = errorOf(stackWith((stack) => ids.forEach((id) => newPool(stack, id))));
    expect(message.match(/has the pool S\/Pool/g)).toHaveLength(1);
    expect(message).toContain('[S/Others]');
  });

  it('may keep its users under another id', () => {
    record();
    writeFileSync(lock.path, lock.content().replace('S/Pool', 'S/People'));
    expect(() =>
      record((stack) => newPool(stack, 'People').cfnUserPool.overrideLogicalId('PoolD3F588B8')),
    ).not.toThrow();
  });
});

describe('a pool that is in the file and not in its stack, while none there is new', () => {
  it('is a warning: it may be made in other environments', () => {
    record((stack) => ['A', 'B', 'Pool'].forEach((id) => newPool(stack, id)));
    const recorded = lock.content();
    const stack = stackWith((each) => ['A', 'B'].forEach((id) => newPool(each, id)));
    const warnings = warningsOf(stack);
    expect(warnings).toEqual([
      expect.stringContaining(
        `${lock.path} has the pool S/Pool, and its stack has no such pool. If it is to go, remove the entry from the file: CloudFormation orphans the pool at the next deployment. ` +
          'If the app creates it in some environments only, acknowledge this warning.',
      ),
    ]);
    expect(warnings[0]).toContain('cdk-user-auth-pool:UserAuthPool.poolMissingFromStack');
    expect(lock.content()).toBe(recorded);
  });

  it('is a warning where the new one stands in a stack beside', () => {
    record((stack) => ['A', 'Pool'].forEach((id) => newPool(stack, id)));
    const stack = stackWith((each) => {
      newPool(each, 'A');
      newPool(new Stack(each.node.root, 'T'), 'People');
    });
    expect(warningsOf(stack)).toHaveLength(1);
    expect(lock.content()).toContain('"T/People"');
  });

  it('is a warning of the first pool that uses the file', () => {
    record((stack) => ['A', 'B', 'Pool'].forEach((id) => newPool(stack, id)));
    const stack = stackWith((each) => {
      new UserAuthPool(each, 'A');
      newPool(each, 'B');
    });
    expect(warningsOf(stack)).toHaveLength(1);
  });

  it('may stand in a stack that this app does not have', () => {
    record();
    const stack = new Stack(newApp(), 'Other');
    newPool(stack, 'People');
    expect(warningsOf(stack)).toEqual([]);
    expect(lock.pools()).toEqual(['Other/People', 'S/Pool']);
  });

  const moved = (stack: string) =>
    expect.stringContaining(
      `The pool is new in ${lock.path}, which has the pool S/Pool with the same logical ID in the stack ${stack}, where this app has none. ` +
        'If the pool has moved, or the stack has been renamed, it is a new pool, without users: undo that, or import the old pool with cdk import.',
    );

  it('may have moved with its stack, which has another name now: a warning, once', () => {
    record();
    const synth = () => {
      const stack = new Stack(newApp(), 'Renamed');
      newPool(stack);
      return warningsOf(stack);
    };
    expect(synth()).toEqual([moved('S')]);
    expect(synth()).toEqual([]);
  });

  it('may have moved to a stack beside, where the logical id is the same: a warning', () => {
    record((stack) => ['A', 'Pool'].forEach((id) => newPool(stack, id)));
    const app = newApp();
    const [stack, other] = [new Stack(app, 'S'), new Stack(app, 'T')];
    newPool(stack, 'A');
    newPool(other);
    expect(warningsOf(other)).toEqual([moved('S')]);
    expect(warningsOf(stack)).toEqual([expect.stringContaining('poolMissingFromStack')]);
  });

  it('may stand in a stack within a stack, of another environment', () => {
    const synth = (...ids: string[]) => {
      const app = newApp();
      const root = new Stack(app, 'Root');
      new CfnResource(root, 'Topic', { type: 'AWS::SNS::Topic' });
      const stacks = ids.map((id) => new Stack(root, id));
      stacks.forEach((each) => newPool(each, `Of${each.node.id}`));
      app.synth();
      return stacks.flatMap(warningsOf);
    };
    expect(synth('Dev')).toEqual([]);
    expect(synth('Prod')).toEqual([]);
    expect(synth('Dev', 'Prod')).toEqual([]);
    expect(synth('Prod')).toEqual([]);
  });

  it('may be that of another app whose path goes on where this one ends', () => {
    record((stack) => newPool(new Construct(stack, 'Users')));
    const stack = new Stack(newApp(), 'Users');
    newPool(stack);
    expect(warningsOf(stack)).toEqual([]);
  });
});

describe('the stages of a pipeline', () => {
  const synth = (...ids: string[]) => {
    const stack = new Stack(newApp(), 'Pipeline');
    const messages = ids.flatMap((id) => {
      const stage = new Stage(stack, id);
      const users = new Stack(stage, 'App');
      newPool(users, 'Users');
      if (id === 'Test') newPool(users, 'Admins');
      // A pipeline synthesizes each stage when it is added.
      return stage.synth().getStackArtifact(users.artifactId).messages;
    });
    return messages.filter(({ level }) => level === SynthesisMessageLevel.WARNING);
  };

  it('are judged each by itself, for the next one is not there yet', () => {
    expect(synth('Dev', 'Prod')).toEqual([]);
    expect(synth('Dev', 'Prod')).toEqual([]);
    expect(lock.pools()).toEqual(['Pipeline/Dev/App/Users', 'Pipeline/Prod/App/Users']);
    expect(synth('Dev', 'Test', 'Prod')).toEqual([]);
    expect(lock.pools()).toHaveLength(4);
  });

  it('are known in an app without a pipeline, too', () => {
    const app = newApp();
    for (const id of ['Dev', 'Prod']) newPool(new Stack(new Stage(app, id), 'App'));
    newPool(new Stack(app, 'Tools'), 'Tools');
    app.synth();
    const again = newApp();
    newPool(new Stack(again, 'Tools'), 'Tools');
    newPool(new Stack(again, 'More'), 'More');
    expect(() => again.synth()).not.toThrow();
    expect(lock.pools()).toHaveLength(4);
  });

  it('are told apart from the stacks beside them', () => {
    const build = (...ids: string[]) => {
      const app = newApp();
      const stage = new Stage(app, 'Dev');
      newPool(new Stack(stage, 'App'));
      const tools = new Stack(app, 'Tools');
      for (const id of ids) newPool(tools, id);
      app.synth();
      const staged = stage.synth().stacks.flatMap(({ messages }) => messages);
      return { staged: staged.filter(({ level }) => level === SynthesisMessageLevel.WARNING), tools };
    };
    build('Old', 'Tools');
    const { staged, tools } = build('Tools');
    expect(staged).toEqual([]);
    expect(warningsOf(tools)).toEqual([
      expect.stringContaining('has the pool Tools/Old, and its stack has no such pool'),
    ]);
  });
});
