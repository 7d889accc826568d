import { Duration } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import { PolicyEnforcement, TokenUse } from '../../../lib';
import { AtRequestOptions } from '../../../lib/authorizer/tokens/policy-enforcement';
import { Problems } from '../../../lib/checks/problems';
import { newStack } from '../../support/synth';

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
      'enforcement.tokenUse is "refresh": it is not one of the values that this library knows. Use one of TokenUse.ACCESS, TokenUse.ID.',
    ]);
  });

  it('names where a mistake is', () => {
    expect(() => PolicyEnforcement.atRequest({ ttl: 5 } as never)).toThrow(
      /^PolicyEnforcement\.atRequest\(\) has 1 problem/,
    );
  });

  it('a result cannot be cached for longer than API Gateway does', () => {
    expect(atRequest({ resultsCacheTtl: Duration.hours(1) })).toEqual([]);
    expect(atRequest({ resultsCacheTtl: Duration.hours(2) })).toEqual([
      expect.stringMatching(/^enforcement\.resultsCacheTtl is 2 hours: /),
    ]);
  });
});
