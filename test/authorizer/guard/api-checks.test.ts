import { Duration } from 'aws-cdk-lib';
import { expect, it } from 'vitest';
import { CognitoHttpApiAuthorizer, LambdaHttpApiAuthorizer, ResourceIndicator } from '../../../lib';
import { refusalOf } from '../../support/policies';
import { newFunction, warningsOf } from '../../support/synth';
import { setUp } from '../support';

it('the audiences of each authorizer of a pool are counted', () => {
  const { stack, pool, authorizer, httpApi, fn } = setUp();
  const resources = Array.from({ length: 50 }, (_, n) => ResourceIndicator.fromUrl(`https://a${n}.example.com`));
  authorizer.addLambdaRoute(fn, { httpApi, path: '/a' });
  const bound = new CognitoHttpApiAuthorizer(stack, 'Bound', { userAuthPool: pool, resources });
  bound.addLambdaRoute(fn, { httpApi, path: '/b' });
  expect(refusalOf(stack)).toContain('userPoolClients of S/Pool is a list of 1, beside 50 resources of an authorizer');
});

it('the routes of each function that decides are counted', () => {
  const { stack, httpApi, fn } = setUp();
  for (const id of ['One', 'Other']) {
    const handler = newFunction(stack, `${id}Judge`);
    new LambdaHttpApiAuthorizer(stack, id, { handler, resultsCacheTtl: Duration.minutes(1) }).addLambdaRoute(fn, {
      httpApi,
      path: `/${id}`,
    });
  }
  expect(warningsOf(stack).filter((warning) => !warning.includes('guardsNoRoute'))).toEqual([]);
});
