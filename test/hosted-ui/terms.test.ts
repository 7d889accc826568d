import { CfnParameter } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import { Branding, HostedUi, TermsDocuments, TermsLanguage, UserAuthPool } from '../../lib';
import { messageOf, newStack, templateOf, warningsOf } from '../support/synth';

const TERMS = 'AWS::Cognito::Terms';
const both: TermsDocuments = {
  termsOfUse: { url: 'https://example.com/terms' },
  privacyPolicy: { url: 'https://example.com/privacy' },
};
const hostedUi = (terms?: TermsDocuments) =>
  HostedUi.cognitoDomain({ branding: Branding.managedLogin({ terms }), domainPrefix: 'shop' });
const client = { callbackUrls: ['https://app.example.com/'] };

describe('documents', () => {
  it('are linked to on the pages of each client', () => {
    const stack = newStack();
    const pool = new UserAuthPool(stack, 'Pool', { hostedUi: hostedUi(both), client });
    pool.addClient('Mobile', { callbackUrls: ['myapp://signed-in'] });
    pool.addClient('WithoutPages');
    const template = templateOf(stack);
    for (const { userPoolClientId } of pool.userPoolClients.slice(0, 2)) {
      for (const [name, url] of [
        ['terms-of-use', 'https://example.com/terms'],
        ['privacy-policy', 'https://example.com/privacy'],
      ]) {
        template.hasResourceProperties(TERMS, {
          UserPoolId: stack.resolve(pool.userPoolId),
          ClientId: stack.resolve(userPoolClientId),
          TermsName: name,
          TermsSource: 'LINK',
          Enforcement: 'NONE',
          Links: { 'cognito:default': url },
        });
      }
    }
    template.resourceCountIs(TERMS, 4);
    expect(warningsOf(stack)).toEqual([]);
  });

  it('wait for the pages', () => {
    const stack = newStack();
    new UserAuthPool(stack, 'Pool', { hostedUi: hostedUi(both), client });
    const template = templateOf(stack);
    const [branding] = Object.keys(template.findResources('AWS::Cognito::ManagedLoginBranding'));
    const waiting = Object.values(template.findResources(TERMS)).map(({ DependsOn }) => DependsOn as unknown);
    expect(waiting).toEqual([expect.arrayContaining([branding]), expect.arrayContaining([branding])]);
  });

  it('can be others for a client, or none', () => {
    const stack = newStack();
    const pool = new UserAuthPool(stack, 'Pool', { hostedUi: hostedUi(both), client });
    const terms = { ...both, termsOfUse: { url: 'https://example.com/partners' } };
    pool.addClient('Partners', { ...client, branding: Branding.managedLogin({ terms }) });
    pool.addClient('Staff', { ...client, branding: Branding.managedLogin() });
    const links = Object.values(templateOf(stack).findResources(TERMS)).map(
      ({ Properties }) => Properties.Links['cognito:default'] as string,
    );
    expect(links.sort()).toEqual([
      'https://example.com/partners',
      'https://example.com/privacy',
      'https://example.com/privacy',
      'https://example.com/terms',
    ]);
  });

  it('are none unless given', () => {
    const stack = newStack();
    new UserAuthPool(stack, 'Pool', { hostedUi: hostedUi(), client });
    templateOf(stack).resourceCountIs(TERMS, 0);
  });

  it('can be translated into every language of managed login', () => {
    const stack = newStack();
    const translations = Object.values(TermsLanguage).map((language) => ({
      language,
      url: `https://x.com/${language}`,
    }));
    const termsOfUse = { url: 'https://x.com/', translations };
    new UserAuthPool(stack, 'Pool', { hostedUi: hostedUi({ ...both, termsOfUse }), client });
    templateOf(stack).hasResourceProperties(TERMS, {
      TermsName: 'terms-of-use',
      Links: {
        'cognito:default': 'https://x.com/',
        'cognito:bahasa-indonesia': 'https://x.com/bahasa-indonesia',
        'cognito:chinese-simplified': 'https://x.com/chinese-simplified',
        'cognito:chinese-traditional': 'https://x.com/chinese-traditional',
        'cognito:english': 'https://x.com/english',
        'cognito:french': 'https://x.com/french',
        'cognito:german': 'https://x.com/german',
        'cognito:italian': 'https://x.com/italian',
        'cognito:japanese': 'https://x.com/japanese',
        'cognito:korean': 'https://x.com/korean',
        'cognito:portuguese-brazil': 'https://x.com/portuguese-brazil',
        'cognito:spanish': 'https://x.com/spanish',
      },
    });
  });
});

describe('a URL', () => {
  const poolWith = (url: string) => () => {
    const termsOfUse = { url, translations: [{ language: TermsLanguage.FRENCH, url }] };
    new UserAuthPool(newStack(), 'Pool', { hostedUi: hostedUi({ ...both, termsOfUse }), client });
  };

  it.each(['https://example.com', 'http://example.com/?a=b#c', 'https://例え.jp/規約', `https://${'x'.repeat(1016)}`])(
    'can be %s',
    (url) => {
      expect(poolWith(url)).not.toThrow();
    },
  );

  it('is not judged if it is known only at deployment', () => {
    const stack = newStack();
    const url = new CfnParameter(stack, 'Url').valueAsString;
    new UserAuthPool(stack, 'Pool', { hostedUi: hostedUi({ ...both, termsOfUse: { url } }), client });
    templateOf(stack).resourceCountIs(TERMS, 2);
  });

  it.each(['', 'example.com/terms', '/terms', 'https://', 'https://a b', 'ftp://x', `https://${'x'.repeat(1017)}`])(
    'cannot be %j',
    (url) => {
      const message = messageOf(poolWith(url));
      expect(message).toContain('hostedUi.branding.terms.termsOfUse.url is "');
      expect(message).toContain('hostedUi.branding.terms.termsOfUse.translations[0].url is "');
      expect(message).toContain('Write it as, for example, "https://www.example.com/terms"');
    },
  );
});

it('has one document for each language', () => {
  const url = 'https://example.com/fr';
  const translations = [TermsLanguage.FRENCH, TermsLanguage.GERMAN, TermsLanguage.FRENCH].map((language) => ({
    language,
    url,
  }));
  const privacyPolicy = { url, translations };
  const message = messageOf(
    () => new UserAuthPool(newStack(), 'Pool', { hostedUi: hostedUi({ ...both, privacyPolicy }), client }),
  );
  expect(message).toContain(
    'hostedUi.branding.terms.privacyPolicy.translations[2].language is "french", like that of translations[0]: Cognito has one document for each language. Remove one of the two.',
  );
});

it('is told by the branding of a client too, and by languages that CloudFormation lacks', () => {
  const pool = new UserAuthPool(newStack(), 'Pool', { hostedUi: hostedUi(), client });
  const translations = [{ language: 'dutch' as TermsLanguage, url: 'https://example.com/nl' }];
  const branding = Branding.managedLogin({ terms: { ...both, termsOfUse: { url: 'x', translations } } });
  const message = messageOf(() => pool.addClient('Web', { ...client, branding }));
  expect(message).toContain('branding.terms.termsOfUse.url is "x"');
  expect(message).toContain('branding.terms.termsOfUse.translations[0].language is "dutch"');
});
