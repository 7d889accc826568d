import { App, CfnResource, NestedStack, Stack, StackProps, Stage } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { HostedUi, UserAuthPool } from '../../lib';
import { useLockFile } from '../support/lock-file';
import { newApp, warningsOf } from '../support/synth';

const lock = useLockFile();

const newPool = (scope: Construct, id = 'Users') => new UserAuthPool(scope, id, { lockFile: lock.path });
const EU = { account: '111111111111', region: 'eu-west-1' };
const US = { account: '111111111111', region: 'us-east-1' };
const OTHER = { account: '222222222222', region: 'eu-west-1' };

type Make = (app: App) => void;
/** An app with a pool in a stack, or with several. */
const inStack =
  (props?: StackProps, id = 'Shop', ...pools: string[]): Make =>
  (app) => {
    const stack = new Stack(app, id, props);
    for (const pool of pools.length > 0 ? pools : ['Users']) newPool(stack, pool);
  };
/** An app with a pool in a stack of a stage. */
const inStage =
  (props?: StackProps, stageName?: string, stage = 'Prod'): Make =>
  (app) =>
    newPool(new Stack(new Stage(app, stage, { stageName }), 'Shop', props));

/** What synthesis says: the error, or else the warnings of all stacks. */
function synth(...makes: Make[]): string[] {
  const app = newApp();
  makes.forEach((make) => make(app));
  try {
    app.synth();
  } catch (error) {
    return [String(error)];
  }
  return app.node
    .findAll()
    .filter((each) => Stack.isStack(each) && !each.nested)
    .flatMap((stack) => warningsOf(stack as Stack));
}

const NEW =
  /The app no longer has that pool, and \S+ is new, in the stack .*: if it is the same pool, it has moved to another stack, where CloudFormation creates a/;
const RENAMED =
  /That stack no longer has that pool, and has a new one: \S+: a pool under a new logical ID is a new pool without users, and CloudFormation orphans the old one or, without removalPolicy RETAIN, deletes it\. Do one of these:\n {4}- If it is the same pool, keep its logical ID: .*\.\n {4}- If the old pool is to go, remove ".*" from .*\.\n {4}- If the app creates each in an environment of its own, give each a lockFile of its own\./;
const MOVED =
  /a pool in another stack is a new pool without users, and CloudFormation orphans the old one or, without removalPolicy RETAIN, deletes it\. Do one of these:\n {4}- If it is the same pool, move it back\.\n {4}- If the old pool is to go, remove "/;
const MOVED_BESIDE =
  / {4}- If it is the same pool, move it back\.\n {4}- To take it there with its users, rename the key "\*\/\*\/Shop\/Users0A0EEA89" to "\*\/\*\/Auth\/Users0A0EEA89" in .*lock\.json, have the old stack release it, with removalPolicy RETAIN, and then run cdk import\.\n {4}- If the old pool is to go, remove "/;
const ORPHANED =
  /That stack no longer has that pool: CloudFormation orphans the pool or, without removalPolicy RETAIN, deletes it: its users can no longer sign in\. Do one of these:\n {4}- Restore the pool\.\n {4}- If it is to go, remove ".*" from .*\.\n {4}- If the app creates it in some environments only, give each environment a lockFile of its own\./;

