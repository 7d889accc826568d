import { Stack } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { expect, it } from 'vitest';
import {
  AccessPolicy,
  AttributeSchema,
  CognitoHttpApiAuthorizer,
  Firewall,
  HostedUi,
  IdentityProvider,
  LambdaHttpApiAuthorizer,
  ManagedLoginAsset,
  MfaStatus,
  SamlMetadata,
  UserAuthDomain,
  UserAuthPool,
  UserAuthPoolProps,
} from '../lib';
import { messageOf, newFunction, newStack } from './support/synth';

// `process.env.NAME!` of a variable that is not set satisfies the types, and so does a slip in plain JavaScript.
const UNSET = undefined as unknown as string;
const unset = <T>() => UNSET as unknown as T;

const newPool = (stack: Stack, props?: UserAuthPoolProps) => new UserAuthPool(stack, 'Pool', props);
const domainOf = (stack: Stack) =>
  new UserAuthDomain(stack, 'D', { userPool: newPool(stack), hostedUi: HostedUi.cognitoDomain() });
const imported = (stack: Stack, userPoolId: string, userPoolClientIds?: string[]) =>
  UserAuthPool.fromUserAuthPoolAttributes(stack, 'Pool', { userPoolId, userPoolClientIds });
const authorizerIn = (stack: Stack) => new CognitoHttpApiAuthorizer(stack, 'A', { userAuthPool: newPool(stack) });
const addRoute = (stack: Stack, options: object) =>
  authorizerIn(stack).addLambdaRoute(newFunction(stack, 'Fn'), {
    httpApi: new apigwv2.HttpApi(stack, 'Api'),
    path: '/a',
    ...options,
  });
const require_ = (stack: Stack, policy: AccessPolicy) => authorizerIn(stack).require(policy);
const LEFT_OUT = 'is missing: the CDK would silently drop it from the list.';

const needed = (name: string) => `${name} is missing: it is required. Give a string.`;

