import { App, Aws, CfnParameter, CfnResource, Stack } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { rmSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { HostedUi, UserAuthPool } from '../../lib';
import { inOther, synthWith, useLockFile } from '../support/lock-file';
import { newApp, warningsOf } from '../support/synth';

const lock = useLockFile();
const { entry } = lock;
const synth = (make: (pool: UserAuthPool) => unknown, props = {}) => synthWith(lock, make, props);
const idOf = (client: cognito.CfnUserPoolClient) => client.stack.resolve(client.logicalId) as string;

describe('app clients', () => {
  it('are recorded by logical ID, machines too', () => {
    let webId = '';
    synth((pool) => {
      webId = idOf(pool.addClient('Web').cfnUserPoolClient);
      new cognito.CfnUserPoolClient(Stack.of(pool), 'Plain', { userPoolId: pool.userPoolId });
    });
    expect(entry().clients).toEqual({ [webId]: 'S/Pool/Web', Plain: 'S/Plain' });
  });

  it.each([
    [undefined, 'absent'],
    [true, 'true'],
    [false, 'false'],
  ])('have their secret recorded: %s as %s', (generateClientSecret, recorded) => {
    synth((pool) => pool.addClient('Web', { generateClientSecret }));
    expect(Object.values(entry().generateSecret as object)).toEqual([recorded]);
    expect(synth((pool) => pool.addClient('Web', { generateClientSecret }))).toEqual([]);
  });

  it('in another stack are recorded with its name', () => {
    synth(inOther('Web'));
    const ids = Object.entries(entry().clients as object);
    expect(ids).toEqual([
      [expect.stringMatching(/^Other\/Nested\w+\/Deep\w+$/), 'Other/Nested/Deep'],
      [expect.stringMatching(/^Other\/Web\w+$/), 'Other/Web'],
    ]);
  });
});

describe('domains', () => {
  const prefix = (domainPrefix?: string) => ({ hostedUi: HostedUi.cognitoDomain({ domainPrefix }) });
  const none = () => undefined;

  it('are recorded as in the template if only the deployment knows them, whatever else the app has', () => {
    const domains = ['', 'Another'].map((before) => {
      rmSync(lock.path, { force: true });
      synth((pool) => {
        const stack = Stack.of(pool);
        if (before) new UserAuthPool(stack, before, { hostedUi: HostedUi.cognitoDomain() });
        const { valueAsString } = new CfnParameter(stack, 'Prefix');
        new cognito.CfnUserPoolDomain(stack, 'Own', { userPoolId: pool.userPoolId, domain: `a-${valueAsString}` });
      });
      return Object.values(lock.entries()).map((each) => (each as unknown as Record<string, unknown>).domains);
    });
    expect(domains[0]).toEqual([{ Own: '{"Fn::Join":["",["a-",{"Ref":"Prefix"}]]}' }]);
    expect(domains[1]).toEqual(domains[0]);
    rmSync(lock.path);
    synth(none, prefix());
    expect(JSON.stringify(entry().domains)).toContain('AWS::StackId');
    expect(JSON.stringify(entry().domains)).not.toContain('#');
  });

  it('are the same once the stack has the region that is in them', () => {
    const inRegion = (region?: string) => {
      const app = newApp();
      const stack = new Stack(app, 'S', { env: { region } });
      const hostedUi = HostedUi.cognitoDomain({ domainPrefix: `app-${stack.region}` });
      const pool = new UserAuthPool(stack, 'Pool', { lockFile: lock.path, hostedUi });
      pool.addGroup('Group', { groupName: `of-${stack.account}-${stack.region}` });
      return () => app.synth();
    };
    inRegion()();
    expect(inRegion('eu-west-1')).not.toThrow();
    expect(Object.values(entry().domains as object)).toEqual(['app-eu-west-1']);
    expect(inRegion('eu-west-1')).not.toThrow();
  });
});

it('what is gone stays in the file under the name that is known now', () => {
  const inRegion = (hasGroup: boolean, region?: string) => {
    const app = newApp();
    const stack = new Stack(app, 'S', { env: { region } });
    const pool = new UserAuthPool(stack, 'Pool', { lockFile: lock.path });
    if (hasGroup) pool.addGroup('Group', { groupName: `of-${stack.region}` });
    app.synth();
    return warningsOf(stack);
  };
  inRegion(true);
  expect(inRegion(false, 'eu-west-1')).toContainEqual(expect.stringContaining('has the group of-eu-west-1,'));
  expect(Object.values(entry().groups as object)).toEqual(['of-eu-west-1']);
});

it.each<[string, string, string, object]>([
  [
    'identityProviders',
    'ProviderName',
    cognito.CfnUserPoolIdentityProvider.CFN_RESOURCE_TYPE_NAME,
    { ProviderType: 'OIDC', ProviderDetails: {} },
  ],
  ['groups', 'GroupName', cognito.CfnUserPoolGroup.CFN_RESOURCE_TYPE_NAME, {}],
  ['resourceServers', 'Identifier', cognito.CfnUserPoolResourceServer.CFN_RESOURCE_TYPE_NAME, { Name: 'Any' }],
])('%s are recorded by logical ID, by name or else as in the template', (setting, property, type, required) => {
  synth((pool) => {
    const stack = Stack.of(pool);
    const add = (id: string, name: unknown) =>
      new CfnResource(stack, id, { type, properties: { UserPoolId: pool.userPoolId, [property]: name, ...required } });
    add('Named', 'Acme');
    add('Known', Aws.STACK_NAME);
    add('Other', new CfnParameter(stack, 'Late').valueAsString);
    add('Nameless', undefined);
  });
  expect(entry()[setting]).toEqual({ Named: 'Acme', Known: 'S', Other: '{"Ref":"Late"}', Nameless: 'absent' });
});

it('of several entries, each keeps what is gone from it, and nothing of the others', () => {
  const add = (app: App, id: string, ids: string[], account?: string) => {
    const env = account === undefined ? undefined : { account, region: 'eu-west-1' };
    const stack = new Stack(app, id, { env, stackName: 'S' });
    const pool = new UserAuthPool(stack, 'Pool', { lockFile: lock.path, defaultClient: false });
    for (const each of ids) pool.addClient(each);
  };
  const both = newApp();
  add(both, 'One', ['Web', 'Beta'], '111111111111');
  add(both, 'Two', ['Web'], '222222222222');
  both.synth();
  const either = newApp();
  add(either, 'One', ['Web']);
  either.synth();
  const clients = Object.values(lock.entries()).map((each) => Object.values((each as any).clients));
  expect(clients).toEqual([['One/Pool/Beta', 'One/Pool/Web'], ['One/Pool/Web']]);
});

it('what is no map of clients has none', () => {
  synth((pool) => pool.addClient('Web'));
  const { pools } = JSON.parse(lock.content()) as { pools: Record<string, Record<string, unknown>> };
  for (const each of Object.values(pools)) each.clients = 'Web';
  writeFileSync(lock.path, JSON.stringify({ pools }));
  expect(synth((pool) => pool.addClient('Web'))).toEqual([]);
});
