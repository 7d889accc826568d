import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { describe, expect, it } from 'vitest';
import { CognitoHttpApiAuthorizer, UserAuthClient, UserAuthPool } from '../../../lib';
import { newFunction, newStack, only, templateOf } from '../../support/synth';
import { AUTHORIZER, setUp } from '../support';

describe('the audience', () => {
  it('is every client of the pool, those added after the routes too', () => {
    const { stack, pool, authorizer, httpApi, fn } = setUp();
    authorizer.addLambdaRoute(fn, { httpApi, path: '/a' });
    const mobile = pool.addClient('Mobile');
    templateOf(stack).hasResourceProperties(AUTHORIZER, {
      JwtConfiguration: { Audience: [{ Ref: 'PoolClient8A3E5EB7' }, stack.resolve(mobile.userPoolClientId)] },
    });
  });

  it('is every client, by whatever way it was made, in an order that no order of calls changes', () => {
    const audience = (...ways: number[]) => {
      const { stack, pool, authorizer, httpApi, fn } = setUp();
      authorizer.addLambdaRoute(fn, { httpApi, path: '/a' });
      const makers = [
        () => pool.addClient('One'),
        () => pool.userPool.addClient('Two', { disableOAuth: true }),
        () => new UserAuthClient(stack, 'Three', { userPool: pool }),
      ];
      for (const way of ways) makers[way]!();
      new UserAuthPool(stack, 'Other').addClient('None');
      return (only(templateOf(stack), AUTHORIZER).properties.JwtConfiguration as { Audience: unknown[] }).Audience;
    };
    expect(audience(0, 1, 2)).toHaveLength(4);
    expect(audience(2, 1, 0)).toEqual(audience(0, 1, 2));
  });

  it('never makes a client', () => {
    const { stack, authorizer, httpApi, fn } = setUp();
    authorizer.addLambdaRoute(fn, { httpApi, path: '/a' });
    templateOf(stack).resourceCountIs('AWS::Cognito::UserPoolClient', 1);
  });
});

describe('a pool of another region', () => {
  it('keeps its own region in the issuer', () => {
    const stack = newStack('Stack', { env: { region: 'us-east-1', account: '111111111111' } });
    const userAuthPool = UserAuthPool.fromUserAuthPoolAttributes(stack, 'Pool', {
      userPoolId: 'eu-west-1_Ab12Cd34E',
      userPoolClientIds: ['abc'],
    });
    const authorizer = new CognitoHttpApiAuthorizer(stack, 'Authorizer', { userAuthPool });
    const httpApi = new apigwv2.HttpApi(stack, 'Api');
    authorizer.addLambdaRoute(newFunction(stack, 'Function'), { httpApi, path: '/a' });
    templateOf(stack).hasResourceProperties(AUTHORIZER, {
      JwtConfiguration: {
        Audience: ['abc'],
        Issuer: {
          'Fn::Join': ['', ['https://cognito-idp.eu-west-1.', { Ref: 'AWS::URLSuffix' }, '/eu-west-1_Ab12Cd34E']],
        },
      },
    });
  });
});