describe('an app that changes', () => {
  it.each<[string, Make, Make, RegExp | undefined]>([
    ['nothing', inStack(), inStack(), undefined],
    ['the account and region, which are known now', inStack(), inStack({ env: EU }), undefined],
    ['the account and region, which are not known anymore', inStack({ env: EU }), inStack(), undefined],
    ['the region', inStack({ env: EU }), inStack({ env: US }), NEW],
    ['the account', inStack({ env: EU }), inStack({ env: OTHER }), NEW],
    ['stackName', inStack(), inStack({ stackName: 'Other' }), NEW],
    ['the ID of the stack', inStack(), inStack({}, 'Store'), NEW],
    ['the ID of the stack, with stackName', inStack(), inStack({ stackName: 'Shop' }, 'Store'), undefined],
    ['to a stage', inStack(), inStage(), NEW],
    ['to a stage, with stackName', inStack(), inStage({ stackName: 'Shop' }), undefined],
    ['from a stage', inStage(), inStack(), NEW],
    ['from a stage, with stackName', inStage(), inStack({ stackName: 'Prod-Shop' }), undefined],
    ['the ID of the stage', inStage(), inStage({}, undefined, 'Live'), NEW],
    ['the ID of the stage, with stageName', inStage(), inStage({}, 'Prod', 'Live'), undefined],
    ['stageName', inStage(), inStage({}, 'Live'), NEW],
    ['stageName, with stackName', inStage(), inStage({ stackName: 'Prod-Shop' }, 'Live'), undefined],
    ['the ID of the pool', inStack(), inStack({}, 'Shop', 'People'), RENAMED],
    ['the ID of the pool and stackName', inStack(), inStack({ stackName: 'Other' }, 'Shop', 'People'), undefined],
    ['the place of the pool', inStack(), (app) => newPool(new Construct(new Stack(app, 'Shop'), 'Auth')), RENAMED],
    ['to a nested stack', inStack(), (app) => newPool(new NestedStack(new Stack(app, 'Shop'), 'Nested')), MOVED],
    ['from a nested stack', (app) => newPool(new NestedStack(new Stack(app, 'Shop'), 'Nested')), inStack(), MOVED],
    ['to a stack beside', inStack(), (app) => newPool(new Stack(app, 'Auth')), NEW],
    [
      'to a stack beside, while the old one is there',
      inStack(),
      (app) => {
        new Stack(app, 'Shop');
        newPool(new Stack(app, 'Auth'));
      },
      MOVED_BESIDE,
    ],
    [
      'its path, and keeps the logical ID',
      inStack(),
      (app) => {
        const pool = newPool(new Stack(app, 'Shop'), 'People');
        pool.cfnUserPool.overrideLogicalId('Users0A0EEA89');
        pool.client.cfnUserPoolClient.overrideLogicalId('UsersClient3B43F2CF');
      },
      undefined,
    ],
    ['to no pool, in the same stack', inStack({}, 'Shop', 'Users', 'Staff'), inStack({}, 'Shop', 'Staff'), ORPHANED],
    [
      'to a resource of another type with the logical ID of the pool',
      inStack({}, 'Shop', 'Users', 'Staff'),
      (app) => {
        const stack = new Stack(app, 'Shop');
        newPool(stack, 'Staff');
        new CfnResource(stack, 'Topic', { type: 'AWS::SNS::Topic' }).overrideLogicalId('Users0A0EEA89');
      },
      ORPHANED,
    ],
    [
      'to a pool without lockFile, which is there',
      inStack({}, 'Shop', 'Users', 'Staff'),
      (app) => {
        const stack = new Stack(app, 'Shop');
        newPool(stack, 'Staff');
        new UserAuthPool(stack, 'Users');
      },
      /\[Shop\/Staff\] lockFile is ".*", which has the pool Users0A0EEA89 \(Shop\/Users\) of the stack Shop, and that pool no longer uses the file: .* Give it lockFile again; or remove "\*\/\*\/Shop\/Users0A0EEA89" from /,
    ],
  ])('%s', (_, before, after, expected) => {
    for (const ci of ['', 'true']) {
      rmSync(lock.path, { force: true });
      vi.stubEnv('CI', '');
      expect(synth(before)).toEqual([]);
      const recorded = lock.content();
      vi.stubEnv('CI', ci);
      const said = synth(after).join('\n');
      if (expected) {
        expect(said).toMatch(expected);
        expect(lock.content()).toBe(recorded);
      } else if (ci === '') {
        expect(said).not.toContain('Error');
      }
    }
  });

  it('is told how to keep a logical ID, and the line is enough', () => {
    synth(inStack());
    const [message] = synth(inStack({}, 'Shop', 'People'));
    const line = /Stack\.of\(this\)\.renameLogicalId\("(\w+)", "(\w+)"\)/.exec(message!)!;
    const [, now, then] = line;
    expect(then).toBe('Users0A0EEA89');
    const said = synth((app) => {
      const pool = newPool(new Stack(app, 'Shop'), 'People');
      Stack.of(pool).renameLogicalId(now!, then!);
    });
    expect(said.join()).not.toContain('lockFile is');
  });

  it('is told the name of the old stack, which is enough', () => {
    synth(inStack());
    const [message] = synth(inStage());
    expect(message).toContain('- If it is the same pool, go back to the old stack: stackName: "Shop".');
    expect(message).toContain('[UserAuthCompletion] lockFile of Prod/Shop/Users is ');
    expect(message).toContain(`remove "*/*/Shop/Users0A0EEA89" from ${lock.path}`);
    expect(message).toMatch(/give each environment a lockFile of its own\.\n {4}- In a unit test, omit lockFile\.$/m);
  });

  it('is told no name of a stack that the old one was nested in', () => {
    synth((app) => newPool(new NestedStack(new Stack(app, 'Shop'), 'Nested')));
    expect(synth(inStack({}, 'Store'))[0]).toMatch(/go back to the old stack\.\n {4}- To take it there/);
  });

  it('is told to rename the key, after which the app that cdk import synthesizes is valid', () => {
    synth(inStack());
    const [message] = synth(inStack({}, 'Auth'));
    const [, before, now] = /rename the key "(\S+)" to "(\S+)" in /.exec(message!)!;
    writeFileSync(lock.path, lock.content().replace(before!, now!));
    expect(synth(inStack({}, 'Auth'))).toEqual([]);
    expect(lock.pools()).toEqual(['*/*/Auth/Users0A0EEA89']);
  });

  it.each([
    ['in a nested stack', (app: App) => newPool(new NestedStack(new Stack(app, 'Auth'), 'Nested'))],
    ['in another region', inStack({ env: US })],
  ])('is not told of an import that would fail: %s', (_, after) => {
    synth(inStack({ env: EU }));
    const [message] = synth(after);
    expect(message).toMatch(NEW);
    expect(message).not.toContain('cdk import');
  });

  it('is compared with the new pool whose stack has the old name, where several have moved', () => {
    const inStages =
      (env: object): Make =>
      (app) => {
        for (const stage of ['Dev', 'Prod']) newPool(new Stack(new Stage(app, stage), 'Shop', { env }));
      };
    synth(inStages(EU));
    const message = synth(inStages(US)).join();
    expect(message).toMatch(/\(Dev\/Shop\/Users\) of the stack Dev-Shop .*and Dev\/Shop\/Users is new/);
    expect(message).toMatch(/\(Prod\/Shop\/Users\) of the stack Prod-Shop .*and Prod\/Shop\/Users is new/);
  });

  it('is told how to keep a nested stack under a new name, and the line is enough', () => {
    const nestedIn =
      (id: string, line: string[] = []): Make =>
      (app) => {
        const outer = new NestedStack(new Stack(app, 'Shop'), 'Outer');
        newPool(new NestedStack(outer, id));
        const [now, then] = line;
        if (now && then) outer.renameLogicalId(now, then);
      };
    synth(nestedIn('Auth'));
    const recorded = lock.content();
    const [message] = synth(nestedIn('Identity'));
    const [, ...line] =
      / - Keep the logical ID of the nested stack, in code of the stack Shop\/Outer\w+: Stack\.of\(this\)\.renameLogicalId\("(Identity\w+)", "(Auth\w+)"\)\.\n {4}- If the old pool is to go/.exec(
        message!,
      )!;
    expect(synth(nestedIn('Identity', line)).join()).not.toContain('lockFile is');
    expect(lock.pools()).toEqual(Object.keys((JSON.parse(recorded) as { pools: object }).pools));
  });

  it('is not told so of two nested stacks, or of another logical ID in it', () => {
    const nestedIn =
      (outer: string, inner: string, pool = 'Users'): Make =>
      (app) =>
        newPool(new NestedStack(new NestedStack(new Stack(app, 'Shop'), outer), inner), pool);
    synth(nestedIn('Outer', 'Auth'));
    expect(synth(nestedIn('Other', 'Identity'))[0]).toMatch(MOVED);
    expect(synth(nestedIn('Outer', 'Identity', 'People'))[0]).toMatch(MOVED);
  });

  it('is told the old account and region', () => {
    synth(inStack({ env: EU }));
    expect(synth(inStack({ env: US }))[0]).toContain('go back to the old stack, in 111111111111/eu-west-1.');
  });

  it('is told of each pool once', () => {
    synth(inStack());
    const [message] = synth(inStack({}, 'Shop', 'Others', 'People'));
    expect(message!.match(/which has the pool Users0A0EEA89/g)).toHaveLength(1);
    expect(message).toContain('[Shop/Others]');
  });

  it.each([
    ['A', 'B'],
    ['B', 'A'],
  ])('is told at the first pool that is left, by path: %s and %s', (...ids) => {
    synth(inStack({}, 'Shop', 'Users', ...ids));
    expect(synth(inStack({}, 'Shop', ...ids))[0]).toMatch(/\[Shop\/A\] lockFile is .* the pool Users0A0EEA89 /);
  });

  it('passes once the entry is removed', () => {
    synth(inStack());
    writeFileSync(lock.path, JSON.stringify({ pools: {} }));
    expect(synth(inStack({ stackName: 'Other' }))).toEqual([]);
  });
});

