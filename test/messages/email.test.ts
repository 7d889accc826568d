import { CfnParameter, Stack } from 'aws-cdk-lib';
import { CfnEmailIdentity, ConfigurationSet, EmailIdentity, Identity } from 'aws-cdk-lib/aws-ses';
import { Construct } from 'constructs';
import { describe, expect, it } from 'vitest';
import { EmailConfiguration, UserAuthPool } from '../../lib';
import { messageOf, newApp, newStack, only, templateOf, warningsOf } from '../support/synth';

const make = (configure?: (scope: Construct) => EmailConfiguration) => {
  const stack = newStack('S');
  new UserAuthPool(stack, 'Pool', { emailConfiguration: configure?.(stack) });
  return stack;
};
const from =
  (identity: string, config: EmailConfiguration = {}) =>
  (scope: Construct) => ({
    sesIdentity: EmailIdentity.fromEmailIdentityName(scope, 'Ses', identity),
    ...config,
  });
const render = (configure?: (scope: Construct) => EmailConfiguration) =>
  only(templateOf(make(configure)), 'AWS::Cognito::UserPool').properties.EmailConfiguration;
const reject = (configure: (scope: Construct) => EmailConfiguration) => messageOf(() => make(configure));
const identityArn = (name: unknown, region: unknown = { Ref: 'AWS::Region' }) => ({
  'Fn::Join': [
    '',
    typeof name === 'string' && typeof region === 'string'
      ? ['arn:', { Ref: 'AWS::Partition' }, `:ses:${region}:`, { Ref: 'AWS::AccountId' }, `:identity/${name}`]
      : [
          'arn:',
          { Ref: 'AWS::Partition' },
          ':ses:',
          region,
          ':',
          { Ref: 'AWS::AccountId' },
          ...(typeof name === 'string' ? [`:identity/${name}`] : [':identity/', name]),
        ],
  ],
});

