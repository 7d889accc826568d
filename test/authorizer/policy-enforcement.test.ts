import { Duration, Lazy } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import { PolicyEnforcement, TokenUse } from '../../lib';
import { AtRequestOptions } from '../../lib/authorizer/policy-enforcement';
import { Problems } from '../../lib/checks/problems';
import { newStack } from '../support/synth';

const messages = (enforcement: PolicyEnforcement) => {
  const problems = new Problems(newStack('S'));
  enforcement._check(problems);
  return problems.messages();
};
const atRequest = (options?: AtRequestOptions) => messages(PolicyEnforcement.atRequest(options));

it('in the token there is nothing to choose', () => {
  expect(messages(PolicyEnforcement.inToken())).toEqual([]);
  expect(PolicyEnforcement.inToken()._atRequest).toBeUndefined();
});

describe('at the request', () => {
  it('both tokens can be taken, and no other', () => {
    expect(atRequest()).toEqual([]);
    expect(atRequest({ tokenUse: TokenUse.ACCESS })).toEqual([]);
    expect(atRequest({ tokenUse: TokenUse.ID })).toEqual([]);
    expect(atRequest({ tokenUse: 'refresh' as TokenUse })).toEqual([
      'enforcement.tokenUse is "refresh": it is not one of the values that this library knows. Use one of "access", "id".',
    ]);
  });

  it.each([Duration.seconds(0), Duration.seconds(1), Duration.hours(1), Duration.millis(2000)])(
    'an answer can be remembered for %s',
    (resultsCacheTtl) => {
      expect(atRequest({ resultsCacheTtl })).toEqual([]);
    },
  );

  it('names where a mistake is', () => {
    expect(() => PolicyEnforcement.atRequest({ ttl: 5 } as never)).toThrow(
      /^PolicyEnforcement\.atRequest\(\) has 1 problem/,
    );
  });

  it.each([
    [Duration.seconds(3601), '1 hour 1 second'],
    [Duration.millis(1500), '1 second 500 millis'],
  ])('an answer can not be remembered for %s', (resultsCacheTtl, given) => {
    expect(atRequest({ resultsCacheTtl })).toEqual([
      `enforcement.resultsCacheTtl is ${given}: API Gateway caches a result for 0 to 3600 whole seconds and rejects the authorizer. ` +
        'Give a duration of at most one hour.',
    ]);
  });

  it('a time that only deployment will know is not judged', () => {
    expect(atRequest({ resultsCacheTtl: Duration.seconds(Lazy.number({ produce: () => 9999 })) })).toEqual([]);
  });
});
