import { Duration } from 'aws-cdk-lib';
import { Problems } from '../../checks/problems';
import { checkValue } from '../../checks/values';

/** Checks how long API Gateway caches the results of a function. */
export function checkCacheTtl(problems: Problems, where: string, ttl: Duration | undefined): void {
  checkValue(problems, where, ttl, isCacheable, {
    outcome: 'API Gateway caches a result for 0 to 3600 whole seconds and rejects the authorizer',
    remedy: 'Give a duration of at most one hour',
  });
}

function isCacheable(ttl: Duration): boolean {
  const seconds = ttl.toSeconds({ integral: false });
  return Number.isInteger(seconds) && seconds >= 0 && seconds <= 3600;
}