describe('emailConfiguration', () => {
  it('leaves email to Cognito by default', () => {
    expect(render()).toBeUndefined();
    expect(render(() => ({}))).toEqual({ EmailSendingAccount: 'COGNITO_DEFAULT' });
  });

  it('says where answers go, even if Cognito sends by itself', () => {
    expect(render(() => ({ replyToEmailAddress: 'help@example.com' }))).toEqual({
      EmailSendingAccount: 'COGNITO_DEFAULT',
      ReplyToEmailAddress: 'help@example.com',
    });
  });

  it('sends from an address', () => {
    expect(render(from('no-reply@example.com'))).toEqual({
      EmailSendingAccount: 'DEVELOPER',
      SourceArn: identityArn('no-reply@example.com'),
      From: 'no-reply@example.com',
    });
  });

  it('sends from an address of a domain, with all that can be set', () => {
    const configure = (scope: Construct) => ({
      ...from('example.com')(scope),
      fromEmail: 'Example <no-reply@example.com>',
      replyToEmailAddress: 'help@example.org',
      configurationSet: ConfigurationSet.fromConfigurationSetName(scope, 'Set', 'my-set_1'),
      sesRegion: 'us-east-1',
    });
    expect(render(configure)).toEqual({
      EmailSendingAccount: 'DEVELOPER',
      SourceArn: identityArn('example.com', 'us-east-1'),
      From: 'Example <no-reply@example.com>',
      ReplyToEmailAddress: 'help@example.org',
      ConfigurationSet: 'my-set_1',
    });
  });

  it.each([
    ['example.com', '"me@mycompany.com" <noreply@example.com>', '"me@mycompany.com" <noreply@example.com>'],
    ['example.com', '"Example, Inc." <noreply@example.com>', '"Example, Inc." <noreply@example.com>'],
    ['exämple.com', 'noreply@exämple.com', 'noreply@xn--exmple-cua.com'],
    ['exämple.com', 'Bücher <noreply@mail.exämple.com>', '=?UTF-8?B?QsO8Y2hlcg==?= <noreply@mail.xn--exmple-cua.com>'],
    ['noreply@exämple.com', undefined, 'noreply@xn--exmple-cua.com'],
    ['EXAMPLE.com', 'noreply@EXAMPLE.com', 'noreply@EXAMPLE.com'],
  ])('sends for %s from %s as %s', (identity, fromEmail, sender) => {
    const identityInAscii = identity.replace('exämple', 'xn--exmple-cua');
    expect(render((scope) => ({ ...from(identity)(scope), fromEmail }))).toEqual({
      EmailSendingAccount: 'DEVELOPER',
      SourceArn: identityArn(identityInAscii),
      From: sender,
    });
  });

  it('takes an identity and a configuration set of the same stack', () => {
    const stack = make((scope) => ({
      sesIdentity: new EmailIdentity(scope, 'Ses', { identity: Identity.domain('example.com') }),
      configurationSet: new ConfigurationSet(scope, 'Set'),
      fromEmail: 'no-reply@example.com',
    }));
    const template = templateOf(stack);
    const { id } = only(template, 'AWS::SES::EmailIdentity');
    template.hasResourceProperties('AWS::Cognito::UserPool', {
      EmailConfiguration: {
        EmailSendingAccount: 'DEVELOPER',
        SourceArn: identityArn({ Ref: id }),
        From: 'no-reply@example.com',
        ConfigurationSet: { Ref: only(template, 'AWS::SES::ConfigurationSet').id },
      },
    });
  });

  it('does not judge what only deployment will know', () => {
    const parameter = (scope: Construct, id: string) => new CfnParameter(scope, id).valueAsString;
    expect(
      render((scope) => ({
        sesIdentity: EmailIdentity.fromEmailIdentityName(scope, 'Ses', parameter(scope, 'Identity')),
        configurationSet: ConfigurationSet.fromConfigurationSetName(scope, 'Set', parameter(scope, 'Name')),
        fromEmail: parameter(scope, 'From'),
        replyToEmailAddress: parameter(scope, 'Reply'),
        sesRegion: parameter(scope, 'Region'),
      })),
    ).toEqual({
      EmailSendingAccount: 'DEVELOPER',
      SourceArn: identityArn({ Ref: 'Identity' }, { Ref: 'Region' }),
      From: { Ref: 'From' },
      ReplyToEmailAddress: { Ref: 'Reply' },
      ConfigurationSet: { Ref: 'Name' },
    });
    expect(
      render((scope) => ({ ...from('example.com')(scope), fromEmail: `no-reply@${parameter(scope, 'Domain')}` })),
    ).toMatchObject({ From: { 'Fn::Join': ['', ['no-reply@', { Ref: 'Domain' }]] } });
  });

  it('warns of nothing', () => {
    expect(warningsOf(make())).toEqual([]);
    expect(warningsOf(make(from('no-reply@example.com')))).toEqual([]);
  });
});