it('what one file has lost is told beside another file that has lost nothing', () => {
  const other = join(lock.folder, 'other.lock.json');
  const withBoth =
    (id: string): Make =>
    (app) => {
      const stack = new Stack(app, 'Shop');
      newPool(stack, 'A');
      new UserAuthPool(stack, id, { lockFile: other });
    };
  synth(withBoth('B'));
  expect(synth(withBoth('C'))[0]).toMatch(/\[Shop\/C\] lockFile is .*other\.lock\.json.*a pool under a new logical ID/);
});

describe('a pool whose stack is gone', () => {
  it('is a warning if nothing seems to take its place, at the first pool', () => {
    synth(inStack({}, 'Old'), inStack({}, 'Shop', 'Customers'));
    const warnings = synth(inStack({}, 'Shop', 'Customers'));
    expect(warnings).toEqual([
      expect.stringContaining(
        `${lock.path} has the pool Users0A0EEA89 (Old/Users) of the stack Old, and the app no longer has that stack. If the pool is to go, remove `,
      ),
    ]);
    expect(warnings[0]).toContain('cdk-user-auth-pool:UserAuthPool.poolMissingFromApp:*/*/Old/Users0A0EEA89]');
  });
});

describe('a pool in another stack, once the old stack is gone,', () => {
  const after =
    (id: string, overrideLogicalId?: string): Make =>
    (app) => {
      const pool = newPool(new Stack(app, 'Elsewhere'), id);
      if (overrideLogicalId) pool.cfnUserPool.overrideLogicalId(overrideLogicalId);
    };

  it.each([
    ['the same construct ID', after('Users', 'Other'), NEW],
    ['the same logical ID', after('People', 'Users0A0EEA89'), NEW],
  ])('may be the same one by %s', (_, make, expected) => {
    synth(inStack());
    const said = synth(make);
    expect(said).toEqual([expect.stringMatching(expected)]);
    expect(said[0]).toContain('[Elsewhere/');
    expect(said[0]).toContain('] lockFile is ');
  });

  it('may be the same one by a construct ID that is not that of a stack', () => {
    synth((app) => newPool(new Construct(new Stack(app, 'Shop'), 'Auth')));
    expect(synth(after('Users', 'Other'))).toEqual([expect.stringMatching(NEW)]);
    expect(synth(after('Auth', 'Other'))).toEqual([expect.not.stringMatching(NEW)]);
  });

  it('is another one if it has neither', () => {
    synth(inStack());
    expect(synth(after('People'))).toEqual([expect.not.stringMatching(NEW)]);
  });
});

