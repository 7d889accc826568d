import { Duration, SecretValue } from 'aws-cdk-lib';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as firehose from 'aws-cdk-lib/aws-kinesisfirehose';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as route53 from 'aws-cdk-lib/aws-route53';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as ses from 'aws-cdk-lib/aws-ses';
import * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as library from '../../lib';
import { AccessPolicy, AttributeSchema, UserAuthPool } from '../../lib';
import { checkArgument } from '../../lib/checks/check-struct';
import { OBJECTS, STRUCTS } from '../../lib/checks/structs';
import { remedyForType } from '../../lib/checks/wanted';
import { messageOf, newStack } from '../support/synth';

/** What the examples name. */
function namesIn(stack: ReturnType<typeof newStack>): Readonly<Record<string, unknown>> {
  const pool = new UserAuthPool(stack, 'Users');
  const logo = join(__dirname, '..', '..', 'docs', 'access-page.png');
  const ManagedLoginAsset = {
    fromFile: (_: string, options: library.ManagedLoginFileOptions) =>
      library.ManagedLoginAsset.fromFile(logo, options),
  };
  return {
    ...cognito,
    ...acm,
    ...route53,
    ...logs,
    ...iam,
    ...ses,
    ...library,
    Duration,
    ManagedLoginAsset,
    kms,
    lambda,
    s3,
    wafv2,
    pool,
    DeliveryStream: firehose.DeliveryStream,
    Secret: secretsmanager.Secret,
    arn: 'arn:aws:acm:us-east-1:123456789012:certificate/x',
    id: 'eu-west-1_Ab12Cd34E',
    clientId: 'x',
    clientSecret: SecretValue.secretsManager('x'),
    secret: new secretsmanager.Secret(stack, 'Secret1'),
    identity: ses.EmailIdentity.fromEmailIdentityName(stack, 'Identity1', 'example.com'),
    logGroup: new logs.LogGroup(stack, 'Logs1'),
    fn: lambda.Function.fromFunctionName(stack, 'Fn', 'fn'),
    props: { defaultAction: { allow: {} }, scope: 'REGIONAL', visibilityConfig: {} },
    terms: 'https://www.example.com/terms',
    privacy: 'https://www.example.com/privacy',
  };
}

const remedyFor = (name: string, given: unknown = 0, where = 'prop') =>
  remedyForType(where, { name, isOptional: false }, given);

describe('the remedy for a value of a wrong type', () => {
  const types = [...Object.values(STRUCTS).flatMap((props) => Object.values(props)), ...Object.keys(OBJECTS)].map(
    (type) => type.replace(/^(list|map) /, '').replace('!', ''),
  );
  const PRIMITIVES = ['any', 'boolean', 'number', 'string'];

  it.each([...new Set(types)].filter((type) => !PRIMITIVES.includes(type)))('has code that is accepted: %s', (type) => {
    // The others say more than one example could.
    if (['Function', 'IHttpApi', 'IUserAuthPool', 'IUserPoolClientRef'].includes(type)) {
      expect(remedyFor(type)).toMatch(/; /);
      return;
    }
    const [, example = ''] = /, for example (?:a (?:UserAuthPool|function), or )?(.*)$/.exec(remedyFor(type)) ?? [];
    expect(example).not.toBe('');
    const code = example.replace(/ or the policy of a group$/, '');
    const stack = newStack('S', { env: { account: '123456789012', region: 'eu-west-1' } });
    const names = namesIn(stack);
    // eslint-disable-next-line @typescript-eslint/no-implied-eval -- the examples are this library's own
    const evaluate = new Function(...Object.keys(names), `return (${code})`) as (...values: unknown[]) => unknown;
    const value = evaluate.call(stack, ...Object.values(names));
    expect(() => checkArgument(stack, 'value', type, value)).not.toThrow();
  });

  it('lists the options of a struct without an example', () => {
    expect(remedyFor('FrontEndConfigOptions')).toBe('Give an object with options. The options are client');
  });

  it.each<[string, string, string, unknown, string]>([
    [
      'the scopeName of a scope',
      'authorizationScopes[0]',
      'string',
      cognito.OAuthScope.custom('a/b'),
      'Give its scopeName, a string',
    ],
    ['the scopeName of an object', 'scopes[1]', 'string', { scopeName: 'read' }, 'Give its scopeName, a string'],
    [
      'the name of an attribute',
      'writableCustomAttributes[0]',
      'string',
      AttributeSchema.customString('plan'),
      'Give its name, a string',
    ],
    ['what the prop is called', 'userPoolId', 'string', { userPoolId: 'x' }, 'Give its userPoolId, a string'],
    [
      'what the list is called',
      'userPoolClientIds[0]',
      'string',
      { userPoolClientId: 'x' },
      'Give its userPoolClientId, a string',
    ],
    ['nothing of another object', 'userPoolId', 'string', { other: 'x' }, 'Give a string'],
    ['nothing of a number', 'userPoolId', 'string', 7, 'Give a string'],
  ])('takes %s', (_, where, type, given, remedy) => {
    expect(remedyFor(type, given, where)).toBe(remedy);
  });

  it.each<[string, unknown, string]>([
    ['string', 'GET /health', 'Give a list, for example ["GET /health"]'],
    ['string', 7, 'Give a list'],
    ['any', 'ON', 'Give a list'],
    ['UserAuthScope', 'read', "Give a list, for example [{ scopeName: 'read' }]"],
    ['AttributeSchema', {}, "Give a list, for example [AttributeSchema.customString('tenant')]"],
  ])('shows a list of %s, given %j', (name, given, remedy) => {
    expect(remedyForType('prop', { name, collection: 'list', isOptional: false }, given)).toBe(remedy);
  });

  it('says when to omit it', () => {
    const wanted = { name: 'Firewall', isOptional: true };
    expect(remedyForType('firewall', wanted, true)).toBe('Give a Firewall, for example Firewall.managed(), or omit it');
  });
});

