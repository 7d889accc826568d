import * as cognito from 'aws-cdk-lib/aws-cognito';
import { readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { checkArgument, checkStruct } from '../checks/check-struct';
import { Problems } from '../checks/problems';
import { checkEnum, checkPattern, show } from '../checks/values';

/**
 * What an image is used for. Some images are shown only if `settings` enable them, such as the logo in the form with
 * `components.form.logo.enabled`.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AssetType.html
 */
export enum ManagedLoginAssetCategory {
  /** The browser tab icon, in ICO format. */
  FAVICON_ICO = 'FAVICON_ICO',

  /** The browser tab icon, in SVG format. */
  FAVICON_SVG = 'FAVICON_SVG',

  /** The image beside the form for a code sent by email. */
  EMAIL_GRAPHIC = 'EMAIL_GRAPHIC',

  /** The image beside the form for a code sent by SMS. */
  SMS_GRAPHIC = 'SMS_GRAPHIC',

  /** The image beside the form for a code from an authenticator app. */
  AUTH_APP_GRAPHIC = 'AUTH_APP_GRAPHIC',

  /** The image beside the password form. */
  PASSWORD_GRAPHIC = 'PASSWORD_GRAPHIC',

  /** The image beside the passkey form. */
  PASSKEY_GRAPHIC = 'PASSKEY_GRAPHIC',

  /** The logo in the page header. */
  PAGE_HEADER_LOGO = 'PAGE_HEADER_LOGO',

  /** The background of the page header. */
  PAGE_HEADER_BACKGROUND = 'PAGE_HEADER_BACKGROUND',

  /** The logo in the page footer. */
  PAGE_FOOTER_LOGO = 'PAGE_FOOTER_LOGO',

  /** The background of the page footer. */
  PAGE_FOOTER_BACKGROUND = 'PAGE_FOOTER_BACKGROUND',

  /** The background of the page. */
  PAGE_BACKGROUND = 'PAGE_BACKGROUND',

  /** The background of the form. */
  FORM_BACKGROUND = 'FORM_BACKGROUND',

  /** The logo in the form. */
  FORM_LOGO = 'FORM_LOGO',

  /** The icon on the button of an identity provider, whose name is the `resourceId`. */
  IDP_BUTTON_ICON = 'IDP_BUTTON_ICON',
}

/** The color mode of the browser in which an image is shown. */
export enum ManagedLoginColorMode {
  /** Light mode. */
  LIGHT = 'LIGHT',

  /** Dark mode. */
  DARK = 'DARK',

  /** Both modes. */
  DYNAMIC = 'DYNAMIC',
}

/** The file type of an image. */
export enum ManagedLoginAssetExtension {
  /** An ICO image. */
  ICO = 'ICO',

  /** A JPEG image, in a file that ends in `.jpg` or `.jpeg`. */
  JPEG = 'JPEG',

  /** A PNG image. */
  PNG = 'PNG',

  /** An SVG image. */
  SVG = 'SVG',

  /** A WebP image. */
  WEBP = 'WEBP',
}

/** Options for an image. */
export interface ManagedLoginAssetOptions {
  /** What the image is used for. */
  readonly category: ManagedLoginAssetCategory;

  /**
   * The color mode of the browser in which the image is shown.
   *
   * @default ManagedLoginColorMode.DYNAMIC
   */
  readonly colorMode?: ManagedLoginColorMode;

  /**
   * What the image belongs to, for categories with several images, such as the name of an identity provider: 1 to 40
   * letters, digits, spaces, `_` and `-`. Otherwise synthesis fails.
   *
   * @default - none
   */
  readonly resourceId?: string;
}

/** Options for an image in a file. */
export interface ManagedLoginFileOptions extends ManagedLoginAssetOptions {
  /**
   * The file type of the image.
   *
   * @default - from the file name extension; one that Cognito does not know fails synthesis
   */
  readonly extension?: ManagedLoginAssetExtension;
}

/** Options for an inline image. */
export interface ManagedLoginContentOptions extends ManagedLoginAssetOptions {
  /** The file type of the image. */
  readonly extension: ManagedLoginAssetExtension;
}

/**
 * An image on the managed login pages. It is stored in the template, in Base64, once for each client whose pages show
 * it.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AssetType.html
 */
export abstract class ManagedLoginAsset {
  /**
   * Uses an image in a file. A file that cannot be read fails synthesis.
   *
   * @param path the path of the file, relative to the working directory of the app
   * @param options what the image is used for
   */
  public static fromFile(path: string, options: ManagedLoginFileOptions): ManagedLoginAsset {
    checkArgument('ManagedLoginAsset.fromFile()', 'path', 'string', path);
    checkStruct('ManagedLoginAsset.fromFile()', 'ManagedLoginFileOptions', options);
    return new ImageFile(path, { ...options, extension: options.extension ?? EXTENSIONS[ending(path)] });
  }

  /**
   * Uses an inline image.
   *
   * @param content the image in Base64; other text fails synthesis
   * @param options what the image is used for
   */
  public static fromBase64(content: string, options: ManagedLoginContentOptions): ManagedLoginAsset {
    checkArgument('ManagedLoginAsset.fromBase64()', 'content', 'string', content);
    checkStruct('ManagedLoginAsset.fromBase64()', 'ManagedLoginContentOptions', options);
    return new InlineImage(content, options);
  }

  /** @internal */
  protected abstract readonly _options: ManagedLoginFileOptions;

  /**
   * The image in Base64; empty if it cannot be read.
   *
   * @internal
   */
  public abstract readonly _bytes: string;

  /** @internal */
  protected abstract _checkImage(problems: Problems, where: string): void;

  /** @internal */
  public get _isFormLogo(): boolean {
    return this._options.category === ManagedLoginAssetCategory.FORM_LOGO;
  }

  /** @internal */
  public _check(problems: Problems, where: string): void {
    const { category, colorMode, extension, resourceId } = this._options;
    checkEnum(problems, `${where}.category`, category, { ManagedLoginAssetCategory });
    checkEnum(problems, `${where}.colorMode`, colorMode, { ManagedLoginColorMode });
    checkEnum(problems, `${where}.extension`, extension, { ManagedLoginAssetExtension });
    checkPattern(problems, `${where}.resourceId`, resourceId, /^[\w\- ]{1,40}$/, {
      outcome: 'Cognito accepts only 1 to 40 letters, digits, spaces, _ and -, and would reject the branding',
      remedy: 'Give the ID of the element that the image belongs to, such as an identity provider',
    });
    const wanted = ONLY_EXTENSION[category];
    if (wanted && extension && extension !== wanted && Object.values(ManagedLoginAssetExtension).includes(extension)) {
      problems.add({
        where: `${where}.extension`,
        given: `${show(extension)}, for ${category}`,
        outcome: `browsers show images of that category only in the format ${wanted}`,
        remedy: `Give an image in the format ${wanted}`,
      });
    }
    this._checkImage(problems, where);
  }

  /** @internal */
  public _render(): cognito.CfnManagedLoginBranding.AssetTypeProperty {
    const { category, colorMode = ManagedLoginColorMode.DYNAMIC, extension, resourceId } = this._options;
    return { category, colorMode, extension: String(extension), resourceId, bytes: this._bytes };
  }
}

class ImageFile extends ManagedLoginAsset {
  private content?: string;

  constructor(
    private readonly path: string,
    protected readonly _options: ManagedLoginFileOptions,
  ) {
    super();
  }

  get _bytes(): string {
    this.content ??= read(this.path);
    return this.content;
  }

  protected _checkImage(problems: Problems, where: string): void {
    const given = `the file ${show(this.path)}`;
    if (this._bytes === '') {
      const remedy = `Give the path of an image, from ${show(process.cwd())} on or absolute`;
      problems.add({ where, given, outcome: 'there is no such file, or nothing can be read from it', remedy });
    }
    if (!this._options.extension) {
      problems.add({
        where,
        given,
        outcome: 'its name does not tell the format of the image',
        remedy: `Give its extension; Cognito knows ${Object.values(ManagedLoginAssetExtension).join(', ')}`,
      });
    }
  }
}

class InlineImage extends ManagedLoginAsset {
  constructor(
    readonly _bytes: string,
    protected readonly _options: ManagedLoginContentOptions,
  ) {
    super();
  }

  protected _checkImage(problems: Problems, where: string): void {
    checkPattern(problems, where, this._bytes, BASE64, {
      outcome: 'it is not a Base64-encoded image',
      remedy: 'Give the content alone, without line breaks and without "data:image/png;base64,"',
    });
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
/** The only file type of some categories. */
const ONLY_EXTENSION: Partial<Record<ManagedLoginAssetCategory, ManagedLoginAssetExtension>> = {
  [ManagedLoginAssetCategory.FAVICON_ICO]: ICO,
  [ManagedLoginAssetCategory.FAVICON_SVG]: SVG,
};
const ending = (path: string) => extname(path).slice(1).toLowerCase();

function read(path: string): string {
  try {
    return readFileSync(path).toString('base64');
  } catch {
    return '';
  }
}
