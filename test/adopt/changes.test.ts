import { expect, it } from 'vitest';
import { changesOf } from '../../lib/adopt/changes';
import { Deployed, DeployedResource } from '../../lib/adopt/deployed';

const CLIENT = 'AWS::Cognito::UserPoolClient';
const POOL = 'AWS::Cognito::UserPool';
const of = (resources: Record<string, DeployedResource>): Deployed => ({
  source: 'old.json',
  logicalId: 'Pool',
  properties: {},
  schema: [],
  resources: new Map(Object.entries(resources)),
});
const changes = (before: Record<string, DeployedResource>, after: Record<string, DeployedResource>) => {
  const now = Object.entries(after).map(([logicalId, each]) => [logicalId, { ...each, logicalId, path: '' }] as const);
  return changesOf(of(before), new Map(now), 'Pool').map((each) => [each.setting, each.before, each.after]);
};
const client = (properties: object) => ({ Web: { type: CLIENT, properties: properties as Record<string, unknown> } });
const pool = (properties: object) => ({ Pool: { type: POOL, properties: properties as Record<string, unknown> } });

it.each<[string, object, object, unknown[]]>([
  ['nothing', { A: 1 }, { A: 1 }, []],
  ['a value', { A: 1 }, { A: 2 }, [['Web.A', 1, 2]]],
  ['one that is added', {}, { A: false }, [['Web.A', undefined, false]]],
  ['one that goes', { A: 'x' }, {}, [['Web.A', 'x', undefined]]],
  ['an inner one', { A: { B: 1, C: 2 } }, { A: { B: 1, C: 3 } }, [['Web.A.C', 2, 3]]],
  [
    'inner ones that are added',
    {},
    { A: { B: 1, C: 3 } },
    [
      ['Web.A.B', undefined, 1],
      ['Web.A.C', undefined, 3],
    ],
  ],
  ['names in another order', { A: ['x', 'y'] }, { A: ['y', 'x'] }, []],
  [
    'objects in another order',
    { A: [{ B: 1 }, { B: 2 }] },
    { A: [{ B: 2 }, { B: 1 }] },
    [['Web.A', [{ B: 1 }, { B: 2 }], [{ B: 2 }, { B: 1 }]]],
  ],
  ['keys in another order', { A: [{ B: 1, C: 2 }] }, { A: [{ C: 2, B: 1 }] }, []],
  ['a function', { A: 'x' }, { A: { Ref: 'B' } }, [['Web.A', 'x', { Ref: 'B' }]]],
  [
    'another function',
    { A: { 'Fn::GetAtt': ['B', 'C'] } },
    { A: { Ref: 'B' } },
    [['Web.A', { 'Fn::GetAtt': ['B', 'C'] }, { Ref: 'B' }]],
  ],
  ['what is an error', { UserPoolId: 'a', GenerateSecret: true }, { UserPoolId: 'b' }, []],
])('%s', (_, before, after, expected) => {
  expect(changes(client(before), client(after))).toEqual(expected);
});

it('a pool that is described has what it is described with, and what the CDK lacks', () => {
  const properties = {
    Id: 'eu-west-1_abc',
    AdminCreateUserConfig: { AllowAdminCreateUserOnly: true, UnusedAccountValidityDays: 7 },
    IssuerConfiguration: { Type: 'UPDATED' },
    KeyConfiguration: { KmsKeyArn: 'arn' },
  };
  const after = { AdminCreateUserConfig: { AllowAdminCreateUserOnly: true }, UserPoolName: 'x' };
  const now = new Map([['Pool', { type: POOL, properties: after, logicalId: 'Pool', path: '' }]]);
  const described = { ...of({}), logicalId: undefined, properties };
  expect(changesOf(described, now, 'Pool').map(({ setting }) => setting)).toEqual([
    'Pool.IssuerConfiguration.Type',
    'Pool.KeyConfiguration.KmsKeyArn',
  ]);
});

it('what may lock somebody out comes first', () => {
  const after = { AuthSessionValidity: 1, ReadAttributes: ['a'], CallbackURLs: ['b'], ExplicitAuthFlows: ['c'] };
  expect(
    changes({ ...client({}), ...pool({}) }, { ...client(after), ...pool({ MfaConfiguration: 'ON' }) }).map(
      ([setting]) => setting,
    ),
  ).toEqual([
    'Web.ExplicitAuthFlows',
    'Web.CallbackURLs',
    'Pool.MfaConfiguration',
    'Web.ReadAttributes',
    'Web.AuthSessionValidity',
  ]);
});

it('a resource that goes is a change, unless it is an error', () => {
  const style = { Style: { type: 'AWS::Cognito::ManagedLoginBranding', properties: {} } };
  expect(changes({ ...style, ...client({}) }, {})).toEqual([
    ['Style', 'AWS::Cognito::ManagedLoginBranding', undefined],
  ]);
});