describe('who emails come from', () => {
  it.each([
    ['example.com', 'no-reply@example.com'],
    ['example.com', 'no-reply@mail.example.com'],
    ['Example.com', 'no-reply@example.com'],
    ['no-reply@example.com', 'no-reply@example.com'],
    ['no-reply@example.com', 'Example <no-reply@example.com>'],
    ['no-reply@example.com', 'no-reply+shop@example.com'],
  ])('lies within the identity %s: %s', (identity, fromEmail) => {
    expect(render(from(identity, { fromEmail }))).toMatchObject({ From: fromEmail });
  });

  it.each([
    ['Example, Inc. <a@example.com>', '"Example, Inc." <a@example.com>'],
    ['Say "hi" <a@example.com>', '"Say \\"hi\\"" <a@example.com>'],
    ['"Example, Inc." <a@example.com>', '"Example, Inc." <a@example.com>'],
    ['Example & Sons <a@EXAMPLE.com>', 'Example & Sons <a@EXAMPLE.com>'],
    ['Café <a@example.com>', '=?UTF-8?B?Q2Fmw6k=?= <a@example.com>'],
    ['"Café, Inc." <a@example.com>', '=?UTF-8?B?Q2Fmw6ksIEluYy4=?= <a@example.com>'],
  ])('has a display name as email has it: %s', (fromEmail, header) => {
    expect(render(from('example.com', { fromEmail }))).toMatchObject({ From: header });
  });

  it('has words of at most 75 characters, which make the display name', () => {
    const name = '\u{1F600}\u00e9'.repeat(30);
    const { From } = render(from('example.com', { fromEmail: `${name} <a@example.com>` })) as { From: string };
    const words = From.replace(' <a@example.com>', '').split(' ');
    expect(words.length).toBeGreaterThan(1);
    for (const word of words) expect(word.length).toBeLessThanOrEqual(75);
    const decoded = words.map((word) => Buffer.from(word.slice(10, -2), 'base64').toString());
    expect(decoded.join('')).toBe(name);
  });

  it('is in ASCII before the at sign, and its domain is put in ASCII', () => {
    const replyToEmailAddress = 'help@ex\u00e4mple.com';
    expect(render(from('example.com', { fromEmail: 'a@example.com', replyToEmailAddress }))).toMatchObject({
      ReplyToEmailAddress: 'help@xn--exmple-cua.com',
    });
    for (const fromEmail of ['m\u00fcller@example.com', 'Caf\u00e9 <m\u00fcller@example.com>']) {
      expect(reject(from('example.com', { fromEmail }))).toContain(
        `emailConfiguration.fromEmail is "${fromEmail}": Amazon SES takes only ASCII characters before the at sign. Give an address with such characters.`,
      );
    }
    expect(reject(() => ({ replyToEmailAddress: 'm\u00fcller@example.com' }))).toContain('replyToEmailAddress is');
  });

  it.each([
    ['example.com', 'no-reply@example.org'],
    ['example.com', 'no-reply@badexample.com'],
    ['example.com', 'example.com <no-reply@example.org>'],
    ['no-reply@example.com', 'help@example.com'],
    ['no-reply@example.com', 'yes-no-reply@example.com'],
    ['no-reply@example.com', 'yes.no-reply@example.com'],
  ])('lies outside the identity %s: %s', (identity, fromEmail) => {
    expect(reject(from(identity, { fromEmail }))).toBe(
      `S/Pool has 1 problem:\n  1. emailConfiguration.fromEmail is "${fromEmail}", with "${identity}" as sesIdentity: ` +
        `Amazon SES sends only from verified identities and Cognito rejects the pool. Give an address within ${identity}.`,
    );
  });

  it('has to be said of a domain', () => {
    expect(reject(from('example.com'))).toBe(
      'S/Pool has 1 problem:\n  1. emailConfiguration.fromEmail is missing, with the domain "example.com" as sesIdentity: ' +
        'Cognito needs an address to send from and rejects the pool. Give one within the domain, such as "no-reply@example.com".',
    );
  });

  it.each(['example.com', 'Example', 'no-reply@', '@example.com', 'Example <no-reply>', 'a b@example.com', ''])(
    'is no address: %j',
    (fromEmail) => {
      expect(reject(from('example.com', { fromEmail }))).toBe(
        `S/Pool has 1 problem:\n  1. emailConfiguration.fromEmail is "${fromEmail}": it is not an email address and Cognito rejects the pool. ` +
          'Write it as, for example, "no-reply@example.com" or "Example <no-reply@example.com>".',
      );
    },
  );
});