it('a new pool cannot have the domain of the old one: the error says what can be done', () => {
  const withDomain =
    (stackName: string, id: string): Make =>
    (app) =>
      new UserAuthPool(new Stack(app, 'Shop', { stackName }), id, {
        lockFile: lock.path,
        hostedUi: HostedUi.cognitoDomain({ domainPrefix: 'shop' }),
      });
  synth(withDomain('Shop', 'Users'));
  const advice =
    /If the old pool is to go, remove "\S+" from \S+\. Give the new one another domain, or deploy once without hostedUi first\.\n/;
  expect(synth(withDomain('Shop', 'People'))[0]).toMatch(advice);
  expect(synth(withDomain('Store', 'Users'))[0]).toMatch(advice);
});

describe('several environments with one file', () => {
  it('are told apart if the app has them all', () => {
    const both = [inStack({ env: EU }, 'Dev'), inStack({ env: US }, 'Prod')];
    expect(synth(...both)).toEqual([]);
    expect(lock.pools()).toEqual([
      '111111111111/eu-west-1/Dev/Users0A0EEA89',
      '111111111111/us-east-1/Prod/Users0A0EEA89',
    ]);
    expect(synth(...both)).toEqual([]);
  });

  it('are told apart by region alone', () => {
    const both = [inStack({ env: EU, stackName: 'Shop' }, 'Eu'), inStack({ env: US, stackName: 'Shop' }, 'Us')];
    expect(synth(...both)).toEqual([]);
    expect(synth(...both)).toEqual([]);
    expect(lock.pools()).toHaveLength(2);
  });

  it('take the entry of one that was not known', () => {
    synth(inStack());
    synth(inStack({ env: EU, stackName: 'Shop' }, 'Eu'), inStack({ env: US, stackName: 'Shop' }, 'Us'));
    expect(lock.pools()).toEqual([
      '111111111111/eu-west-1/Shop/Users0A0EEA89',
      '111111111111/us-east-1/Shop/Users0A0EEA89',
    ]);
    expect(synth(inStack())).toEqual([]);
    expect(lock.pools()).toHaveLength(2);
  });

  it('are all there in an app that makes one of several at a time, as far as it makes them', () => {
    synth(inStack({}, 'Dev'), inStack({}, 'Prod'));
    expect(synth(inStack({}, 'Dev'))).toEqual([
      expect.stringContaining('of the stack Prod, and the app no longer has'),
    ]);
  });
});

