import { CfnParameter, Stack } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { describe, expect, it } from 'vitest';
import { Problems } from '../../lib/checks/problems';
import { ManagedLoginAsset, ManagedLoginAssetCategory, ManagedLoginAssetExtension } from '../../lib/hosted-ui/assets';
import { Branding } from '../../lib/hosted-ui/branding';
import { newStack, only, templateOf, warningsOf } from '../support/synth';

const STYLE = 'AWS::Cognito::ManagedLoginBranding';
const CSS = 'AWS::Cognito::UserPoolUICustomizationAttachment';

const problemsOf = (branding: Branding, isManagedLogin?: boolean) => {
  const problems = new Problems(newStack());
  branding._check(problems, 'branding', isManagedLogin);
  return problems.messages();
};
const make = (newBranding: (stack: Stack) => Branding) => {
  const stack = newStack();
  const { userPoolId } = new cognito.UserPool(stack, 'Pool');
  const { userPoolClientId: clientId } = cognito.UserPool.fromUserPoolId(stack, 'Same', userPoolId).addClient('Client');
  const made = newBranding(stack)._bind(stack, { userPoolId, clientId });
  const ids = { UserPoolId: stack.resolve(userPoolId) as unknown, ClientId: stack.resolve(clientId) as unknown };
  return { stack, made, ids };
};
const assetOf = (content: string) =>
  ManagedLoginAsset.fromBase64(content, {
    category: ManagedLoginAssetCategory.PAGE_BACKGROUND,
    extension: ManagedLoginAssetExtension.JPEG,
  });
const asset = assetOf('aW1h');
const ASSET = { Bytes: 'aW1h', Category: 'PAGE_BACKGROUND', ColorMode: 'DYNAMIC', Extension: 'JPEG' };

describe('managed login', () => {
  const settings = {
    categories: {
      auth: { federation: { order: [] } },
      global: { colorSchemeMode: 'DYNAMIC', pageHeader: { enabled: false } },
      form: { sessionTimerDisplay: 'NONE' },
    },
    components: {
      idpButton: { custom: {} },
      form: { borderRadius: 0, logo: { enabled: true, position: 'TOP' } },
      favicon: { enabledTypes: ['SVG'] },
    },
  };

  it.each([
    ['no options', Branding.managedLogin(), { UseCognitoProvidedValues: true }],
    ['empty options', Branding.managedLogin({ settings: {}, assets: [] }), { UseCognitoProvidedValues: true }],
    ['settings, kept as they are', Branding.managedLogin({ settings }), { Settings: settings }],
    ['images', Branding.managedLogin({ assets: [asset] }), { Assets: [ASSET] }],
    [
      'both',
      Branding.managedLogin({ settings, assets: [asset, asset] }),
      { Settings: settings, Assets: [ASSET, ASSET] },
    ],
  ])('with %s', (_, branding, expected) => {
    expect(problemsOf(branding)).toEqual([]);
    const { stack, made, ids } = make(() => branding);
    expect(only(templateOf(stack), STYLE).properties).toEqual({ ...ids, ...expected });
    expect(made).toBeInstanceOf(cognito.CfnManagedLoginBranding);
    templateOf(stack).resourceCountIs(CSS, 0);
  });

  it('has 40 images at most', () => {
    const branding = (count: number) => Branding.managedLogin({ assets: Array.from({ length: count }, () => asset) });
    expect(problemsOf(branding(40))).toEqual([]);
    expect(problemsOf(branding(41))).toEqual([
      'branding.assets is a list of 41: Cognito accepts at most 40 images, and would reject the branding. Remove the least important ones.',
    ]);
  });

  it('has settings and images that fit into a template', () => {
    const branding = (length: number) =>
      Branding.managedLogin({ settings: { categories: 1 }, assets: [asset, assetOf('x'.repeat(length))] });
    const rest = '{"categories":1}aW1h'.length;
    // A length that Base64 can have: a multiple of 4.
    expect(problemsOf(branding(999_980))).toEqual([]);
    expect(problemsOf(branding(999_984))).toEqual([
      `branding is ${999_984 + rest} characters long, with settings and Base64-encoded images: ` +
        'they are in the template, and CloudFormation rejects one of more than 1000000 bytes. Give smaller images.',
    ]);
  });

  it.each<[Record<string, unknown>, string, RegExp]>([
    [
      { ManagedLoginBranding: { Settings: {} } },
      '"ManagedLoginBranding"',
      /ManagedLoginBranding\.Settings alone; give/,
    ],
    [{ Settings: {}, Assets: [] }, '"Settings", "Assets"', /ManagedLoginBranding\.Settings alone; give each of its/],
    [{ component: {}, categories: {} }, '"component"', /Use categories, componentClasses, components at the top level/],
  ])('has settings as the branding editor has them, not %j', (given, named, remedy) => {
    const [problem, ...others] = problemsOf(Branding.managedLogin({ settings: given }));
    expect(others).toEqual([]);
    expect(problem).toContain(`branding.settings is an object with ${named}: settings consist of `);
    expect(problem).toMatch(remedy);
  });

  it('tells which image is wrong', () => {
    expect(problemsOf(Branding.managedLogin({ assets: [asset, assetOf('?')] }))).toEqual([
      expect.stringMatching(/^branding\.assets\[1] is "\?": it is not a Base64-encoded image\./),
    ]);
  });
});