describe('what Cognito rejects', () => {
  it.each(['help', 'Help <help@example.com>', 'help@example.com, me@example.com'])(
    'answers to %j',
    (replyToEmailAddress) => {
      expect(reject(() => ({ replyToEmailAddress }))).toBe(
        `S/Pool has 1 problem:\n  1. emailConfiguration.replyToEmailAddress is "${replyToEmailAddress}": it is not an email address and Cognito rejects the pool. ` +
          'Write it as, for example, "help@example.com".',
      );
    },
  );

  it('a region that there is not', () => {
    expect(reject(from('a@example.com', { sesRegion: 'Ireland' }))).toBe(
      'S/Pool has 1 problem:\n  1. emailConfiguration.sesRegion is "Ireland": there is no such region and Cognito rejects the pool. ' +
        'Write it as, for example, "eu-west-1", or omit it for the region of the pool.',
    );
  });

  const named = (name: string) => (scope: Construct) => ({
    ...from('a@example.com')(scope),
    configurationSet: ConfigurationSet.fromConfigurationSetName(scope, 'Set', name),
  });
  it.each(['my set', 'my.set', 'x'.repeat(65)])('a configuration set named %s', (name) => {
    expect(reject(named(name))).toBe(
      `S/Pool has 1 problem:\n  1. emailConfiguration.configurationSet is "${name}": Cognito accepts only names of 1 to 64 letters, digits, _ and -, and would reject the pool. ` +
        'Give the configuration set such a name.',
    );
    expect(render(named('x'.repeat(64)))).toMatchObject({ ConfigurationSet: 'x'.repeat(64) });
  });

  it('what belongs to Amazon SES without an identity of it, all at once', () => {
    const problem = (prop: string) =>
      `emailConfiguration.${prop} is set, without sesIdentity: without it, Cognito sends from its own address, and rejects the pool. ` +
      'Give a verified identity in emailConfiguration.sesIdentity, or omit it.';
    expect(
      reject((scope) => ({
        fromEmail: 'no-reply@example.com',
        configurationSet: ConfigurationSet.fromConfigurationSetName(scope, 'Set', 'set'),
        sesRegion: 'us-east-1',
      })).split('\n'),
    ).toEqual([
      'S/Pool has 3 problems:',
      `  1. ${problem('fromEmail')}`,
      `  2. ${problem('configurationSet')}`,
      `  3. ${problem('sesRegion')}`,
    ]);
  });
});

describe('an identity of the app', () => {
  const made = (stack: Stack, identity: Identity) => new EmailIdentity(stack, 'Identity', { identity });

  it('is judged by what it is for, like one that exists', () => {
    const stack = newStack('S');
    const sesIdentity = made(stack, Identity.domain('example.com'));
    expect(messageOf(() => new UserAuthPool(stack, 'Pool', { emailConfiguration: { sesIdentity } }))).toContain(
      'emailConfiguration.fromEmail is missing, with the domain "example.com" as sesIdentity: ',
    );
    const elsewhere = { sesIdentity, fromEmail: 'a@example.org' };
    expect(messageOf(() => new UserAuthPool(stack, 'Second', { emailConfiguration: elsewhere }))).toContain(
      'emailConfiguration.fromEmail is "a@example.org", with "example.com" as sesIdentity: ',
    );
  });

  it('sends by itself where it is an address', () => {
    const stack = newStack('S');
    const sesIdentity = made(stack, Identity.email('no-reply@example.com'));
    new UserAuthPool(stack, 'Pool', { emailConfiguration: { sesIdentity } });
    templateOf(stack).hasResourceProperties('AWS::Cognito::UserPool', {
      EmailConfiguration: { EmailSendingAccount: 'DEVELOPER', From: 'no-reply@example.com' },
    });
  });
});

it('an identity of another region and account stays there', () => {
  const stack = newStack('S', { env: { region: 'eu-west-1', account: '111111111111' } });
  const arn = 'arn:aws:ses:us-east-1:999999999999:identity/example.com';
  const sesIdentity = EmailIdentity.fromEmailIdentityArn(stack, 'Identity', arn);
  new UserAuthPool(stack, 'Pool', { emailConfiguration: { sesIdentity, fromEmail: 'a@example.com' } });
  templateOf(stack).hasResourceProperties('AWS::Cognito::UserPool', { EmailConfiguration: { SourceArn: arn } });
});

