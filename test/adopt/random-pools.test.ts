/*
 * Random pools of the CDK, taken over under the same construct IDs: what Cognito and CloudFormation can't change is the
 * same, byte for byte, and what the warning says will change is exactly what changes.
 */
import { Duration, Stack } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ExistingUserPool, UserAuthPool, UserAuthPoolProps } from '../../lib';
import { synth, Template, templateIn, useDeployed } from './support';

const deployed = useDeployed();

const attribute = fc.oneof(
  fc
    .record(
      { mutable: fc.boolean(), minLen: fc.integer({ min: 0, max: 9 }), maxLen: fc.integer({ min: 9, max: 99 }) },
      { requiredKeys: [] },
    )
    .map((options) => new cognito.StringAttribute(options)),
  fc
    .record(
      { mutable: fc.boolean(), min: fc.integer({ min: 0, max: 9 }), max: fc.integer({ min: 9, max: 99 }) },
      { requiredKeys: [] },
    )
    .map((options) => new cognito.NumberAttribute(options)),
  fc.boolean().map((mutable) => new cognito.BooleanAttribute({ mutable })),
);
/** How users sign in: in the props of the CDK, and in ours. */
const NAMES: readonly [cognito.SignInAliases | undefined, UserAuthPoolProps][] = [
  [{ email: true }, {}],
  [{ phone: true }, { allowEmailAsUserName: false, allowPhoneNumberAsUserName: true }],
  [{ email: true, phone: true }, { allowPhoneNumberAsUserName: true }],
  [undefined, { allowEmailAsUserName: false }],
  [{ username: true, email: true }, { allowUserName: true }],
  [
    { username: true, preferredUsername: true },
    { allowEmailAsUserName: false, allowPreferredUserName: true },
  ],
];
const pools = fc.record({
  names: fc.constantFrom(...NAMES),
  isSensitive: fc.constantFrom(undefined, true, false),
  attributes: fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), attribute, { maxKeys: 3 }),
  email: fc.constantFrom(undefined, { required: true, mutable: true }, { required: false, mutable: false }),
  minLength: fc.integer({ min: 6, max: 20 }),
  mfa: fc.constantFrom(undefined, cognito.Mfa.OFF, cognito.Mfa.OPTIONAL),
  recovery: fc.constantFrom(undefined, cognito.AccountRecovery.EMAIL_ONLY, cognito.AccountRecovery.NONE),
  flows: fc.record({ userSrp: fc.boolean(), userPassword: fc.boolean(), custom: fc.boolean() }),
  secret: fc.constantFrom(undefined, true, false),
  hours: fc.integer({ min: 1, max: 20 }),
  group: fc.boolean(),
});

const FIXED = [
  'Schema',
  'UsernameAttributes',
  'AliasAttributes',
  'UsernameConfiguration',
  'GenerateSecret',
  'GroupName',
  'UserPoolId',
];

const cognitoIn = ({ Resources }: Template) =>
  Object.entries(Resources).filter(([, { Type }]) => Type.startsWith('AWS::Cognito'));

/** What AWS documents as the default of a property that the templates of the CDK or of this library may lack. */
const DEFAULTS: Record<string, Record<string, unknown>> = {
  'AWS::Cognito::UserPool': {
    DeletionProtection: 'INACTIVE',
    MfaConfiguration: 'OFF',
    'Policies.PasswordPolicy.TemporaryPasswordValidityDays': 7,
  },
  'AWS::Cognito::UserPoolClient': {
    EnableTokenRevocation: true,
    ExplicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH', 'ALLOW_USER_SRP_AUTH', 'ALLOW_CUSTOM_AUTH'],
    PreventUserExistenceErrors: 'LEGACY',
    'RefreshTokenRotation.Feature': 'DISABLED',
  },
};
/** Units of tokens, whose validities are compared apart, and texts that are not sent. */
const SILENT = /\.(\w+TokenValidity|TokenValidityUnits\.\w+|EmailMessageByLink|EmailSubjectByLink)$/;

/** Every difference, as lines of the warning, by a walk of its own. */
function differences(before: Template, after: Template, hoursBefore: number): string[] {
  const leaves = (value: unknown, path: string): [string, string][] =>
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !Object.keys(value).some((key) => key === 'Ref' || key.startsWith('Fn::'))
      ? Object.entries(value).flatMap(([name, each]) => leaves(each, `${path}.${name}`))
      : [[path, JSON.stringify(value)]];
  const inOrder = (text?: string) =>
    text?.startsWith('["') ? JSON.stringify((JSON.parse(text) as string[]).sort()) : text;
  const lines = cognitoIn(before).flatMap(([id, { Type, Properties }]) => {
    const defaults = Object.entries(DEFAULTS[Type] ?? {}).flatMap(([name, each]) => leaves(each, `${id}.${name}`));
    const [was, is] = [Properties, after.Resources[id]?.Properties].map(
      (each) => new Map([...defaults, ...leaves(each, id)]),
    );
    const names = [...new Set([...was!.keys(), ...is!.keys()])];
    return names
      .filter((name) => inOrder(was!.get(name)) !== inOrder(is!.get(name)) && !FIXED.includes(name.split('.')[1]!))
      .filter((name) => !SILENT.test(name))
      .map((name) => `  ${name}: ${was!.get(name) ?? 'absent'} -> ${is!.get(name) ?? 'absent'}`);
  });
  const validity = `  UsersClient3B43F2CF.IdTokenValidity: ${hoursBefore} hours -> 1 hour`;
  return hoursBefore === 1 ? lines : [...lines, validity];
}

it('random pools of the CDK', () => {
  fc.assert(
    fc.property(
      pools,
      ({
        names: [signInAliases, props],
        isSensitive,
        attributes,
        email,
        minLength,
        mfa,
        recovery,
        flows,
        secret,
        hours,
        group,
      }) => {
        const old = templateIn((stack: Stack) => {
          const pool = new cognito.UserPool(stack, 'Users', {
            signInAliases,
            signInCaseSensitive: isSensitive,
            customAttributes: attributes,
            standardAttributes: { email },
            passwordPolicy: { minLength },
            mfa,
            accountRecovery: recovery,
          });
          pool.addClient('Client', {
            authFlows: flows,
            generateSecret: secret,
            idTokenValidity: Duration.hours(hours),
          });
          if (group) pool.addGroup('Admins', { groupName: 'admins' });
        });
        const existing = ExistingUserPool.fromTemplate(deployed.write(old), 'Users0A0EEA89');
        const { template, warnings, error } = synth((stack) => {
          const pool = new UserAuthPool(stack, 'Users', {
            ...props,
            existing,
            client: { generateClientSecret: secret },
          });
          if (group) pool.addGroup('Admins', { groupName: 'admins' });
        });
        expect(error).toBe('');
        for (const [id, { Type, Properties }] of cognitoIn(old)) {
          expect(template.Resources[id]?.Type).toBe(Type);
          for (const name of FIXED) {
            expect(JSON.stringify(template.Resources[id]?.Properties?.[name]), `${id}.${name}`).toBe(
              JSON.stringify(Properties?.[name]),
            );
          }
        }
        const lines = warnings
          .flatMap((each) => each.replace(/ \[ack: .*/, '').split('\n'))
          .filter((each) => each.startsWith('  '));
        expect(lines.sort()).toEqual(differences(old, template, hours).sort());
      },
    ),
    { numRuns: Number(process.env.RANDOM_RUNS ?? 150) },
  );
});
