import { Duration } from 'aws-cdk-lib';
import { expect, it } from 'vitest';
import { withDurations } from '../../lib/adopt/token-validity';

const validities = (client: Record<string, unknown>) =>
  Object.fromEntries(
    Object.entries(withDurations(client)).map(([name, each]) => [
      name,
      each instanceof Duration ? each.toHumanString() : each,
    ]),
  );
const NONE = {
  AccessTokenValidity: '1 hour',
  IdTokenValidity: '1 hour',
  RefreshTokenValidity: '30 days',
  AuthSessionValidity: '3 minutes',
};

it.each<[string, Record<string, unknown>, Record<string, unknown>]>([
  ['nothing', {}, {}],
  ['numbers alone', { AccessTokenValidity: 2, IdTokenValidity: 3, RefreshTokenValidity: 90 }, { AccessTokenValidity: '2 hours', IdTokenValidity: '3 hours', RefreshTokenValidity: '90 days' }], // prettier-ignore
  ['the units of the CDK', { RefreshTokenValidity: 129600, TokenValidityUnits: { RefreshToken: 'minutes' } }, { RefreshTokenValidity: '90 days' }], // prettier-ignore
  ['the units of this library', { AccessTokenValidity: 300, TokenValidityUnits: { AccessToken: 'seconds', IdToken: 'seconds' } }, { AccessTokenValidity: '5 minutes' }], // prettier-ignore
  ['units alone', { TokenValidityUnits: { AccessToken: 'days', RefreshToken: 'minutes' } }, {}],
  ['text', { RefreshTokenValidity: '2' }, { RefreshTokenValidity: '2 days' }],
  ['zero', { RefreshTokenValidity: 0 }, {}],
  ['a session', { AuthSessionValidity: 15 }, { AuthSessionValidity: '15 minutes' }],
])('%s', (_, client, expected) => {
  expect(validities(client)).toEqual({ ...NONE, ...expected });
});

it('other properties stay', () => {
  expect(validities({ ClientName: 'web' })).toEqual({ ...NONE, ClientName: 'web' });
});

it('what only the deployment knows stays, with its unit', () => {
  const parameter = { Ref: 'Days' };
  const of = (client: Record<string, unknown>) => withDurations(client).RefreshTokenValidity;
  expect(of({ RefreshTokenValidity: parameter })).toEqual({ 'Fn::Join': [' ', [parameter, 'days']] });
  expect(of({ RefreshTokenValidity: parameter, TokenValidityUnits: { RefreshToken: 'hours' } })).toEqual({
    'Fn::Join': [' ', [parameter, 'hours']],
  });
  const units = { 'Fn::If': ['C', { RefreshToken: 'hours' }, { Ref: 'AWS::NoValue' }] };
  expect(of({ RefreshTokenValidity: 5, TokenValidityUnits: units })).toEqual({ 'Fn::Join': [' ', [5, units]] });
});