describe('mistakes of newcomers', () => {
  const pool = () => new UserAuthPool(newStack('S'), 'Pool');
  const poolWith = (props: object) => new UserAuthPool(newStack('S'), 'Pool', props);

  it.each<[string, () => unknown, string]>([
    [
      'passkeys: true',
      () => poolWith({ passwordless: { passkeys: true } }),
      'an object with options, for example {}, or',
    ],
    [
      'mfaConfiguration: "ON"',
      () => poolWith({ mfaConfiguration: 'ON' }),
      'for example { status: MfaStatus.ON }, or omit',
    ],
    [
      'a scope as a string',
      () => pool().addResourceServer('api', { scopes: ['read'] } as object),
      'scopes[0] is "read": it is not an object with options. Give an object with options, for example { scopeName: \'read\' }.',
    ],
    [
      'an enum by its name',
      () => poolWith({ userVerificationType: 'EMAIL_CODE' }),
      'Write UserVerificationType.EMAIL_CODE.',
    ],
    [
      'a class of the CDK for options',
      () => poolWith({ emailConfiguration: cognito.UserPoolEmail.withCognito() }),
      "emailConfiguration is an object of the class UserPoolEmail: it is not an object with options. Give an object with options, for example { fromEmail: 'no-reply@example.com', sesIdentity: identity }.",
    ],
    [
      'an attribute as an object',
      () => poolWith({ schema: [{ name: 'tenant' }] }),
      "S/Pool has 1 problem:\n  1. schema[0] is an object: it is not an AttributeSchema. Give an AttributeSchema, for example AttributeSchema.customString('tenant').",
    ],
    [
      'a provider of the CDK',
      () => {
        const users = pool();
        const google = new cognito.UserPoolIdentityProviderGoogle(users, 'Google', {
          userPool: users.userPool,
          clientId: 'x',
          clientSecretValue: SecretValue.secretsManager('x'),
        });
        users.addIdentityProvider(google as never);
      },
      'S/Pool has 1 problem:\n  1. provider is an object of the class UserPoolIdentityProviderGoogle: it is not an IdentityProvider. Give an IdentityProvider, for example IdentityProvider.google({ clientId, clientSecret }).',
    ],
    [
      'an imported function to connect',
      () => {
        const users = pool();
        users.connect(lambda.Function.fromFunctionName(users, 'Fn', 'fn') as never);
      },
      'Give a Function that this app creates; for an imported one, call pool.grants.permissions() and set its environment',
    ],
    ['an object without a prototype', () => AccessPolicy.client(Object.create(null) as never), 'client is an object:'],
  ])('%s', (_, action, text) => {
    expect(messageOf(action)).toContain(text);
  });
});
