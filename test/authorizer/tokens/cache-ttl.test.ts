import { Duration, Lazy } from 'aws-cdk-lib';
import { expect, it } from 'vitest';
import { checkCacheTtl } from '../../../lib/authorizer/tokens/cache-ttl';
import { Problems } from '../../../lib/checks/problems';
import { newStack } from '../../support/synth';

const messages = (ttl: Duration | undefined) => {
  const problems = new Problems(newStack('S'));
  checkCacheTtl(problems, 'ttl', ttl);
  return problems.messages();
};

it.each([undefined, Duration.seconds(0), Duration.seconds(1), Duration.hours(1), Duration.millis(2000)])(
  'a result can be cached for %s',
  (ttl) => {
    expect(messages(ttl)).toEqual([]);
  },
);

it.each([
  [Duration.seconds(3601), '1 hour 1 second'],
  [Duration.millis(1500), '1 second 500 millis'],
])('a result cannot be cached for %s', (ttl, given) => {
  expect(messages(ttl)).toEqual([
    `ttl is ${given}: API Gateway caches a result for 0 to 3600 whole seconds and rejects the authorizer. ` +
      'Give a duration of at most one hour.',
  ]);
});

it('a time that only the deployment knows is not judged', () => {
  expect(messages(Duration.seconds(Lazy.number({ produce: () => 9999 })))).toEqual([]);
});