it.each<[string, (stack: Stack) => unknown]>([
  [needed('name'), () => AttributeSchema.customString(UNSET)],
  [needed('name'), () => AttributeSchema.customNumber(UNSET)],
  [needed('name'), () => AttributeSchema.customBoolean(UNSET)],
  [needed('name'), () => AttributeSchema.customDateTime(UNSET)],
  [needed('name'), () => IdentityProvider.oidc(UNSET, unset())],
  [needed('name'), () => IdentityProvider.saml(UNSET, unset())],
  [needed('path'), () => SamlMetadata.fromFile(UNSET)],
  [needed('xml'), () => SamlMetadata.fromContent(UNSET)],
  [needed('webAclArn'), () => Firewall.fromWebAclArn(UNSET)],
  [needed('path'), () => ManagedLoginAsset.fromFile(UNSET, unset())],
  [needed('content'), () => ManagedLoginAsset.fromBase64(UNSET, unset())],
  [needed('scopeName'), (stack) => newPool(stack).addResourceServer('api').scope(UNSET)],
  [needed('clientId'), (stack) => domainOf(stack).signOutUrl(UNSET, 'https://example.com')],
  [needed('logoutUri'), (stack) => domainOf(stack).signOutUrl('abc', UNSET)],
  [needed('redirectUri'), (stack) => domainOf(stack).signInUrl('abc', UNSET, [])],
  [
    needed('scopes[0].scopeName'),
    (stack) => newPool(stack).addResourceServer('api', { scopes: [{ scopeName: UNSET }] }),
  ],
  [`callbackUrls[0] ${LEFT_OUT}`, (stack) => newPool(stack).addClient('C', { callbackUrls: [UNSET] })],
  [`client.logoutUrls[1] ${LEFT_OUT}`, (stack) => newPool(stack, { client: { logoutUrls: ['a', UNSET] } })],
  [
    `mfaConfiguration.enabledTypes[0] ${LEFT_OUT}`,
    (stack) => newPool(stack, { mfaConfiguration: { status: MfaStatus.ON, enabledTypes: [unset()] } }),
  ],
  [
    `threatProtection.alwaysBlockedIpRanges[0] ${LEFT_OUT}`,
    (stack) => newPool(stack, { threatProtection: { alwaysBlockedIpRanges: [UNSET] } }),
  ],
  [`schema[0] ${LEFT_OUT}`, (stack) => newPool(stack, { schema: [unset()] })],
  [
    `identifiers[0] ${LEFT_OUT}`,
    (stack) =>
      newPool(stack, {
        identityProviders: [
          IdentityProvider.saml('Acme', {
            metadata: SamlMetadata.fromUrl('https://a.example.com'),
            identifiers: [UNSET],
          }),
        ],
      }),
  ],
  [
    'domainName is missing: it is required. Give a string.',
    (stack) => newPool(stack, { hostedUi: HostedUi.customDomain({ domainName: UNSET }) }),
  ],
  [`scopes[0] ${LEFT_OUT}`, (stack) => newPool(stack).addMachineClient('M', { scopes: [unset()] })],
  [
    'scopes is a scope without a name',
    (stack) => newPool(stack).addMachineClient('M', { scopes: [cognito.OAuthScope.custom(UNSET)] }),
  ],
  [`scopes[0] ${LEFT_OUT}`, (stack) => newPool(stack).addResourceServer('api', { scopes: [unset()] })],
  [
    `permissions[0] ${LEFT_OUT}`,
    (stack) => newPool(stack).connect(newFunction(stack, 'Fn'), { permissions: [unset()] }),
  ],
  [`permissions[0] ${LEFT_OUT}`, (stack) => newPool(stack).grants.permissions(newFunction(stack, 'Fn'), unset())],
  ['userPoolId is missing: it is required. Give a string.', (stack) => imported(stack, UNSET)],
  ['userPoolId is "": no user pool has such an ID.', (stack) => imported(stack, '')],
  [`userPoolClientIds[0] ${LEFT_OUT}`, (stack) => imported(stack, 'eu-west-1_Ab12Cd34E', [UNSET])],
  [`authorizationScopes[0] ${LEFT_OUT}`, (stack) => addRoute(stack, { authorizationScopes: [UNSET] })],
  [
    'authorizationScopes[0] is "": the route would require no scope, and every token of the pool would pass.',
    (stack) => addRoute(stack, { authorizationScopes: [''] }),
  ],
  [`methods[0] ${LEFT_OUT}`, (stack) => addRoute(stack, { methods: [undefined] })],
  [`paths[0] ${LEFT_OUT}`, (stack) => addRoute(stack, { paths: [UNSET] })],
  [
    'scopes[0] is missing: the route would require no scope, and every token of the pool would pass.',
    (stack) => authorizerIn(stack).requireScopes(cognito.OAuthScope.custom(UNSET)),
  ],
  [`scopes[0] ${LEFT_OUT}`, (stack) => authorizerIn(stack).requireScopes(unset())],
  [
    `publicRoutes[0] ${LEFT_OUT}`,
    (stack) => authorizerIn(stack).requireOnEveryRoute(new apigwv2.HttpApi(stack, 'Api'), { publicRoutes: [UNSET] }),
  ],
  [
    `identitySource[0] ${LEFT_OUT}`,
    (stack) => new CognitoHttpApiAuthorizer(stack, 'A', { userAuthPool: newPool(stack), identitySource: [UNSET] }),
  ],
  [
    `identitySource[0] ${LEFT_OUT}`,
    (stack) => new LambdaHttpApiAuthorizer(stack, 'A', { handler: newFunction(stack, 'Fn'), identitySource: [UNSET] }),
  ],
  [
    'The group of the policy is missing: nobody could satisfy it.',
    (stack) => require_(stack, AccessPolicy.group(UNSET)),
  ],
  [
    'The attribute of the policy is missing: nobody could satisfy it.',
    (stack) => require_(stack, AccessPolicy.attribute(UNSET, 'x')),
  ],
  [
    'The attribute of the policy is not a string but true: nobody could satisfy it.',
    (stack) => require_(stack, AccessPolicy.attribute('email_verified', true as unknown as string)),
  ],
  [`policies[0] ${LEFT_OUT}`, (stack) => require_(stack, AccessPolicy.anyOf(unset()))],
])('what is not set is told: %s', (expected, make) => {
  expect(messageOf(() => make(newStack('S')))).toContain(expected);
});
