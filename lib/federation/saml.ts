import * as cognito from 'aws-cdk-lib/aws-cognito';
import { readFileSync } from 'node:fs';
import { Problems } from '../checks/problems';
import { checkEnum, checkPattern, isKnown, show } from '../checks/values';
import { checkIdentifiers, checkProviderName } from './names';
import { Provider, ProviderOptions } from './provider';

/**
 * The metadata document of a SAML provider: where users sign in, and the certificate that proves it was there.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-managing-saml-idp.html
 */
export class SamlMetadata {
  /**
   * A document that everybody can read. Cognito reads it again about every six hours, so a new certificate arrives by itself.
   *
   * @param url its address; anything but `https` and `http` fails synthesis
   */
  public static fromUrl(url: string): SamlMetadata {
    return new SamlMetadata('MetadataURL', url);
  }

  /**
   * A document in a file. The path starts from the folder that the app runs in.
   *
   * @param path the path of the file; one that can't be read, or that holds no SAML metadata, fails synthesis
   */
  public static fromFile(path: string): SamlMetadata {
    return new SamlMetadata('MetadataFile', undefined, path);
  }

  /**
   * A document as it is.
   *
   * @param xml the document; one that is no SAML metadata fails synthesis
   */
  public static fromContent(xml: string): SamlMetadata {
    return new SamlMetadata('MetadataFile', xml);
  }

  private constructor(
    private readonly key: 'MetadataURL' | 'MetadataFile',
    private readonly value?: string,
    private readonly path: string = '',
  ) {}

  /** @internal */
  public _check(where: string, problems: Problems): void {
    if (this.key === 'MetadataURL') {
      checkPattern(problems, where, this.value ?? '', /^https?:\/\/[^\s/?#]+(?:[/?#]\S*)?$/, {
        outcome: 'it is no address of a document and Cognito refuses the provider',
        remedy: 'Give an address like "https://login.example.com/metadata.xml"',
      });
      return;
    }
    let xml: string;
    try {
      xml = this.read();
    } catch (error) {
      problems.add({
        where,
        given: `the file ${show(this.path)}`,
        outcome: `it can't be read (${(error as NodeJS.ErrnoException).code ?? String(error)})`,
        remedy: 'Give the path of the document from the folder that the app runs in',
      });
      return;
    }
    const given = this.value === undefined ? `the file ${show(this.path)}` : show(xml);
    checkXml(problems, where, given, xml);
  }

  /** @internal */
  public _details(): Record<string, string | undefined> {
    return { [this.key]: this.key === 'MetadataURL' ? this.value : this.read() };
  }

  /** @internal */
  public get _isOverHttp(): boolean {
    return this.key === 'MetadataURL' && isKnown(this.value) && this.value.startsWith('http:');
  }

  private read(): string {
    const xml = this.value ?? readFileSync(this.path, 'utf8');
    // Some providers begin the file with a byte order mark, which has no place in a text within JSON.
    return xml.replace(/^\uFEFF/, '');
  }
}

function checkXml(problems: Problems, where: string, given: string, xml: string): void {
  if (!isKnown(xml)) return;
  if (!/<(?:[\w.-]+:)?EntityDescriptor[\s>]/.test(xml)) {
    problems.add({
      where,
      given,
      outcome: 'it has no EntityDescriptor, so it is no SAML metadata and Cognito refuses the provider',
      remedy: 'Download the metadata document of the provider, and give that',
    });
  } else if (xml.length > 131072) {
    problems.add({
      where,
      given: `${xml.length} characters long`,
      outcome: 'Cognito accepts 131072 and refuses the provider',
      remedy: 'Give the address of the document by SamlMetadata.fromUrl(), or the part that is about this provider',
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
   * Whether the provider has to encrypt what it says of a user, with the certificate that Cognito shows once the provider is there. What is not encrypted is refused then.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-SAML-signing-encryption.html
   * @default false
   */
  readonly encryptedResponses?: boolean;

  /**
   * How Cognito signs the requests with which it sends users to the provider.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-SAML-signing-encryption.html
   * @default - they are not signed
   */
  readonly requestSigningAlgorithm?: cognito.SigningAlgorithm;

  /**
   * Whether users may come from the portal of the provider, without the application having sent them there. Cognito can't know that such a sign-in was asked for, so it is open to forgery; and an app client with such a
   * provider can have no other but SAML providers, not even the pool itself.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-SAML-session-initiation.html
   * @default false
   */
  readonly idpInitiated?: boolean;

  /**
   * Whether signing out of the pool signs out of the provider too.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-managing-saml-idp.html
   * @default false
   */
  readonly idpSignout?: boolean;

  /**
   * Further names by which applications ask for the provider. One that is a domain has managed login send users with an e-mail address of that domain to the provider. 50 at most, each with 1 to 40 letters, digits, spaces
   * and any of `_ + = . @ -`; anything else fails synthesis.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-managing-saml-idp-naming.html
   * @default - none
   */
  readonly identifiers?: string[];
}

const CLAIM = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims';

export const saml = (name: string, options: SamlOptions): Provider => ({
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
    checkEnum(problems, `${where}.requestSigningAlgorithm`, algorithm, cognito.SigningAlgorithm);
    checkIdentifiers(problems, `${where}.identifiers`, options.identifiers);
  },
  details: () => ({
    ...options.metadata._details(),
    EncryptedResponses: asText(options.encryptedResponses),
    RequestSigningAlgorithm: options.requestSigningAlgorithm,
    IDPInit: asText(options.idpInitiated),
    IDPSignout: asText(options.idpSignout),
  }),
  warnings: (): Record<string, string> =>
    options.metadata._isOverHttp
      ? {
          samlMetadataOverHttp: `The metadata of the provider ${name} is read over http. Whoever stands in between can put a certificate of their own into it, and sign in as anybody. Use https, or SamlMetadata.fromFile().`,
        }
      : {},
});

/** Details are texts to Cognito. One that is left out is off, on a provider that had it on too. */
const asText = (value: boolean | undefined) => value?.toString();