describe('a logo of the form', () => {
  const logo = ManagedLoginAsset.fromBase64('aW1h', {
    category: ManagedLoginAssetCategory.FORM_LOGO,
    extension: ManagedLoginAssetExtension.PNG,
  });
  const shown = { components: { form: { logo: { enabled: true } } } };

  it.each([
    [{ assets: [logo] }, true],
    [{ assets: [logo], settings: { components: { form: { logo: { enabled: false } } } } }, true],
    [{ assets: [logo], settings: shown }, false],
    [{ assets: [asset] }, false],
    [{}, false],
  ])('that no page shows is a warning: %# %s', (options, warned) => {
    const { stack } = make(() => Branding.managedLogin(options));
    const expected = 'The style has an image of the category FORM_LOGO, and its settings do not turn it on';
    expect(warningsOf(stack)).toEqual(warned ? [expect.stringContaining(expected)] : []);
  });
});

describe('classic', () => {
  it('makes nothing without a style sheet', () => {
    const { stack, made } = make(() => Branding.classic());
    const template = templateOf(stack);
    template.resourceCountIs(CSS, 0);
    template.resourceCountIs(STYLE, 0);
    expect(made).toBeUndefined();
    expect(problemsOf(Branding.classic())).toEqual([]);
  });

  it('gives the client its style sheet', () => {
    const css = '.submitButton-customizable { background-color: #205081; }';
    const { stack, made, ids } = make(() => Branding.classic({ css }));
    expect(only(templateOf(stack), CSS).properties).toEqual({ ...ids, CSS: css });
    expect(made).toBeInstanceOf(cognito.CfnUserPoolUICustomizationAttachment);
    templateOf(stack).resourceCountIs(STYLE, 0);
  });

  it('does not judge a style sheet that only deployment will know', () => {
    const { stack } = make((scope) => {
      const branding = Branding.classic({ css: new CfnParameter(scope, 'Css').valueAsString });
      expect(problemsOf(branding)).toEqual([]);
      return branding;
    });
    expect(only(templateOf(stack), CSS).properties.CSS).toEqual({ Ref: 'Css' });
  });

  it.each([1, 131072])('may have a style sheet of %i characters', (length) => {
    expect(problemsOf(Branding.classic({ css: ' '.repeat(length) }))).toEqual([]);
  });

  it.each([
    [0, 'Give a style sheet, or omit it for the style of Cognito'],
    [131073, 'Shorten it'],
  ])('rejects one of %i', (length, remedy) => {
    expect(problemsOf(Branding.classic({ css: ' '.repeat(length) }))).toEqual([
      `branding.css is ${length} characters long: Cognito accepts only 1 to 131072 characters, and would reject the branding. ${remedy}.`,
    ]);
  });

  it('rejects one with a rule that Cognito rejects', () => {
    expect(problemsOf(Branding.classic({ css: '@media print { }' }))).toEqual([
      expect.stringMatching(/^branding\.css is a style sheet with @media: /),
    ]);
  });

  it('warns of one with other classes than those of the pages', () => {
    const warnings = (css: string) => warningsOf(make(() => Branding.classic({ css })).stack);
    expect(warnings('.label-customizable { } .mine { } .yours { }')).toEqual([
      expect.stringMatching(
        /The style sheet of the classic pages has the classes .+mine.+, .+yours.+, and Cognito lets it style only .+UserAuthClient\.classNotCustomizable/,
      ),
    ]);
    expect(warnings('.label-customizable { }')).toEqual([]);
  });
});

describe('the other kind than that of the domain is rejected', () => {
  const outcome = 'all pages of a domain are of one kind and would not use it';

  it('if it is classic', () => {
    expect(problemsOf(Branding.classic(), false)).toEqual([]);
    expect(problemsOf(Branding.classic(), true)).toEqual([
      `branding is Branding.classic(), with the pages of Branding.managedLogin(): ${outcome}. ` +
        'Give Branding.managedLogin(), or Branding.classic() in the hostedUi of the pool too.',
    ]);
  });

  it('if it is managed login', () => {
    expect(problemsOf(Branding.managedLogin(), true)).toEqual([]);
    expect(problemsOf(Branding.managedLogin(), false)).toEqual([
      `branding is Branding.managedLogin(), with the pages of Branding.classic(): ${outcome}. ` +
        'Give Branding.classic(), or Branding.managedLogin() in the hostedUi of the pool too.',
    ]);
  });
});