describe('the stages of a pipeline', () => {
  const synthStages = (...ids: string[]) => {
    const app = newApp();
    const pipeline = new Stack(app, 'Pipeline');
    new CfnResource(pipeline, 'Topic', { type: 'AWS::SNS::Topic' });
    for (const id of ids) {
      const stage = new Stage(pipeline, id);
      const users = new Stack(stage, 'App');
      newPool(users, 'Users');
      if (id === 'Test') newPool(users, 'Admins');
      // A pipeline synthesizes each stage when it is added.
      stage.synth();
    }
    app.synth();
    return warningsOf(pipeline);
  };

  it('are not taken for one another, for the next one is not there yet', () => {
    expect(synthStages('Dev', 'Prod')).toEqual([]);
    expect(synthStages('Dev', 'Prod')).toEqual([]);
    expect(lock.paths()).toEqual(['Pipeline/Dev/App/Users', 'Pipeline/Prod/App/Users']);
    expect(synthStages('Dev', 'Test', 'Prod')).toEqual([]);
    expect(lock.pools()).toHaveLength(4);
  });

  it('are missed', () => {
    synthStages('Dev', 'Prod');
    const recorded = lock.content();
    expect(() => synthStages('Dev', 'Live')).toThrow(/lockFile of Pipeline\/Live\/App\/Users is .*which has the pool/);
    expect(lock.content()).toBe(recorded);
  });

  it('are missed with a warning of the pipeline if nothing seems to take their place', () => {
    synthStages('Dev', 'Test');
    const warnings = synthStages('Dev');
    expect(warnings.map((each) => /has the pool (\w+) /.exec(each)?.[1])).toEqual(['Admins8B360DEA', 'Users0A0EEA89']);
    for (const each of warnings) expect(each).toContain('of the stack Test-App, and the app no longer has that stack');
  });

  it('are told in CI of what is missed alone, each at its own pool', () => {
    const both = (id: string): Make[] =>
      ['Dev', 'Prod'].map((stage) => (app) => newPool(new Stack(new Stage(app, stage), 'Shop'), id));
    synth(...both('Users'));
    vi.stubEnv('CI', 'true');
    const [message] = synth(...both('People'));
    for (const stage of ['Dev', 'Prod']) {
      expect(message!.split(`lockFile of ${stage}/Shop/People is `)).toHaveLength(2);
    }
    expect(message).not.toContain('does not know the pool');
  });

  it('are told in CI of what the file lacks', () => {
    vi.stubEnv('CI', 'true');
    expect(synth(inStage())[0]).toMatch(
      /lockFile of Prod\/Shop\/Users is .*, which does not know the pool: CI does not/,
    );
  });

  it('are told apart from the stacks beside them', () => {
    const makes = (tool: string): Make[] => [inStage(), inStack({}, 'Tools', tool)];
    synth(...makes('Old'));
    expect(synth(...makes('New'))[0]).toMatch(/\[Tools\/New] lockFile is .*a pool under a new logical ID/);
  });
});

