import * as cognito from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import { checkStruct } from '../checks/check-struct';
import { Problems } from '../checks/problems';
import { warn } from '../checks/warn';
import { checkCount, show } from '../checks/values';
import { ManagedLoginAsset } from './assets';
import { checkStyleSheet, foreignClassesOf } from './style-sheet';
import { checkTerms, ClientIds, makeTerms, TermsDocuments } from './terms';

/**
 * Options for the branding of managed login.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/managed-login-brandingeditor.html
 */
export interface ManagedLoginOptions {
  /**
   * Settings that differ from Cognito's own style: the JSON of the branding editor, which starts with `categories`,
   * `componentClasses` and `components`. To export a style made in the editor, run `aws cognito-idp
   * describe-managed-login-branding-by-client`, and take `ManagedLoginBranding.Settings` of what it prints. Other keys
   * at the top level fail synthesis.
   *
   * Cognito keeps settings that an update omits, so a setting that is removed here stays as it was. To undo it, set
   * Cognito's own value.
   *
   * @default - Cognito's own style
   */
  readonly settings?: { [key: string]: unknown };

  /**
   * Logos, backgrounds and icons: up to 40. They are stored in the template, which CloudFormation limits to 1,000,000
   * bytes. Settings and images that together exceed this length fail synthesis; in Base64, images are a third larger
   * than their files.
   *
   * @default - Cognito's own style
   */
  readonly assets?: ManagedLoginAsset[];

  /**
   * The terms of use and the privacy policy that the sign-up page links to.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-managed-login.html#managed-login-terms-documents
   * @default - the page has no such links
   */
  readonly terms?: TermsDocuments;
}

/**
 * Options for the branding of the classic pages.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/hosted-ui-classic-branding.html
 */
export interface ClassicOptions {
  /**
   * A style sheet for the classes named in the developer guide, which end in `-customizable`: 1 to 131072 characters,
   * without `@import`, `@supports`, `@page` and `@media`. Otherwise synthesis fails. Other classes result in a
   * warning.
   *
   * CloudFormation has no property for a logo. Add one with `aws cognito-idp set-ui-customization` after deployment,
   * together with this style sheet, since Cognito sets both at once.
   *
   * @default - Cognito's own style
   */
  readonly css?: string;
}

/**
 * The branding of the hosted pages, and their kind: managed login or classic. All pages of a domain are of the same
 * kind.
 *
 * @example
 * new UserAuthPool(this, 'Pool', {
 *   hostedUi: HostedUi.cognitoDomain({
 *     branding: Branding.managedLogin({
 *       settings: { components: { form: { logo: { enabled: true } } } },
 *       assets: [ManagedLoginAsset.fromFile('logo.svg', { category: ManagedLoginAssetCategory.FORM_LOGO })],
 *     }),
 *   }),
 *   client: { callbackUrls: ['https://app.example.com/'] },
 * });
 */
export abstract class Branding {
  /**
   * Uses managed login, which requires the Essentials plan or higher. Each client with `callbackUrls` has its own
   * style, without which it would have no pages. A pool can have up to 20, which AWS does not raise: more fail
   * synthesis.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/managed-login-branding.html
   * @param options the branding of the pages
   */
  public static managedLogin(options: ManagedLoginOptions = {}): Branding {
    checkStruct('Branding.managedLogin()', 'ManagedLoginOptions', options);
    return new ManagedLoginBranding(options);
  }

  /**
   * Uses the classic pages, which do not support passkeys. They are what the Lite plan offers.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/hosted-ui-classic-branding.html
   * @param options the branding of the pages
   */
  public static classic(options: ClassicOptions = {}): Branding {
    checkStruct('Branding.classic()', 'ClassicOptions', options);
    return new ClassicBranding(options);
  }

  /** @internal */
  public abstract readonly _isManagedLogin: boolean;

  /**
   * The branding resource of a client, if its style needs one.
   *
   * @internal
   */
  public abstract _bind(scope: Construct, ids: ClientIds): BrandingResource | undefined;

  /** @internal */
  protected abstract _checkLook(problems: Problems, where: string): void;

  /**
   * Reports what would be rejected. `isManagedLogin` is the kind of pages that the domain has, if known.
   *
   * @internal
   */
  public _check(problems: Problems, where: string, isManagedLogin = this._isManagedLogin): void {
    if (this._isManagedLogin !== isManagedLogin) {
      const [own, domain] = isManagedLogin ? ['classic', 'managedLogin'] : ['managedLogin', 'classic'];
      problems.add({
        where,
        given: `Branding.${own}(), with the pages of Branding.${domain}()`,
        outcome: 'all pages of a domain are of one kind and would not use it',
        remedy: `Give Branding.${domain}(), or Branding.${own}() in the hostedUi of the pool too`,
      });
    }
    this._checkLook(problems, where);
  }
}

