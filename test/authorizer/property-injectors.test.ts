import { CfnResource, Duration, PropertyInjectors } from 'aws-cdk-lib';
import { HttpAuthorizer, HttpNoneAuthorizer, HttpRoute } from 'aws-cdk-lib/aws-apigatewayv2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { describe, expect, it } from 'vitest';
import { AccessPolicy, LambdaHttpApiAuthorizer, PolicyEnforcement } from '../../lib';
import { refusalOf } from '../support/policies';
import { newFunction, templateOf } from '../support/synth';
import { setUp } from './support';

const AT_REQUEST = { enforcement: PolicyEnforcement.atRequest() };
const FOREIGN = lambda.Code.fromInline('exports.handler = async () => ({ isAuthorized: true })');

/** Adds a route, guarded in one of the ways that there are. */
const WAYS: Record<string, (made: ReturnType<typeof setUp>) => void> = {
  bare: ({ authorizer, fn, httpApi }) => {
    authorizer.addLambdaRoute(fn, { httpApi, path: '/a' });
  },
  scopes: ({ authorizer, fn, httpApi }) => {
    authorizer.addLambdaRoute(fn, { httpApi, path: '/a', authorizationScopes: ['a/read'] });
  },
  policy: ({ authorizer, fn, httpApi, pool }) => {
    const accessPolicy = AccessPolicy.anyOf(AccessPolicy.group('a'), AccessPolicy.client(pool.client));
    authorizer.addLambdaRoute(fn, { httpApi, path: '/a', accessPolicy });
  },
  'own function': ({ stack, fn, httpApi }) => {
    const own = new LambdaHttpApiAuthorizer(stack, 'Own', { handler: newFunction(stack, 'Judge') });
    own.addLambdaRoute(fn, { httpApi, path: '/a' });
  },
};
const JWT = ['bare', 'scopes', 'policy'];

interface Injection {
  readonly into: { readonly PROPERTY_INJECTION_ID: string };
  readonly given: object | ((made: ReturnType<typeof setUp>) => object);
  readonly ways: string[];
  readonly reported: string;
}

const INJECTIONS: Record<string, Injection> = {
  'opens a route': {
    into: HttpRoute,
    given: { authorizer: new HttpNoneAuthorizer() },
    ways: [...Object.keys(WAYS), 'at the request'],
    reported: 'authorizationType of the route "ANY /a" is "NONE"',
  },
  'gives a route another authorizer of the same construct': {
    into: HttpRoute,
    given: ({ authorizer }) => ({ authorizer }),
    ways: ['policy'],
    reported: 'authorizationScopes of the route "ANY /a" is empty',
  },
  'removes the scopes of a route': {
    into: HttpRoute,
    given: { authorizationScopes: [] },
    ways: ['scopes'],
    reported: 'authorizationScopes of the route "ANY /a" is empty',
  },
  'adds a scope to a route': {
    into: HttpRoute,
    given: { authorizationScopes: ['a/read', 'openid'] },
    ways: ['scopes', 'policy'],
    reported: '"openid", where ["',
  },
  'has tokens of another issuer accepted': {
    into: HttpAuthorizer,
    given: { jwtIssuer: 'https://issuer.example.com' },
    ways: JWT,
    reported: 'JwtConfiguration of',
  },
  'has tokens of another client accepted': {
    into: HttpAuthorizer,
    given: { jwtAudience: ['other'] },
    ways: JWT,
    reported: 'JwtConfiguration of',
  },
  'has the token read from elsewhere': {
    into: HttpAuthorizer,
    given: { identitySource: ['$request.querystring.t'] },
    ways: [...Object.keys(WAYS), 'at the request'],
    reported: 'IdentitySource of',
  },
  'has one answer count for all routes': {
    into: HttpAuthorizer,
    given: { resultsCacheTtl: Duration.hours(1) },
    ways: ['own function', 'at the request'],
    reported: 'AuthorizerResultTtlInSeconds of',
  },
  'has the function called by a role': {
    into: HttpAuthorizer,
    given: { role: { roleRef: { roleArn: 'arn:aws:iam::111111111111:role/a' } } },
    ways: ['own function', 'at the request'],
    reported: 'AuthorizerCredentialsArn of',
  },
  'has another function asked': {
    into: HttpAuthorizer,
    given: { authorizerUri: 'arn:other' },
    ways: ['own function', 'at the request'],
    reported: 'AuthorizerUri of',
  },
  'gives a function of the library other code': {
    into: lambda.Function,
    given: { code: FOREIGN },
    ways: ['policy', 'at the request'],
    reported: 'Code of',
  },
  'gives the parameter of client IDs another value': {
    into: StringParameter,
    given: { stringValue: '{}' },
    ways: ['policy'],
    reported: 'Value of S/Pool/PolicyClients',
  },
};

describe.each(Object.entries(INJECTIONS))('a property injector that %s', (_, { into, given, ways, reported }) => {
  it.each(ways)('is an error: %s', (way) => {
    const made = setUp(way === 'at the request' ? AT_REQUEST : {});
    PropertyInjectors.of(made.stack).add({
      constructUniqueId: into.PROPERTY_INJECTION_ID,
      inject: (props) => ({ ...props, ...(typeof given === 'function' ? given(made) : given) }),
    });
    (WAYS[way] ?? WAYS.policy!)(made);
    expect(refusalOf(made.stack)).toContain(reported);
  });
});

it('a property injector that changes nothing that guards is none of our business', () => {
  const made = setUp();
  PropertyInjectors.of(made.stack).add({
    constructUniqueId: lambda.Function.PROPERTY_INJECTION_ID,
    inject: (props) => ({ ...props, tracing: lambda.Tracing.ACTIVE }),
  });
  WAYS.policy!(made);
  templateOf(made.stack).hasResourceProperties('AWS::Lambda::Function', { TracingConfig: { Mode: 'Active' } });
});

describe('the parameter of client IDs', () => {
  it.each([
    ['Value', '{}'],
    ['Name', '/other'],
  ])('keeps its %s', (property, value) => {
    const made = setUp();
    WAYS.policy!(made);
    const parameter = made.pool.node.findChild('PolicyClients').node.defaultChild as CfnResource;
    parameter.addPropertyOverride(property, value);
    expect(refusalOf(made.stack)).toContain(`${property} of S/Pool/PolicyClients`);
  });
});
