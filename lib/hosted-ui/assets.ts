import * as cognito from 'aws-cdk-lib/aws-cognito';
import { readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { Problems } from '../checks/problems';
import { checkEnum, checkPattern, show } from '../checks/values';

/**
 * What an image is for. Some show up only if `settings` ask for them: a logo of the form by `components.form.logo.enabled`, for one.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AssetType.html
 */
export enum ManagedLoginAssetCategory {
  /** The icon in the tab of the browser, of the type ICO. */
  FAVICON_ICO = 'FAVICON_ICO',

  /** The icon in the tab of the browser, of the type SVG. */
  FAVICON_SVG = 'FAVICON_SVG',

  /** Beside the form for a code from an e-mail. */
  EMAIL_GRAPHIC = 'EMAIL_GRAPHIC',

  /** Beside the form for a code from a text message. */
  SMS_GRAPHIC = 'SMS_GRAPHIC',

  /** Beside the form for a code from an authenticator app. */
  AUTH_APP_GRAPHIC = 'AUTH_APP_GRAPHIC',

  /** Beside the form for the password. */
  PASSWORD_GRAPHIC = 'PASSWORD_GRAPHIC',

  /** Beside the form for a passkey. */
  PASSKEY_GRAPHIC = 'PASSKEY_GRAPHIC',

  /** The logo at the head of the page. */
  PAGE_HEADER_LOGO = 'PAGE_HEADER_LOGO',

  /** Behind the head of the page. */
  PAGE_HEADER_BACKGROUND = 'PAGE_HEADER_BACKGROUND',

  /** The logo at the foot of the page. */
  PAGE_FOOTER_LOGO = 'PAGE_FOOTER_LOGO',

  /** Behind the foot of the page. */
  PAGE_FOOTER_BACKGROUND = 'PAGE_FOOTER_BACKGROUND',

  /** Behind the page. */
  PAGE_BACKGROUND = 'PAGE_BACKGROUND',

  /** Behind the form. */
  FORM_BACKGROUND = 'FORM_BACKGROUND',

  /** The logo in the form. */
  FORM_LOGO = 'FORM_LOGO',

  /** On the button of an identity provider, whose name is the `resourceId`. */
  IDP_BUTTON_ICON = 'IDP_BUTTON_ICON',
}

/** In which mode of the browser an image is shown. */
export enum ManagedLoginColorMode {
  /** In light mode. */
  LIGHT = 'LIGHT',

  /** In dark mode. */
  DARK = 'DARK',

  /** In both. */
  DYNAMIC = 'DYNAMIC',
}

/** The type of an image. */
export enum ManagedLoginAssetExtension {
  /** An icon. */
  ICO = 'ICO',

  /** A JPEG image, of a file that ends with `.jpg` or `.jpeg`. */
  JPEG = 'JPEG',

  /** A PNG image. */
  PNG = 'PNG',

  /** An SVG image. */
  SVG = 'SVG',

  /** A WebP image. */
  WEBP = 'WEBP',
}

/** Options that all images have. */
export interface ManagedLoginAssetOptions {
  /** What the image is for. */
  readonly category: ManagedLoginAssetCategory;

  /**
   * In which mode of the browser it is shown.
   *
   * @default ManagedLoginColorMode.DYNAMIC
   */
  readonly colorMode?: ManagedLoginColorMode;

  /**
   * What the image belongs to, where its category has several, such as the name of an identity provider: 1 to 40 letters, digits, spaces, `_` and `-`. Anything else fails synthesis.
   *
   * @default - none
   */
  readonly resourceId?: string;
}

/** Options for an image from a file. */
export interface ManagedLoginFileOptions extends ManagedLoginAssetOptions {
  /**
   * The type of the image.
   *
   * @default - by the end of the file's name; one that Cognito doesn't know fails synthesis
   */
  readonly extension?: ManagedLoginAssetExtension;
}

/** Options for an image given as Base64. */
export interface ManagedLoginContentOptions extends ManagedLoginAssetOptions {
  /** The type of the image. */
  readonly extension: ManagedLoginAssetExtension;
}

/**
 * An image on the pages of managed login. It stands in the template, in Base64, once for each client whose pages show it.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AssetType.html
 */
export class ManagedLoginAsset {
  /**
   * An image in a file. One that can't be read fails synthesis.
   *
   * @param path the file, seen from where the app runs
   * @param options what it is for
   */
  public static fromFile(path: string, options: ManagedLoginFileOptions): ManagedLoginAsset {
    return new ManagedLoginAsset({ ...options, extension: options.extension ?? EXTENSIONS[ending(path)] }, path);
  }

  /**
   * An image in the code.
   *
   * @param content the image in Base64; other text fails synthesis
   * @param options what it is for
   */
  public static fromBase64(content: string, options: ManagedLoginContentOptions): ManagedLoginAsset {
    return new ManagedLoginAsset(options, undefined, content);
  }

  private constructor(
    private readonly options: ManagedLoginFileOptions,
    private readonly path?: string,
    private content?: string,
  ) {}

  /**
   * The image in Base64; no text if it can't be read.
   *
   * @internal
   */
  public get _bytes(): string {
    this.content ??= read(this.path);
    return this.content;
  }

  /** @internal */
  public get _isFormLogo(): boolean {
    return this.options.category === ManagedLoginAssetCategory.FORM_LOGO;
  }

  /** @internal */
  public _check(problems: Problems, where: string): void {
    const { category, colorMode, extension, resourceId } = this.options;
    checkEnum(problems, `${where}.category`, category, ManagedLoginAssetCategory);
    checkEnum(problems, `${where}.colorMode`, colorMode, ManagedLoginColorMode);
    checkEnum(problems, `${where}.extension`, extension, ManagedLoginAssetExtension);
    checkPattern(problems, `${where}.resourceId`, resourceId, /^[\w\- ]{1,40}$/, {
      outcome: 'Cognito accepts 1 to 40 letters, digits, spaces, _ and - and refuses the style',
      remedy: 'Give the name of what the image belongs to, such as an identity provider',
    });
    const wanted = ONLY[category];
    if (wanted && extension && extension !== wanted && Object.values(ManagedLoginAssetExtension).includes(extension)) {
      problems.add({
        where: `${where}.extension`,
        given: `${show(extension)}, for ${category}`,
        outcome: `an image of that category is of the type ${wanted}, and browsers show no other`,
        remedy: `Give an image of the type ${wanted}`,
      });
    }
    if (this.path === undefined) {
      checkPattern(problems, where, this._bytes, BASE64, {
        outcome: 'it is no image in Base64',
        remedy: 'Give the content alone, without line breaks and without "data:image/png;base64,"',
      });
      return;
    }
    const given = `the file ${show(this.path)}`;
    if (this._bytes === '') {
      const remedy = `Give the path of an image, from ${show(process.cwd())} on or absolute`;
      problems.add({ where, given, outcome: 'there is no such file, or nothing can be read from it', remedy });
    }
    if (!extension) {
      problems.add({
        where,
        given,
        outcome: 'its name does not say which type of image it is',
        remedy: `Give its extension; Cognito knows ${Object.values(ManagedLoginAssetExtension).join(', ')}`,
      });
    }
  }

  /** @internal */
  public _render(): cognito.CfnManagedLoginBranding.AssetTypeProperty {
    const { category, colorMode = ManagedLoginColorMode.DYNAMIC, extension, resourceId } = this.options;
    return { category, colorMode, extension: String(extension), resourceId, bytes: this._bytes };
  }
}

const BASE64 = /^(?=.)(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const { ICO, JPEG, PNG, SVG, WEBP } = ManagedLoginAssetExtension;
const EXTENSIONS: Record<string, ManagedLoginAssetExtension> = {
  ico: ICO,
  jpeg: JPEG,
  jpg: JPEG,
  png: PNG,
  svg: SVG,
  webp: WEBP,
};
/** Categories that are of one type. */
const ONLY: Partial<Record<ManagedLoginAssetCategory, ManagedLoginAssetExtension>> = {
  [ManagedLoginAssetCategory.FAVICON_ICO]: ICO,
  [ManagedLoginAssetCategory.FAVICON_SVG]: SVG,
};
const ending = (path: string) => extname(path).slice(1).toLowerCase();

function read(path = ''): string {
  try {
    return readFileSync(path).toString('base64');
  } catch {
    return '';
  }
}