export type BrandingResource = cognito.CfnManagedLoginBranding | cognito.CfnUserPoolUICustomizationAttachment;

/**
 * CloudFormation's limit for templates, which is reached before Cognito's 2 MB per request and 1,000,000 bytes per
 * image.
 */
const MAX_TEMPLATE_SIZE = 1_000_000;

/** Whether the settings, as exported from the branding editor, show the logo in the form. */
function showsFormLogo(settings: ManagedLoginOptions['settings']): boolean {
  const components = settings?.components as { form?: { logo?: { enabled?: unknown } } } | undefined;
  return components?.form?.logo?.enabled === true;
}

/** The top-level keys of the branding editor's JSON. */
const SETTINGS = ['categories', 'componentClasses', 'components'];

/** The command that exports a style wraps the settings in objects, which are easily pasted along with them. */
function checkSettings(problems: Problems, where: string, settings: Readonly<Record<string, unknown>>): void {
  const foreign = Object.keys(settings).filter((key) => !SETTINGS.includes(key));
  if (foreign.length === 0) return;
  const isExport = ['ManagedLoginBranding', 'ManagedLoginBrandings', 'Settings'].find((key) => foreign.includes(key));
  problems.add({
    where,
    given: `an object with ${foreign.map((key) => show(key)).join(', ')}`,
    outcome: `settings consist of ${SETTINGS.join(', ')} only, and Cognito rejects the branding`,
    remedy: isExport
      ? 'Give the value of ManagedLoginBranding.Settings alone; give each of its Assets with ManagedLoginAsset.fromBase64(Bytes, { category, colorMode, extension, resourceId })'
      : `Use ${SETTINGS.join(', ')} at the top level`,
  });
}

class ManagedLoginBranding extends Branding {
  readonly _isManagedLogin = true;

  constructor(private readonly options: ManagedLoginOptions) {
    super();
  }

  _checkLook(problems: Problems, where: string): void {
    const { settings = {}, assets = [], terms } = this.options;
    if (terms) checkTerms(problems, `${where}.terms`, terms);
    checkSettings(problems, `${where}.settings`, settings);
    assets.forEach((asset, index) => asset._check(problems, `${where}.assets[${index}]`));
    checkCount(problems, `${where}.assets`, assets, [0, 40], {
      outcome: 'Cognito accepts at most 40 images, and would reject the branding',
      remedy: 'Remove the least important ones',
    });
    const size = [JSON.stringify(settings), ...assets.map(({ _bytes }) => _bytes)].join('').length;
    if (size > MAX_TEMPLATE_SIZE) {
      problems.add({
        where,
        given: `${size} characters long, with settings and Base64-encoded images`,
        outcome: `they are in the template, and CloudFormation rejects one of more than ${MAX_TEMPLATE_SIZE} bytes`,
        remedy: 'Give smaller images',
      });
    }
  }

  _bind(scope: Construct, ids: ClientIds): cognito.CfnManagedLoginBranding {
    const { settings = {}, assets = [], terms } = this.options;
    const hasSettings = Object.keys(settings).length > 0;
    if (assets.some(({ _isFormLogo }) => _isFormLogo) && !showsFormLogo(settings)) {
      warn(
        scope,
        'UserAuthClient.logoNotShown',
        'The style has an image of the category FORM_LOGO, and its settings do not turn it on, so no page shows it. Set components.form.logo.enabled to true in settings.',
      );
    }
    const branding = new cognito.CfnManagedLoginBranding(scope, 'Branding', {
      ...ids,
      settings: hasSettings ? settings : undefined,
      assets: assets.length > 0 ? assets.map((asset) => asset._render()) : undefined,
      useCognitoProvidedValues: hasSettings || assets.length > 0 ? undefined : true,
    });
    if (terms) makeTerms(scope, ids, terms).forEach((each) => each.addDependency(branding));
    return branding;
  }
}

class ClassicBranding extends Branding {
  readonly _isManagedLogin = false;

  constructor(private readonly options: ClassicOptions) {
    super();
  }

  _checkLook(problems: Problems, where: string): void {
    checkStyleSheet(problems, `${where}.css`, this.options.css);
  }

  _bind(scope: Construct, ids: ClientIds): cognito.CfnUserPoolUICustomizationAttachment | undefined {
    const { css } = this.options;
    const foreign = foreignClassesOf(css);
    if (foreign.length > 0) {
      warn(
        scope,
        'UserAuthClient.classNotCustomizable',
        `The style sheet of the classic pages has the classes ${foreign.map(show).join(', ')}, and Cognito lets it style only classes that end in -customizable: it may reject the branding. Use the classes that the developer guide names.`,
      );
    }
    return css === undefined
      ? undefined
      : new cognito.CfnUserPoolUICustomizationAttachment(scope, 'Branding', { ...ids, css });
  }
}
