/*
 * What a prop has set, its absence unsets: CloudFormation and the services keep some values that a template no longer
 * names. docs/unset.md says of each property that goes with a prop why it need not be named, and nothing else may go.
 */
import { Duration, Stack } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  AccessPolicy,
  AddLambdaRouteOptions,
  AttributeSchema,
  CognitoHttpApiAuthorizer,
  HostedUi,
  UserAuthClientOptions,
  UserAuthPool,
  UserAuthPoolProps,
} from '../lib';
import { STRUCTS } from '../lib/checks/structs';
import { useLockFile } from './support/lock-file';
import { POOL } from './support/pool-props';
import { newFunction, newStack, templateOf } from './support/synth';

const lock = useLockFile();

type Rendered = Record<string, { readonly Type: string; readonly Properties?: Record<string, unknown> }>;

const render = (make: (stack: Stack) => void): Rendered => {
  const stack = newStack('S', { env: { account: '111111111111', region: 'us-east-1' } });
  make(stack);
  return (templateOf(stack).toJSON() as { Resources: Rendered }).Resources;
};

/** The properties of Cognito and API Gateway that one template has and the other, with the same resource, has not. */
function gone(on: Rendered, off: Rendered): string[] {
  const isMap = (value: unknown): value is Record<string, unknown> =>
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !Object.keys(value).some((key) => /^Ref$|^Fn::/.test(key));
  const missing = (was: unknown, is: unknown, path: string): string[] => {
    if (is === undefined) return [path];
    return isMap(was) && isMap(is)
      ? Object.keys(was).flatMap((name) => missing(was[name], is[name], `${path}.${name}`))
      : [];
  };
  return Object.entries(on).flatMap(([id, { Type, Properties = {} }]) => {
    const [, service, name] = Type.split('::');
    if (!off[id] || !['Cognito', 'ApiGatewayV2'].includes(service!)) return [];
    return Object.keys(Properties).flatMap((property) =>
      missing(Properties[property], off[id]?.Properties?.[property], `${name}.${property}`),
    );
  });
}

const documented = [
  ...readFileSync(join(__dirname, '..', 'docs', 'unset.md'), 'utf8').matchAll(/^\| `([\w.]+)` +\|/gm),
].map(([, name]) => name!);
const isDocumented = (path: string) => documented.some((name) => path === name || path.startsWith(`${name}.`));
const seen = new Set<string>();

function check(on: Rendered, off: Rendered, never: Rendered, named: readonly string[]): void {
  for (const path of gone(on, off)) {
    expect(isDocumented(path), `${path} is in docs/unset.md`).toBe(true);
    seen.add(path);
  }
  // What is off is as if it had never been on, but for the neutral values.
  expect(gone(off, never)).toEqual(named);
  expect(gone(never, off)).toEqual([]);
}

/** Props that Cognito can't change, that only deletion concerns, or that are not of the pool itself. */
const OTHERS = [
  ...['allowEmailAsUserName', 'allowPhoneNumberAsUserName', 'allowUserName', 'allowPreferredUserName'],
  ...['signInCaseSensitive', 'schema', 'omitSchema', 'existing', 'lockFile', 'overrides', 'client', 'defaultClient'],
  ...['removalPolicy', 'requireEmailVerification', 'requirePhoneNumberVerification', 'smsSender', 'customSenderKmsKey'],
];

describe('a prop of the pool', () => {
  it.each(Object.keys(POOL) as (keyof UserAuthPoolProps)[])('%s', (prop) => {
    const make = (props: (stack: Stack) => UserAuthPoolProps, lockFile?: string) =>
      render((stack) => new UserAuthPool(stack, 'Pool', { ...props(stack), lockFile }));
    const on = make(POOL[prop]!, lock.path);
    const off = make(() => ({}), lock.path);
    check(
      on,
      off,
      make(() => ({})),
      ['passwordless', 'featurePlan'].includes(prop) ? ['UserPool.Policies.SignInPolicy'] : [],
    );
  });

  it('is tried, or need not be', () => {
    const all = Object.keys(STRUCTS.UserAuthPoolProps!);
    expect(all.filter((name) => !(name in POOL) && !OTHERS.includes(name))).toEqual([]);
  });
});

const url = 'https://a.example.com/';
const attributes = new cognito.ClientAttributes().withStandardAttributes({ locale: true });
const CLIENT: Record<string, UserAuthClientOptions> = {
  hosted: { callbackUrls: [url], logoutUrls: [url], defaultRedirectUri: url },
  flows: { allowPasswordSignIn: true, allowAdminSignIn: true },
  tokens: {
    refreshTokenRotationGracePeriod: Duration.seconds(10),
    authSessionValidity: Duration.minutes(5),
    idTokenValidity: Duration.minutes(10),
  },
  attributes: { readAttributes: attributes, writeAttributes: attributes, writableCustomAttributes: ['team'] },
  name: { userPoolClientName: 'web' },
};

describe('options of a client', () => {
  it.each(Object.keys(CLIENT))('%s', (name) => {
    const schema = [AttributeSchema.customString('team')];
    const hostedUi = HostedUi.cognitoDomain({ domainPrefix: 'mine' });
    const make = (options: UserAuthClientOptions) =>
      render((stack) => new UserAuthPool(stack, 'Pool', { schema, hostedUi }).addClient('C', options));
    check(make(CLIENT[name]!), make({}), make({}), []);
  });
});

describe('what a route requires', () => {
  it.each<[string, Partial<AddLambdaRouteOptions>]>([
    ['scopes', { authorizationScopes: ['api/read'] }],
    ['a policy', { accessPolicy: AccessPolicy.group('admins') }],
  ])('%s', (_, options) => {
    const make = (more: Partial<AddLambdaRouteOptions>) =>
      render((stack) => {
        const userAuthPool = new UserAuthPool(stack, 'Pool');
        const httpApi = new apigwv2.HttpApi(stack, 'Api');
        const authorizer = new CognitoHttpApiAuthorizer(stack, 'A', { userAuthPool });
        authorizer.addLambdaRoute(newFunction(stack, 'F'), { httpApi, path: '/a', ...more });
      });
    const off = make({});
    check(make(options), off, off, []);
    const [route] = Object.values(off).filter(({ Type }) => Type.endsWith('Route'));
    expect(route?.Properties?.AuthorizationScopes).toEqual([]);
  });
});

it('docs/unset.md names nothing else', () => {
  expect(documented.filter((name) => ![...seen].some((path) => path === name || path.startsWith(`${name}.`)))).toEqual(
    [],
  );
});
