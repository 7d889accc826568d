import { describe, expect, it } from 'vitest';
import { callerOfClaims, contextOf } from '../../../handlers/authorizer/caller';
import { accessClaims, CLIENT, idClaims, machineClaims, POOL } from '../../support/tokens';

const SUBJECT = '11111111-2222-4333-8444-555555555555';

describe('contextOf', () => {
  it('describes the person of an access token', () => {
    expect(contextOf(accessClaims())).toEqual({
      subject: SUBJECT,
      username: 'ada',
      groups: ['admins'],
      scopes: ['aws.cognito.signin.user.admin', 'openid'],
      clientId: CLIENT,
      userPoolId: POOL,
      person: true,
    });
  });

  it('describes the machine of an access token', () => {
    expect(contextOf(machineClaims())).toEqual({
      subject: CLIENT,
      username: undefined,
      groups: [],
      scopes: ['orders/read'],
      clientId: CLIENT,
      userPoolId: POOL,
      person: false,
    });
  });

  it('describes the person of an ID token', () => {
    expect(contextOf(idClaims())).toEqual({
      subject: SUBJECT,
      username: 'ada',
      groups: ['admins'],
      scopes: [],
      clientId: CLIENT,
      userPoolId: POOL,
      person: true,
    });
  });

  it.each([
    machineClaims({ username: 'ada' }),
    machineClaims({ 'cognito:username': 'ada' }),
    machineClaims({ 'cognito:groups': ['admins'], username: 'ada' }),
    accessClaims({ username: undefined }),
    accessClaims({ username: ['ada'] }),
  ])('treats a caller whose subject is the client, or without a username, as a machine: %#', (claims) => {
    expect(contextOf(claims).person).toBe(false);
  });

  it.each([undefined, null, 'admins', { 0: 'admins' }, [['admins']], [1]])('finds no groups in %j', (groups) => {
    expect(contextOf(accessClaims({ 'cognito:groups': groups })).groups).toEqual([]);
  });
});

describe('callerOf', () => {
  const attributesOf = (claims: Record<string, unknown>) => callerOfClaims(claims, contextOf(claims)).attributes;

  it('has the claims of an ID token as attributes, as strings', () => {
    expect(attributesOf(idClaims({ updated_at: 5, address: { formatted: 'x' } }))).toMatchObject({
      'custom:plan': 'pro',
      email_verified: 'true',
      updated_at: '5',
    });
    expect(attributesOf(idClaims({ address: { formatted: 'x' } }))).not.toHaveProperty('address');
    expect(attributesOf(idClaims())).not.toHaveProperty('cognito:groups');
  });

  it('has no attributes from an access token', () => {
    expect(attributesOf(accessClaims({ 'custom:plan': 'pro' }))).toEqual({});
  });
});
