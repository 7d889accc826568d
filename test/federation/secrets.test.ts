import {
  CfnCondition,
  CfnDynamicReference,
  CfnDynamicReferenceService,
  CfnParameter,
  CfnResource,
  Fn,
  Lazy,
  SecretValue,
  Stack,
} from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { describe, expect, it } from 'vitest';
import { IdentityProvider, UserAuthPool } from '../../lib';
import { Problems } from '../../lib/checks/problems';
import { checkSecret } from '../../lib/federation/secrets';
import { refusalOf } from '../support/policies';
import { newApp, newStack, only, templateOf } from '../support/synth';

const problemsOf = (secret: SecretValue) => {
  const problems = new Problems(newStack());
  checkSecret(problems, 'clientSecret', secret);
  return problems.messages();
};
const LITERAL =
  'clientSecret is a literal secret: it would be in the template, where everyone with access to the stack or the code can read it. ' +
  'Store the secret in Secrets Manager, and give SecretValue.secretsManager().';
const SECURE =
  'clientSecret is a Systems Manager secure string: CloudFormation resolves those only for a few properties, not for this one, and rejects the template. ' +
  'Store the secret in Secrets Manager, and give SecretValue.secretsManager().';

describe('a secret', () => {
  it.each<[string, (stack: Stack) => SecretValue, unknown]>([
    ['of Secrets Manager', () => SecretValue.secretsManager('s'), '{{resolve:secretsmanager:s:SecretString:::}}'],
    [
      'of Secrets Manager, by its construct',
      (stack) => Secret.fromSecretNameV2(stack, 'Secret', 's').secretValueFromJson('key'),
      {
        'Fn::Join': [
          '',
          [
            '{{resolve:secretsmanager:arn:',
            { Ref: 'AWS::Partition' },
            ':secretsmanager:',
            { Ref: 'AWS::Region' },
            ':',
            { Ref: 'AWS::AccountId' },
            ':secret:s:SecretString:key::}}',
          ],
        ],
      },
    ],
    [
      'of a parameter without echo',
      (stack) => SecretValue.cfnParameter(new CfnParameter(stack, 'Parameter', { noEcho: true })),
      { Ref: 'Parameter' },
    ],
    [
      'of another resource',
      (stack) => {
        const user = new iam.CfnUser(stack, 'User');
        const key = new iam.CfnAccessKey(stack, 'Key', { userName: user.ref });
        return SecretValue.unsafePlainText(key.attrSecretAccessKey);
      },
      { 'Fn::GetAtt': ['Key', 'SecretAccessKey'] },
    ],
    [
      'by a reference in words',
      () => SecretValue.unsafePlainText('{{resolve:secretsmanager:s}}'),
      '{{resolve:secretsmanager:s}}',
    ],
  ])('%s is fine', (_, secret, rendered) => {
    const stack = newStack();
    const value = secret(stack);
    expect(problemsOf(value)).toEqual([]);
    expect(stack.resolve(value.unsafeUnwrap())).toEqual(rendered);
  });

  it('renders where the CDK watches over secrets too', () => {
    const stack = new Stack(newApp({ '@aws-cdk/core:checkSecretUsage': true }), 'S');
    const pool = new UserAuthPool(stack, 'Pool');
    const clientSecret = SecretValue.secretsManager('s');
    pool.addIdentityProvider(IdentityProvider.google({ clientId: 'id', clientSecret }));
    const { ProviderDetails } = only(templateOf(stack), 'AWS::Cognito::UserPoolIdentityProvider').properties;
    expect(ProviderDetails).toMatchObject({ client_secret: '{{resolve:secretsmanager:s:SecretString:::}}' });
  });

  it.each(['hunter2', '', 'resolve:secretsmanager:s', ' {{resolve:secretsmanager:s}}'])(
    'is rejected where it is literal: %j',
    (text) => {
      expect(problemsOf(SecretValue.unsafePlainText(text))).toEqual([LITERAL]);
    },
  );

  it.each<[string, unknown, RegExp]>([
    ['plain JavaScript gives a text', 'hunter2', /clientSecret is a literal secret: it is not a SecretValue/],
    ['it is missing', undefined, /clientSecret is missing: it is required/],
    ['it is null', null, /clientSecret is null: it is not a SecretValue/],
  ])('is rejected where %s', (_, clientSecret, error) => {
    const options = { clientId: 'id', clientSecret: clientSecret as SecretValue };
    const privateKey = clientSecret as SecretValue;
    const apple = { clientId: 'id', teamId: 'AB12CD34EF', keyId: 'GH56IJ78KL', privateKey };
    expect(() => IdentityProvider.google(options)).toThrow(error);
    expect(() => IdentityProvider.facebook(options)).toThrow(error);
    expect(() => IdentityProvider.loginWithAmazon(options)).toThrow(error);
    expect(() => IdentityProvider.oidc('Acme', { ...options, issuerUrl: 'https://example.com' })).toThrow(error);
    expect(() => IdentityProvider.signInWithApple(apple)).toThrow(
      new RegExp(error.source.replace('clientSecret', 'privateKey')),
    );
  });

  it('is rejected where it is a Systems Manager secure string, however it is named', () => {
    const { SSM_SECURE } = CfnDynamicReferenceService;
    const parameter = ssm.StringParameter.fromSecureStringParameterAttributes(newStack(), 'P', { parameterName: 'p' });
    for (const secret of [
      SecretValue.ssmSecure('/idp/secret'),
      SecretValue.ssmSecure('/idp/secret', '3'),
      SecretValue.cfnDynamicReference(new CfnDynamicReference(SSM_SECURE, 'p')),
      SecretValue.unsafePlainText(parameter.stringValue),
      SecretValue.unsafePlainText('{{resolve:ssm-secure:p:1}}'),
    ]) {
      expect(problemsOf(secret)).toEqual([SECURE]);
    }
  });
});

