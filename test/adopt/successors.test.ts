import { expect, it } from 'vitest';
import { DeployedResource } from '../../lib/adopt/deployed';
import { InStack } from '../../lib/adopt/in-stack';
import { successorsOf } from '../../lib/adopt/successors';

type Kind = Record<string, unknown>;
const PUBLIC: Kind = {};
const SERVER: Kind = { GenerateSecret: true };
const MACHINE: Kind = { GenerateSecret: true, AllowedOAuthFlows: ['client_credentials'] };
const client = (properties: Kind): DeployedResource => ({ type: 'AWS::Cognito::UserPoolClient', properties });
const group = (name: string): DeployedResource => ({
  type: 'AWS::Cognito::UserPoolGroup',
  properties: { GroupName: name },
});

/** Which resource takes which place: lists of names, by name. */
function places(missing: Record<string, DeployedResource>, free: Record<string, DeployedResource>) {
  const inStack = Object.entries(free).map(([name, each]): InStack => ({
    ...each,
    logicalId: `New${name}`,
    path: `S/Pool/${name}/Default/Resource`,
  }));
  const successors = successorsOf(Object.entries(missing), inStack);
  return Object.fromEntries(
    [...successors].map(([id, list]) => [id, list.map(({ logicalId }) => logicalId.replace('New', ''))]),
  );
}

it('one resource takes one place', () => {
  const missing = { A: client(PUBLIC), B: client(PUBLIC), C: client(PUBLIC) };
  expect(places(missing, { X: client(PUBLIC) })).toEqual({ A: ['X'] });
  expect(places(missing, {})).toEqual({});
});

it('that of the same name comes first, wherever it is', () => {
  const [web, mobile] = [{ ClientName: 'web' }, { ClientName: 'mobile' }];
  const missing = { A: client(PUBLIC), B: client(mobile), C: client(web) };
  expect(places(missing, { X: client(web), Y: client(mobile), Z: client(PUBLIC) })).toEqual({
    A: ['Z'],
    B: ['Y'],
    C: ['X'],
  });
  expect(places({ A: client({ ...PUBLIC, ...web }) }, { X: client({ ...SERVER, ...web }) })).toEqual({ A: ['X'] });
});

it('a client takes the place of one of its kind', () => {
  const missing = { A: client(PUBLIC), B: client(SERVER), C: client(MACHINE) };
  expect(places(missing, { X: client(MACHINE), Y: client(PUBLIC), Z: client(SERVER) })).toEqual({
    A: ['Y'],
    B: ['Z'],
    C: ['X'],
  });
  expect(places({ B: client(SERVER), C: client(MACHINE) }, { Y: client(PUBLIC) })).toEqual({});
});

it('one under the same construct ID comes before others, and then one with the same settings', () => {
  const [one, other] = [{ CallbackURLs: ['https://one'] }, { CallbackURLs: ['https://other'] }];
  expect(
    places(
      { UsersWeb12345678: client(one), UsersApp12345678: client(PUBLIC) },
      { App: client(one), Web: client(PUBLIC) },
    ),
  ).toEqual({ UsersWeb12345678: ['Web'], UsersApp12345678: ['App'] });
  expect(places({ A: client(one), B: client(other) }, { X: client(other), Y: client(one) })).toEqual({
    A: ['Y'],
    B: ['X'],
  });
});

it('several that are alike are told, but none that belongs elsewhere', () => {
  expect(places({ A: client(PUBLIC) }, { X: client(PUBLIC), Y: client(PUBLIC), Z: client(SERVER) })).toEqual({
    A: ['X', 'Y'],
  });
  const web = { ClientName: 'web' };
  expect(places({ A: client(PUBLIC), B: client(web) }, { X: client(PUBLIC), Y: client(web) })).toEqual({
    A: ['X'],
    B: ['Y'],
  });
});

it('anything else keeps its name, so only the name counts', () => {
  expect(places({ A: group('admins') }, { X: group('root') })).toEqual({});
  expect(places({ A: group('admins') }, { X: group('root'), Y: group('admins') })).toEqual({ A: ['Y'] });
  const server = { type: 'AWS::Cognito::UserPoolResourceServer', properties: { GroupName: 'admins' } };
  expect(places({ A: group('admins') }, { X: server })).toEqual({});
});
