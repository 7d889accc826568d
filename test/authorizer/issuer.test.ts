import { expect, it } from 'vitest';
import { CognitoHttpApiAuthorizer, PolicyEnforcement, UserAuthPool } from '../../lib';
import { refusalOf } from '../support/policies';
import { templateOf } from '../support/synth';
import { setUp } from './support';

const addRoute = ({ authorizer, httpApi, fn }: ReturnType<typeof setUp>) =>
  authorizer.addLambdaRoute(fn, { httpApi, path: '/a' });
const write = (pool: UserAuthPool, type: string) =>
  pool.cfnUserPool.addPropertyOverride('IssuerConfiguration.Type', type);

it('another issuer than a JWT authorizer looks for is rejected', () => {
  const made = setUp();
  addRoute(made);
  write(made.pool, 'UPDATED');
  expect(refusalOf(made.stack)).toContain(
    '[S/Api/UserAuth] IssuerConfiguration of S/Pool is "UPDATED": its tokens then name another issuer than "https://cognito-idp.REGION.amazonaws.com/POOL_ID", and API Gateway rejects all of them. ' +
      'Keep ORIGINAL, or enforce policies at the request, where both issuers are known.',
  );
});

it('the one that Cognito has always written is accepted, and at the request either is', () => {
  const inToken = setUp();
  addRoute(inToken);
  write(inToken.pool, 'ORIGINAL');
  expect(() => templateOf(inToken.stack)).not.toThrow();
  const atRequest = setUp({ enforcement: PolicyEnforcement.atRequest() });
  addRoute(atRequest);
  write(atRequest.pool, 'UPDATED');
  expect(() => templateOf(atRequest.stack)).not.toThrow();
});

it('that of an imported pool is not known', () => {
  const { stack, httpApi, fn } = setUp();
  const userAuthPool = UserAuthPool.fromUserAuthPoolAttributes(stack, 'Imported', {
    userPoolId: 'eu-west-1_Ab12Cd34E',
    userPoolClientIds: ['abc'],
  });
  new CognitoHttpApiAuthorizer(stack, 'Mine', { userAuthPool }).addLambdaRoute(fn, { httpApi, path: '/a' });
  expect(() => templateOf(stack)).not.toThrow();
});