describe('a secret in what is rendered', () => {
  const SEED = 'Seed0Of0A0Secret';
  const refusalWith = (clientSecret: SecretValue, change: (provider: CfnResource) => void = () => {}) => {
    const stack = newStack('S');
    new CfnCondition(stack, 'C', { expression: Fn.conditionEquals(Fn.ref('AWS::Region'), 'eu-west-1') });
    const pool = new UserAuthPool(stack, 'Pool');
    change(pool.addIdentityProvider(IdentityProvider.google({ clientId: 'id', clientSecret })));
    return refusalOf(stack);
  };
  const stored = SecretValue.secretsManager('sign-in');

  it.each<[string, () => string]>([
    ['a lazy value', () => refusalWith(SecretValue.unsafePlainText(Lazy.string({ produce: () => SEED })))],
    ['Fn::Join', () => refusalWith(SecretValue.unsafePlainText(Fn.join('', [SEED.slice(0, 4), SEED.slice(4)])))],
    ['Fn::Sub', () => refusalWith(SecretValue.unsafePlainText(Fn.sub(SEED)))],
    [
      'a branch of Fn::If',
      () => refusalWith(SecretValue.unsafePlainText(Fn.conditionIf('C', SEED, stored.unsafeUnwrap()).toString())),
    ],
    [
      'an override',
      () => refusalWith(stored, (provider) => provider.addPropertyOverride('ProviderDetails.client_secret', SEED)),
    ],
  ])('is found, and not shown: %s', (_, refusal) => {
    const error = refusal();
    expect(error).toMatch(
      /client_secret of S\/Pool\/IdentityProviderGoogle is a literal secret: it would be in the template/,
    );
    expect(error).not.toContain(SEED);
  });

  it('is not what CloudFormation resolves', () => {
    const stack = newStack('S');
    const parameter = new CfnParameter(stack, 'Secret', { noEcho: true });
    const pool = new UserAuthPool(stack, 'Pool');
    pool.addIdentityProvider(IdentityProvider.google({ clientId: 'id', clientSecret: stored }));
    const clientSecret = SecretValue.cfnParameter(parameter);
    pool.addIdentityProvider(IdentityProvider.facebook({ clientId: 'id', clientSecret }));
    expect(() => templateOf(stack, { keep: false })).not.toThrow();
  });
});
