import { Fn, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { describe, expect, it } from 'vitest';
import { CognitoHttpApiAuthorizer, IssuerType, IUserAuthPool, PolicyEnforcement, UserAuthPool } from '../../lib';
import { messageOf, newFunction, newStack, only, templateOf, warningsOf } from '../support/synth';

const POOL_ID = 'eu-west-1_Ab12Cd34E';
const { ORIGINAL, UPDATED } = IssuerType;

const made = (stack: Stack, issuerType?: IssuerType): IUserAuthPool => new UserAuthPool(stack, 'Pool', { issuerType });
const imported = (stack: Stack, issuerType?: IssuerType): IUserAuthPool =>
  UserAuthPool.fromUserAuthPoolAttributes(stack, 'Pool', {
    userPoolId: POOL_ID,
    userPoolClientIds: ['abc'],
    issuerType,
  });

describe.each([
  ['a pool', made],
  ['an imported pool', imported],
])('the issuer of %s', (_, newPool) => {
  it('is of a type that synthesis knows', () => {
    expect(messageOf(() => newPool(newStack('S'), 'NEW' as IssuerType))).toContain(
      'issuerType is "NEW": it is not one of the values that this library knows. Use one of IssuerType.ORIGINAL, IssuerType.UPDATED.',
    );
    expect(messageOf(() => newPool(newStack('S'), Fn.importValue('Type') as IssuerType))).toContain(
      'issuerType is known only at deployment: ',
    );
  });

  it.each([
    [undefined, 'https://cognito-idp.'],
    [ORIGINAL, 'https://cognito-idp.'],
    [UPDATED, 'https://issuer-cognito-idp.'],
  ])('of type %s is that of JWT authorizers, connected functions and front ends', (issuerType, start) => {
    const stack = newStack('S');
    const pool = newPool(stack, issuerType);
    const fn = newFunction(stack, 'Fn');
    const httpApi = new apigwv2.HttpApi(stack, 'Api');
    new CognitoHttpApiAuthorizer(stack, 'Authorizer', { userAuthPool: pool }).addLambdaRoute(fn, {
      httpApi,
      path: '/a',
    });
    pool.connect(fn);
    const issuer = stack.resolve(pool.issuer) as unknown;
    expect(JSON.stringify(issuer)).toContain(start);
    const template = templateOf(stack);
    const { JwtConfiguration } = only(template, 'AWS::ApiGatewayV2::Authorizer').properties as any;
    expect(JwtConfiguration.Issuer).toEqual(issuer);
    const { Environment } = only(template, 'AWS::Lambda::Function').properties as any;
    expect(Environment.Variables.USER_POOL_ISSUER).toEqual(issuer);
    expect(stack.resolve(pool.frontEndConfig().values.issuer)).toEqual(issuer);
    expect(pool.issuerType).toBe(issuerType ?? ORIGINAL);
  });
});

it('is written only if it is given', () => {
  const written = (issuerType?: IssuerType) => {
    const stack = newStack('S');
    made(stack, issuerType);
    return only(templateOf(stack), 'AWS::Cognito::UserPool').properties.IssuerConfiguration;
  };
  expect(written()).toBeUndefined();
  expect(written(ORIGINAL)).toEqual({ Type: 'ORIGINAL' });
  expect(written(UPDATED)).toEqual({ Type: 'UPDATED' });
});

describe('what takes tokens with the original issuer only', () => {
  const restApi = (stack: Stack, pool: UserAuthPool) => {
    const authorizer = new apigateway.CognitoUserPoolsAuthorizer(stack, 'Users', { cognitoUserPools: [pool.userPool] });
    new apigateway.RestApi(stack, 'Rest').root.addMethod('GET', undefined, { authorizer });
  };
  const loadBalancer = (stack: Stack, pool: UserAuthPool) =>
    new elbv2.CfnListenerRule(stack, 'Rule', {
      listenerArn:
        'arn:aws:elasticloadbalancing:eu-west-1:111111111111:listener/app/a/0123456789abcdef/0123456789abcdef',
      priority: 1,
      conditions: [{ field: 'path-pattern', values: ['/*'] }],
      actions: [
        {
          type: 'authenticate-cognito',
          order: 1,
          authenticateCognitoConfig: {
            userPoolArn: pool.userPoolArn,
            userPoolClientId: pool.userPoolClientId,
            userPoolDomain: 'my-app',
          },
        },
      ],
    });
  const warned = (add: (stack: Stack, pool: UserAuthPool) => void, issuerType?: IssuerType) => {
    const stack = newStack('S');
    add(stack, new UserAuthPool(stack, 'Pool', { issuerType }));
    templateOf(stack, { keep: false });
    return warningsOf(stack).filter((text) => text.includes('UserAuthPool.issuerNotSupported'));
  };

  it.each([
    ['a Cognito authorizer of a REST API', restApi],
    ['the Cognito action of a load balancer', loadBalancer],
  ])('is warned of: %s', (_, add) => {
    expect(warned(add, UPDATED)).toHaveLength(1);
    expect(warned(add, ORIGINAL)).toEqual([]);
    expect(warned(add)).toEqual([]);
  });

  it('is not an HTTP API', () => {
    const http = (stack: Stack, userAuthPool: UserAuthPool) => {
      const httpApi = new apigwv2.HttpApi(stack, 'Api');
      const enforcement = PolicyEnforcement.atRequest();
      const fn = newFunction(stack, 'Fn');
      for (const [id, props] of Object.entries({ A: { userAuthPool }, B: { userAuthPool, enforcement } })) {
        new CognitoHttpApiAuthorizer(stack, id, props).addLambdaRoute(fn, { httpApi, path: `/${id}` });
      }
    };
    expect(warned(http, UPDATED)).toEqual([]);
  });
});
