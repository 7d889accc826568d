import * as cognito from 'aws-cdk-lib/aws-cognito';
import { readFileSync } from 'node:fs';
import { checkArgument } from '../checks/check-struct';
import { Problems } from '../checks/problems';
import { checkEnum, checkPattern, isKnown, show } from '../checks/values';
import { warnAtPool } from '../checks/warn';
import { checkIdentifiers, checkProviderName } from './names';
import { ProviderDefinition, ProviderOptions } from './provider';

/**
 * The metadata document of a SAML provider: where users sign in, and the certificate that proves they did.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-managing-saml-idp.html
 */
export abstract class SamlMetadata {
  /**
   * Uses a publicly readable document. Cognito reads it again about every six hours, so it picks up new certificates
   * automatically.
   *
   * @param url the URL of the document; anything but `https` and `http` fails synthesis
   */
  public static fromUrl(url: string): SamlMetadata {
    checkArgument('SamlMetadata.fromUrl()', 'url', 'string', url);
    return new MetadataAtUrl(url);
  }

  /**
   * Uses a document in a file. A relative path starts from the working directory of the app.
   *
   * @param path the path of the file; one that cannot be read, is not SAML metadata or has more than 131,072
   * characters fails synthesis
   */
  public static fromFile(path: string): SamlMetadata {
    checkArgument('SamlMetadata.fromFile()', 'path', 'string', path);
    return new MetadataDocument(() => readFileSync(path, 'utf8'), path);
  }

  /**
   * Uses an inline document.
   *
   * @param xml the document; one that is not SAML metadata or has more than 131,072 characters fails synthesis
   */
  public static fromContent(xml: string): SamlMetadata {
    checkArgument('SamlMetadata.fromContent()', 'xml', 'string', xml);
    return new MetadataDocument(() => xml);
  }

  /** @internal */
  public abstract _check(where: string, problems: Problems): void;

  /** @internal */
  public abstract _details(): Record<string, string>;
}

class MetadataAtUrl extends SamlMetadata {
  constructor(private readonly url: string) {
    super();
  }

  public _check(where: string, problems: Problems): void {
    checkPattern(problems, where, this.url, /^https?:\/\/[^\s/?#]+(?:[/?#]\S*)?$/, {
      outcome: 'it is not the URL of a document and Cognito rejects the provider',
      remedy: 'Give a URL such as "https://login.example.com/metadata.xml"',
    });
  }

  public _details() {
    return { MetadataURL: this.url };
  }
}

class MetadataDocument extends SamlMetadata {
  /**
   * @param content reads the document
   * @param path the path of its file, if it has one
   */
  constructor(
    private readonly content: () => string,
    private readonly path?: string,
  ) {
    super();
  }

  public _check(where: string, problems: Problems): void {
    const file = this.path === undefined ? undefined : `the file ${show(this.path)}`;
    let xml: string;
    try {
      xml = this.read();
    } catch (error) {
      problems.add({
        where,
        given: file ?? 'a document',
        outcome: `it can't be read (${(error as NodeJS.ErrnoException).code ?? String(error)})`,
        remedy: 'Give the path of the document, absolute or relative to the working directory of the app',
      });
      return;
    }
    checkXml(problems, where, file ?? show(xml), xml);
  }

  public _details() {
    return { MetadataFile: this.read() };
  }

  private read(): string {
    // Some providers start the file with a byte order mark, which does not belong in a JSON string.
    return this.content().replace(/^\uFEFF/, '');
  }
}

function checkXml(problems: Problems, where: string, given: string, xml: string): void {
  if (!isKnown(xml)) return;
  if (!/<(?:[\w.-]+:)?EntityDescriptor[\s>]/.test(xml)) {
    problems.add({
      where,
      given,
      outcome: 'it has no EntityDescriptor, so it is not SAML metadata and Cognito rejects the provider',
      remedy: 'Download the metadata document of the provider and use it',
    });
  } else if (xml.length > 131072) {
    problems.add({
      where,
      given: `${xml.length} characters long`,
      outcome: 'Cognito accepts at most 131072, and would reject the provider',
      remedy: 'Give the URL of the document with SamlMetadata.fromUrl(), or only the part about this provider',
    });
  }
}

/**
 * Options for a SAML identity provider.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-saml-idp.html
 */
export interface SamlOptions extends ProviderOptions {
  /** The metadata document of the provider. */
  readonly metadata: SamlMetadata;

  /**
   * Whether the provider must encrypt its assertions, with the certificate that Cognito shows once the provider exists.
   * Cognito then rejects unencrypted ones.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-SAML-signing-encryption.html
   * @default false
   */
  readonly encryptedResponses?: boolean;

  /**
   * The algorithm with which Cognito signs the requests that send users to the provider.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-SAML-signing-encryption.html
   * @default - requests are not signed
   */
  readonly requestSigningAlgorithm?: cognito.SigningAlgorithm;

  /**
   * Whether users can start a sign-in from the provider's portal, without being sent there by the application. Cognito
   * cannot know whether such a sign-in was requested, so it is open to forgery. An app client with such a provider can
   * have no providers other than SAML ones, not even the pool itself.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-SAML-session-initiation.html
   * @default false
   */
  readonly idpInitiated?: boolean;

  /**
   * Whether signing out of the pool also signs users out of the provider.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-managing-saml-idp.html
   * @default false
   */
  readonly idpSignout?: boolean;

  /**
   * Additional names by which applications can refer to the provider. If one is a domain, managed login sends users
   * with an email address of that domain to the provider. Up to 50, each of 1 to 40 letters, digits, spaces and any of
   * `_ + = . @ -`. Otherwise synthesis fails.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-managing-saml-idp-naming.html
   * @default - none
   */
  readonly identifiers?: string[];
}

const CLAIM = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims';

export const saml = (name: string, options: SamlOptions): ProviderDefinition => ({
  type: 'SAML',
  name,
  options,
  claims: { email: `${CLAIM}/emailaddress`, given_name: `${CLAIM}/givenname`, family_name: `${CLAIM}/surname` },
  identifiers: options.identifiers,
  idpInitiated: options.idpInitiated,
  check: (where, problems) => {
    checkProviderName(problems, `${where}.providerName`, name);
    options.metadata._check(`${where}.metadata`, problems);
    const { requestSigningAlgorithm: algorithm } = options;
    checkEnum(problems, `${where}.requestSigningAlgorithm`, algorithm, { SigningAlgorithm: cognito.SigningAlgorithm });
    checkIdentifiers(problems, `${where}.identifiers`, options.identifiers);
  },
  details: () => ({
    ...options.metadata._details(),
    EncryptedResponses: asText(options.encryptedResponses),
    RequestSigningAlgorithm: options.requestSigningAlgorithm,
    IDPInit: asText(options.idpInitiated),
    IDPSignout: asText(options.idpSignout),
  }),
  warn: (pool) => {
    const { MetadataURL: url } = options.metadata._details();
    if (!isKnown(url) || !url.startsWith('http:')) return;
    warnAtPool(
      pool,
      'samlMetadataOverHttp',
      `The metadata of the provider ${name} is read over http. An attacker in between can replace the certificate in it, and sign in as any user. Use https, or SamlMetadata.fromFile().`,
    );
  },
});

/** Cognito takes provider details as strings. Leaving one out turns it off, even if the provider had it on. */
const asText = (value: boolean | undefined) => value?.toString();
