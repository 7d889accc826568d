import { Aws, CfnCondition, CfnParameter, Fn, Stack } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import { CognitoHttpApiAuthorizer, IssuerType, PolicyEnforcement, UserAuthPool } from '../../../lib';
import { refusalOf } from '../../support/policies';
import { templateOf } from '../../support/synth';
import { setUp } from '../support';

const addRoute = ({ authorizer, httpApi, fn }: ReturnType<typeof setUp>) =>
  authorizer.addLambdaRoute(fn, { httpApi, path: '/a' });
const write = (pool: UserAuthPool, type: string) =>
  pool.cfnUserPool.addPropertyOverride('IssuerConfiguration.Type', type);

it('another issuer than a JWT authorizer looks for is rejected', () => {
  const made = setUp();
  addRoute(made);
  write(made.pool, 'UPDATED');
  expect(refusalOf(made.stack)).toContain(
    '[S/Api] IssuerConfiguration of S/Pool is "UPDATED": its tokens may then name an issuer other than that of issuerType, which is ORIGINAL, and API Gateway rejects all of them. ' +
      'Remove the override, and set issuerType of the pool.',
  );
});

it('another issuer in one branch of a condition is rejected, whatever the other one is', () => {
  const made = setUp();
  addRoute(made);
  const { stack, pool } = made;
  const parameter = new CfnParameter(stack, 'Type');
  new CfnCondition(stack, 'If', { expression: Fn.conditionEquals(parameter, 'x') });
  pool.cfnUserPool.addPropertyOverride('IssuerConfiguration.Type', { 'Fn::If': ['If', { Ref: 'Type' }, 'UPDATED'] });
  expect(refusalOf(stack)).toContain(
    'IssuerConfiguration of S/Pool is S/Type: its tokens may then name an issuer other',
  );
});

describe('an override of the whole configuration', () => {
  const refusalWith = (configuration: (stack: Stack) => unknown) => {
    const made = setUp();
    addRoute(made);
    new CfnCondition(made.stack, 'If', { expression: Fn.conditionEquals(Aws.REGION, 'eu-west-1') });
    made.pool.cfnUserPool.addPropertyOverride('IssuerConfiguration', configuration(made.stack));
    return () => templateOf(made.stack, { keep: false });
  };
  const branches = (one: unknown, other: unknown) => () => ({ 'Fn::If': ['If', one, other] });

  it.each<[string, string, (stack: Stack) => unknown]>([
    ['with another issuer in one branch', '"UPDATED"', branches({ Type: 'ORIGINAL' }, { Type: 'UPDATED' })],
    ['that is a function', 'Fn::FindInMap', () => ({ 'Fn::FindInMap': ['Map', { Ref: 'AWS::Region' }, 'Issuer'] })],
    ['with a type that is a parameter', 'S/Type', (stack) => ({ Type: new CfnParameter(stack, 'Type').valueAsString })],
  ])('%s is rejected', (_, given, configuration) => {
    expect(refusalWith(configuration)).toThrow(`IssuerConfiguration of S/Pool is ${given}`);
  });

  it.each([
    ['the issuer in each branch', branches({ Type: 'ORIGINAL' }, { Type: 'ORIGINAL' })],
    ['none in one branch', branches({ Type: 'ORIGINAL' }, { Ref: 'AWS::NoValue' })],
  ])('with %s is accepted', (_, configuration) => {
    expect(refusalWith(configuration)).not.toThrow();
  });
});

it('an override that takes the updated issuer back is rejected', () => {
  const guarded = () => {
    const { stack, httpApi, fn } = setUp();
    const userAuthPool = new UserAuthPool(stack, 'Updated', { issuerType: IssuerType.UPDATED });
    new CognitoHttpApiAuthorizer(stack, 'Mine', { userAuthPool }).addLambdaRoute(fn, { httpApi, path: '/a' });
    return { stack, userAuthPool };
  };
  expect(() => templateOf(guarded().stack)).not.toThrow();
  const { stack, userAuthPool } = guarded();
  userAuthPool.cfnUserPool.addPropertyDeletionOverride('IssuerConfiguration');
  expect(refusalOf(stack)).toContain('IssuerConfiguration of S/Updated is "ORIGINAL"');
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