describe('the region of Amazon SES', () => {
  const warningsIn = (region: string | undefined, configure: (scope: Construct) => EmailConfiguration) => {
    const stack = new Stack(newApp(), 'S', region ? { env: { region } } : {});
    new UserAuthPool(stack, 'Pool', { emailConfiguration: configure(stack) });
    return warningsOf(stack);
  };
  const fromExample = (sesRegion?: string) => from('example.com', { fromEmail: 'a@example.com', sesRegion });

  it.each([undefined, 'eu-central-1', 'us-east-1', 'us-west-2', 'eu-west-1'])('may be %s', (sesRegion) => {
    expect(warningsIn('eu-central-1', fromExample(sesRegion))).toEqual([]);
  });

  it('is a warning where Cognito is not known to take it', () => {
    expect(warningsIn('us-east-1', fromExample('eu-central-1'))).toEqual([
      expect.stringContaining(
        'Emails would be sent by Amazon SES in eu-central-1. For a pool in us-east-1, Cognito is known to accept only us-east-1, us-west-2, eu-west-1, and may reject the pool.',
      ),
    ]);
  });

  it.each(['us-west-1', 'eu-west-3', 'eu-north-1', 'me-south-1', 'sa-east-1'])(
    'is a warning for a pool in %s if it is another one',
    (region) => {
      expect(warningsIn(region, fromExample(region))).toEqual([]);
      expect(warningsIn(region, fromExample('us-east-1'))).toEqual([
        expect.stringContaining(`For a pool in ${region}, Cognito is known to accept only ${region}, and may reject`),
      ]);
    },
  );

  it('is a warning in another region of AWS GovCloud, which has none of the common ones', () => {
    expect(warningsIn('us-gov-east-1', fromExample('us-gov-west-1'))).toEqual([
      expect.stringContaining(
        'For a pool in us-gov-east-1, Cognito is known to accept only us-gov-east-1, and may reject the pool.',
      ),
    ]);
  });

  it.each([
    ['us-gov-west-1', 'us-east-1', 'aws-us-gov', 'aws'],
    ['eu-west-1', 'us-gov-west-1', 'aws', 'aws-us-gov'],
  ])('in %s is not %s, which is in another partition', (region, sesRegion, own, other) => {
    const outcome = `in the partition ${other}: the pool is in ${region}, in the partition ${own}, and Cognito can use nothing of another partition.`;
    expect(messageOf(() => warningsIn(region, fromExample(sesRegion)))).toBe(
      `S/Pool has 1 problem:\n  1. emailConfiguration.sesRegion is "${sesRegion}", ${outcome} Verify the identity in ${region}, or in another region of that partition.`,
    );
    const arn = `arn:${other}:ses:${sesRegion}:111111111111:identity/a@example.com`;
    const configure = (scope: Construct) => ({ sesIdentity: EmailIdentity.fromEmailIdentityArn(scope, 'Ses', arn) });
    expect(messageOf(() => warningsIn(region, configure))).toContain(
      `emailConfiguration.sesIdentity is an identity in "${sesRegion}", ${outcome}`,
    );
  });

  it('is not judged where the CDK does not know the partition', () => {
    expect(warningsIn('xx-north-1', fromExample('eu-west-1'))).toEqual([]);
  });

  it('is not judged where that of the pool is not known', () => {
    expect(warningsIn(undefined, fromExample('ap-south-1'))).toEqual([]);
  });

  it('is that of the stack in which the identity is made', () => {
    const app = newApp();
    const [mail, users] = ['us-east-1', 'eu-central-1'].map((region) => new Stack(app, region, { env: { region } }));
    const sesIdentity = new CfnEmailIdentity(mail!, 'Identity', { emailIdentity: 'a@example.com' });
    new UserAuthPool(users!, 'Pool', { emailConfiguration: { sesIdentity, sesRegion: undefined } });
    const { SourceArn } = only(templateOf(users!), 'AWS::Cognito::UserPool').properties.EmailConfiguration as any;
    expect(JSON.stringify(SourceArn)).toContain(':ses:us-east-1:');
  });
});
