import * as cognito from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import { Problems } from '../checks/problems';
import { warnAt } from '../checks/warn';
import { isKnown } from '../checks/values';
import { ManagedLoginAsset } from './assets';

/**
 * How the pages of managed login look.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/managed-login-brandingeditor.html
 */
export interface ManagedLoginOptions {
  /**
   * What differs from the style of Cognito: the JSON of the branding editor, which begins with `categories`, `componentClasses` and `components`. A style that has been made in the editor is
   * read by `aws cognito-idp describe-managed-login-branding-by-client`.
   *
   * Cognito keeps what an update does not name: a setting that is left out later stays as it was. To undo it, give Cognito's own value.
   *
   * @default - as Cognito styles it
   */
  readonly settings?: { [key: string]: unknown };

  /**
   * Logos, backgrounds and icons: 40 at most. They stand in the template, of which CloudFormation takes 1,000,000 bytes: settings and images, in Base64 a third larger than their files, that
   * are together longer than that fail synthesis.
   *
   * @default - as Cognito styles it
   */
  readonly assets?: ManagedLoginAsset[];
}

/**
 * How the classic pages look.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/hosted-ui-classic-branding.html
 */
export interface ClassicOptions {
  /**
   * A style sheet for the classes that the page names: 1 to 131072 characters. Any other length fails synthesis.
   *
   * A logo can't be given here, since CloudFormation has no property for it: add it by `aws cognito-idp set-ui-customization` after the deployment, with this style sheet beside it, since Cognito
   * takes both at once.
   *
   * @default - as Cognito styles it
   */
  readonly css?: string;
}

/** How the pages look on which users sign in, and of which kind they are. All pages of a domain are of one kind. */
export abstract class Branding {
  /**
   * Managed login, which needs the Essentials plan. Each client has a style of its own, 20 at most in a pool; without one it would have no pages.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/managed-login-branding.html
   * @param options how the pages look
   */
  public static managedLogin(options: ManagedLoginOptions = {}): Branding {
    return new ManagedLoginBranding(options);
  }

  /**
   * The classic pages, on which nobody can sign in with a passkey. They are what the Lite plan has.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/hosted-ui-classic-branding.html
   * @param options how the pages look
   */
  public static classic(options: ClassicOptions = {}): Branding {
    return new ClassicBranding(options);
  }

  /** @internal */
  public abstract readonly _isManagedLogin: boolean;

  /**
   * The style of a client, where it has one that differs from nothing at all.
   *
   * @internal
   */
  public abstract _make(scope: Construct, ids: ClientIds): BrandingResource | undefined;

  /** @internal */
  protected abstract _checkLook(problems: Problems, where: string): void;

  /**
   * What would be refused, on pages of a kind that is known where it is given.
   *
   * @internal
   */
  public _check(problems: Problems, where: string, isManagedLogin = this._isManagedLogin): void {
    if (this._isManagedLogin !== isManagedLogin) {
      const [own, domain] = isManagedLogin ? ['classic', 'managedLogin'] : ['managedLogin', 'classic'];
      problems.add({
        where,
        given: `Branding.${own}(), with the pages of Branding.${domain}()`,
        outcome: 'all pages of a domain are of one kind, and would not show it',
        remedy: `Give Branding.${domain}(), or Branding.${own}() in the hostedUi of the pool too`,
      });
    }
    this._checkLook(problems, where);
  }
}

export interface ClientIds {
  readonly userPoolId: string;
  readonly clientId: string;
}

export type BrandingResource = cognito.CfnManagedLoginBranding | cognito.CfnUserPoolUICustomizationAttachment;

/** CloudFormation takes larger templates from nobody, so neither the 2 MB of Cognito's API nor its 1,000,000 bytes for each image are ever reached. */
const TEMPLATE = 1_000_000;

/** As the designer in the console has it. */
function showsFormLogo(settings: ManagedLoginOptions['settings']): boolean {
  const components = settings?.components as { form?: { logo?: { enabled?: unknown } } } | undefined;
  return components?.form?.logo?.enabled === true;
}

class ManagedLoginBranding extends Branding {
  readonly _isManagedLogin = true;

  constructor(private readonly options: ManagedLoginOptions) {
    super();
  }

  _checkLook(problems: Problems, where: string): void {
    const { settings = {}, assets = [] } = this.options;
    assets.forEach((asset, index) => asset._check(problems, `${where}.assets[${index}]`));
    if (assets.length > 40) {
      problems.add({
        where: `${where}.assets`,
        given: `a list of ${assets.length}`,
        outcome: 'Cognito accepts 40 images and refuses the style',
        remedy: 'Leave out those that few users see',
      });
    }
    const size = [JSON.stringify(settings), ...assets.map(({ _bytes }) => _bytes)].join('').length;
    if (size > TEMPLATE) {
      problems.add({
        where,
        given: `${size} characters long, settings and images in Base64 together`,
        outcome: `they stand in the template, and CloudFormation refuses one of more than ${TEMPLATE} bytes`,
        remedy: 'Give smaller images',
      });
    }
  }

  _make(scope: Construct, ids: ClientIds): cognito.CfnManagedLoginBranding {
    const { settings = {}, assets = [] } = this.options;
    const hasSettings = Object.keys(settings).length > 0;
    if (assets.some(({ _isFormLogo }) => _isFormLogo) && !showsFormLogo(settings)) {
      warnAt(
        scope,
        'UserAuthClient.logoNotShown',
        'The style has an image of the category FORM_LOGO, and its settings do not turn it on, so no page shows it. Set components.form.logo.enabled to true in settings.',
      );
    }
    return new cognito.CfnManagedLoginBranding(scope, 'Branding', {
      ...ids,
      settings: hasSettings ? settings : undefined,
      assets: assets.length > 0 ? assets.map((asset) => asset._render()) : undefined,
      useCognitoProvidedValues: hasSettings || assets.length > 0 ? undefined : true,
    });
  }
}

class ClassicBranding extends Branding {
  readonly _isManagedLogin = false;

  constructor(private readonly options: ClassicOptions) {
    super();
  }

  _checkLook(problems: Problems, where: string): void {
    const { css } = this.options;
    if (!isKnown(css) || (css.length >= 1 && css.length <= 131072)) return;
    problems.add({
      where: `${where}.css`,
      given: `${css.length} characters long`,
      outcome: 'Cognito accepts 1 to 131072 characters and refuses the style',
      remedy: css.length > 131072 ? 'Shorten it' : 'Give a style sheet, or leave it out for the style of Cognito',
    });
  }

  _make(scope: Construct, ids: ClientIds): cognito.CfnUserPoolUICustomizationAttachment | undefined {
    const { css } = this.options;
    return css === undefined
      ? undefined
      : new cognito.CfnUserPoolUICustomizationAttachment(scope, 'Branding', { ...ids, css });
  }
}
