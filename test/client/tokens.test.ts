import { CfnParameter, Duration } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import { UserAuthClientOptions, UserAuthPool } from '../../lib';
import { messageOf, newStack } from '../support/synth';
import { problemsOf, propertiesOf, resourceOf } from './support';

const seconds = (amount: number) => Duration.seconds(amount);
const minutes = (amount: number) => Duration.minutes(amount);
const hours = (amount: number) => Duration.hours(amount);
const days = (amount: number) => Duration.days(amount);

describe('the lifetimes of tokens', () => {
  it('are an hour, and thirty days until users have to sign in again', () => {
    expect(propertiesOf({})).toMatchObject({
      AccessTokenValidity: 3600,
      IdTokenValidity: 3600,
      RefreshTokenValidity: 30 * 24 * 3600,
      TokenValidityUnits: { AccessToken: 'seconds', IdToken: 'seconds', RefreshToken: 'seconds' },
    });
  });

  it.each([
    ['seconds that are no whole minutes', seconds(330), 330],
    ['minutes', minutes(90), 5400],
    ['half an hour', hours(0.5), 1800],
    ['a day', days(1), 86_400],
  ])('are sent exactly: %s', (_, validity, amount) => {
    expect(propertiesOf({ accessTokenValidity: validity, idTokenValidity: validity })).toMatchObject({
      AccessTokenValidity: amount,
      IdTokenValidity: amount,
      TokenValidityUnits: { AccessToken: 'seconds', IdToken: 'seconds' },
    });
  });

  it('that only deployment will know are sent in the unit that they have', () => {
    const stack = newStack();
    const number = (id: string) => new CfnParameter(stack, id, { type: 'Number' }).valueAsNumber;
    const client = new UserAuthPool(stack, 'Pool').addClient('C', {
      accessTokenValidity: minutes(number('Minutes')),
      idTokenValidity: hours(number('Hours')),
      refreshTokenValidity: days(number('Days')),
    });
    expect(resourceOf(stack, client).Properties).toMatchObject({
      AccessTokenValidity: { Ref: 'Minutes' },
      IdTokenValidity: { Ref: 'Hours' },
      RefreshTokenValidity: { Ref: 'Days' },
      TokenValidityUnits: { AccessToken: 'minutes', IdToken: 'hours', RefreshToken: 'days' },
    });
  });

  it('that only deployment will know in seconds are seconds', () => {
    const stack = newStack();
    const amount = new CfnParameter(stack, 'Seconds', { type: 'Number' }).valueAsNumber;
    const client = new UserAuthPool(stack, 'Pool').addClient('C', { refreshTokenValidity: seconds(amount) });
    expect(resourceOf(stack, client).Properties).toMatchObject({
      RefreshTokenValidity: { Ref: 'Seconds' },
      TokenValidityUnits: { RefreshToken: 'seconds' },
    });
  });
});

type Time = keyof UserAuthClientOptions;

describe('a time that Cognito takes', () => {
  it.each<[Time, Duration, string, unknown]>([
    ['accessTokenValidity', minutes(5), 'AccessTokenValidity', 300],
    ['accessTokenValidity', hours(24), 'AccessTokenValidity', 86_400],
    ['idTokenValidity', minutes(5), 'IdTokenValidity', 300],
    ['idTokenValidity', hours(24), 'IdTokenValidity', 86_400],
    ['refreshTokenValidity', hours(1), 'RefreshTokenValidity', 3600],
    ['refreshTokenValidity', days(3650), 'RefreshTokenValidity', 315_360_000],
    ['authSessionValidity', minutes(3), 'AuthSessionValidity', 3],
    ['authSessionValidity', minutes(15), 'AuthSessionValidity', 15],
    ['authSessionValidity', seconds(240), 'AuthSessionValidity', 4],
  ])('passes: %s of %s', (name, time, property, value) => {
    expect(propertiesOf({ [name]: time })).toMatchObject({ [property]: value });
  });

  it.each([0, 1, 60])('passes: refreshTokenRotationGracePeriod of %d seconds', (amount) => {
    const { RefreshTokenRotation } = propertiesOf({ refreshTokenRotationGracePeriod: seconds(amount) });
    expect(RefreshTokenRotation).toEqual({ Feature: 'ENABLED', RetryGracePeriodSeconds: amount });
  });
});