describe('a pool that is taken out of the construct tree', () => {
  const remove = (path: string) => (app: App) => {
    const ids = path.split('/');
    const parent = ids.slice(0, -1).reduce((node, id) => node.findChild(id).node, app.node);
    if (!parent.tryRemoveChild(ids.at(-1)!)) throw new Error(`there is no ${path}`);
  };
  const beside = inStack({}, 'Other');
  const something: Make = (app) => void new CfnResource(new Stack(app, 'Rest'), 'Topic', { type: 'AWS::SNS::Topic' });
  const newOne: Make = (app) => newPool(app.node.findChild('Shop'), 'New');
  const GONE = /poolMissingFromApp/;

  it.each<[string, Make[], Make[], RegExp]>([
    ['beside another that uses the file', [inStack(), beside], [remove('Shop/Users')], ORPHANED],
    ['with its resource only', [inStack(), beside], [remove('Shop/Users/Default/Resource')], ORPHANED],
    ['with its stack', [inStack(), beside], [remove('Shop')], GONE],
    ['for a new one', [inStack()], [remove('Shop/Users'), newOne], RENAMED],
    ['though no other uses the file', [inStack(), something], [remove('Shop/Users')], ORPHANED],
    [
      'with its resource, though no other does',
      [inStack(), something],
      [remove('Shop/Users/Default/Resource')],
      ORPHANED,
    ],
    ['with its stack, though no other does', [inStack(), something], [remove('Shop')], GONE],
    ['in a stage', [inStage(), something], [remove('Prod/Shop/Users')], ORPHANED],
  ])('is missed: %s', (_, makes, changes, expected) => {
    for (const ci of ['', 'true']) {
      rmSync(lock.path, { force: true });
      vi.stubEnv('CI', '');
      expect(synth(...makes)).toEqual([]);
      vi.stubEnv('CI', ci);
      const told = synth(...makes, ...changes);
      expect(told).toHaveLength(1);
      expect(told[0]).toMatch(expected);
      expect(told[0]!.match(expected)).toHaveLength(1);
    }
  });

  it('is not, if the file never had it', () => {
    const topic: Make = (app) => void new CfnResource(app.node.findChild('Shop'), 'Topic', { type: 'AWS::SNS::Topic' });
    expect(synth(inStack(), topic, remove('Shop/Users'))).toEqual([]);
    expect(synth(inStack(), topic, beside, remove('Shop/Users'))).toEqual([]);
    expect(Object.keys((JSON.parse(readFileSync(lock.path, 'utf8')) as { pools: object }).pools)).toHaveLength(1);
  });
});