describe('a time that Cognito rejects', () => {
  it.each<[Time, Duration, string, string]>([
    ['accessTokenValidity', seconds(299), '4 minutes 59 seconds', '5 minutes to 1 day, in whole seconds'],
    ['accessTokenValidity', seconds(86_401), '1 day 1 second', '5 minutes to 1 day, in whole seconds'],
    ['accessTokenValidity', Duration.millis(330_500), '5 minutes 30 seconds', '5 minutes to 1 day, in whole seconds'],
    ['idTokenValidity', seconds(299), '4 minutes 59 seconds', '5 minutes to 1 day, in whole seconds'],
    ['idTokenValidity', seconds(86_401), '1 day 1 second', '5 minutes to 1 day, in whole seconds'],
    ['refreshTokenValidity', seconds(3599), '59 minutes 59 seconds', '1 hour to 3650 days, in whole seconds'],
    ['refreshTokenValidity', seconds(315_360_001), '', '1 hour to 3650 days, in whole seconds'],
    ['refreshTokenRotationGracePeriod', seconds(61), '1 minute 1 second', 'whole seconds from 0 to 60'],
    ['refreshTokenRotationGracePeriod', seconds(90), '1 minute 30 seconds', 'whole seconds from 0 to 60'],
    ['refreshTokenRotationGracePeriod', Duration.millis(500), '500 millis', 'whole seconds from 0 to 60'],
    ['authSessionValidity', minutes(2), '2 minutes', 'whole minutes from 3 to 15'],
    ['authSessionValidity', minutes(16), '16 minutes', 'whole minutes from 3 to 15'],
    ['authSessionValidity', seconds(200), '3 minutes 20 seconds', 'whole minutes from 3 to 15'],
  ])('is an error: %s of %s', (name, time, given, accepted) => {
    expect(problemsOf({ [name]: time })).toEqual([
      expect.stringMatching(
        `^${name} is ${given || '.+'}: Cognito accepts only ${accepted}, and would reject the client\\. Give a duration in that range`,
      ),
    ]);
  });

  it('is one of the default client under its full name', () => {
    expect(messageOf(() => new UserAuthPool(newStack(), 'Pool', { client: { idTokenValidity: minutes(4) } }))).toMatch(
      /1\. client\.idTokenValidity is 4 minutes: /,
    );
  });

  it.each(['accessTokenValidity', 'idTokenValidity'])('is an %s longer than that of the refresh token', (name) => {
    const refreshTokenValidity = hours(2);
    expect(propertiesOf({ refreshTokenValidity, [name]: hours(2) }).RefreshTokenValidity).toBe(7200);
    expect(problemsOf({ refreshTokenValidity, [name]: seconds(7201) })).toEqual([
      expect.stringMatching(
        `^${name} is 2 hours 1 second, with a refreshTokenValidity of 2 hours: Cognito accepts no token that outlives`,
      ),
    ]);
  });

  it('is told once, and compared with the others only where each can be had', () => {
    expect(problemsOf({ refreshTokenValidity: minutes(30) })).toHaveLength(1);
  });

  it('is not judged before it is known', () => {
    const amount = new CfnParameter(newStack(), 'Amount', { type: 'Number' }).valueAsNumber;
    const pool = new UserAuthPool(newStack(), 'Pool');
    const known = { refreshTokenValidity: hours(1), accessTokenValidity: hours(1) };
    for (const [index, name] of ['accessTokenValidity', 'idTokenValidity', 'refreshTokenValidity'].entries()) {
      expect(() => pool.addClient(`C${index}`, { ...known, [name]: hours(amount) })).not.toThrow();
    }
    const times = { authSessionValidity: minutes(amount), refreshTokenRotationGracePeriod: seconds(amount) };
    expect(() => pool.addClient('Other', times)).not.toThrow();
  });
});

describe('refresh tokens', () => {
  it('are not rotated unless a grace period says so, and can be refreshed by the flow that does not rotate', () => {
    const { RefreshTokenRotation, ExplicitAuthFlows } = propertiesOf({});
    // Named, so that taking the grace period away turns rotation off.
    expect(RefreshTokenRotation).toEqual({ Feature: 'DISABLED' });
    expect(ExplicitAuthFlows).toContain('ALLOW_REFRESH_TOKEN_AUTH');
  });

  it('are rotated without a flow that Cognito rejects beside it', () => {
    const { ExplicitAuthFlows } = propertiesOf({ refreshTokenRotationGracePeriod: seconds(0) });
    expect(ExplicitAuthFlows).toEqual(['ALLOW_USER_SRP_AUTH']);
  });

  it.each([
    [undefined, true],
    [true, true],
    [false, false],
  ])('can be revoked as enableTokenRevocation %s says', (enableTokenRevocation, expected) => {
    expect(propertiesOf({ enableTokenRevocation }).EnableTokenRevocation).toBe(expected);
  });
});

it('the time for each step of a sign-in is that of Cognito unless it is given', () => {
  expect(propertiesOf({}).AuthSessionValidity).toBeUndefined();
});
