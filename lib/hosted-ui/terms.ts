import * as cognito from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import { repeated } from '../base/repeated';
import { Problems } from '../checks/problems';
import { checkEnum, checkPattern, show } from '../checks/values';

/**
 * The languages in which managed login can link to a document of its own, as far as CloudFormation knows them.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-managed-login.html#managed-login-localization
 */
export enum TermsLanguage {
  /** Bahasa Indonesia. */
  BAHASA_INDONESIA = 'bahasa-indonesia',

  /** Simplified Chinese. */
  CHINESE_SIMPLIFIED = 'chinese-simplified',

  /** Traditional Chinese. */
  CHINESE_TRADITIONAL = 'chinese-traditional',

  /** English. */
  ENGLISH = 'english',

  /** French. */
  FRENCH = 'french',

  /** German. */
  GERMAN = 'german',

  /** Italian. */
  ITALIAN = 'italian',

  /** Japanese. */
  JAPANESE = 'japanese',

  /** Korean. */
  KOREAN = 'korean',

  /** Brazilian Portuguese. */
  PORTUGUESE_BRAZIL = 'portuguese-brazil',

  /** Spanish. */
  SPANISH = 'spanish',
}

/** A document in one language of managed login. */
export interface TermsTranslation {
  /** The language. Each can be given once; otherwise synthesis fails. */
  readonly language: TermsLanguage;

  /** The URL of the document in that language, as for `TermsDocument.url`. */
  readonly url: string;
}

/** A document that users accept by signing up. */
export interface TermsDocument {
  /**
   * The URL of the document, for everyone whose language has no translation: it starts with `https://` or `http://` and
   * has at most 1024 characters, none of them a space. Otherwise synthesis fails.
   */
  readonly url: string;

  /**
   * Translations of the document. Managed login links to the one in the language that it shows.
   *
   * @default - `url` in every language
   */
  readonly translations?: TermsTranslation[];
}

/**
 * The documents that the sign-up page of managed login links to. Cognito shows them only if it has both.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-managed-login.html#managed-login-terms-documents
 */
export interface TermsDocuments {
  /** The terms of use. */
  readonly termsOfUse: TermsDocument;

  /** The privacy policy. */
  readonly privacyPolicy: TermsDocument;
}

export function checkTerms(problems: Problems, where: string, { termsOfUse, privacyPolicy }: TermsDocuments): void {
  checkDocument(problems, `${where}.termsOfUse`, termsOfUse);
  checkDocument(problems, `${where}.privacyPolicy`, privacyPolicy);
}

function checkDocument(problems: Problems, where: string, { url, translations = [] }: TermsDocument): void {
  checkUrl(problems, `${where}.url`, url);
  translations.forEach((translation, index) => {
    const path = `${where}.translations[${index}]`;
    checkUrl(problems, `${path}.url`, translation.url);
    checkEnum(problems, `${path}.language`, translation.language, { TermsLanguage });
  });
  for (const { item, index, first } of repeated(translations, ({ language }) => language)) {
    problems.add({
      where: `${where}.translations[${index}].language`,
      given: `${show(item.language)}, like that of translations[${translations.indexOf(first)}]`,
      outcome: 'Cognito has one document for each language',
      remedy: 'Remove one of the two',
    });
  }
}

const checkUrl = (problems: Problems, where: string, url: string) =>
  checkPattern(problems, where, url, /^(?=.{1,1024}$)https?:\/\/[\p{L}\p{M}\p{S}\p{N}\p{P}]+$/u, {
    outcome:
      'Cognito accepts up to 1024 characters without spaces, and browsers need the whole URL to find the document',
    remedy: 'Write it as, for example, "https://www.example.com/terms"',
  });

/** The pool and client of a resource. */
export interface ClientIds {
  readonly userPoolId: string;
  readonly clientId: string;
}

/** Creates both documents of a client. */
export function makeTerms(
  scope: Construct,
  ids: ClientIds,
  { termsOfUse, privacyPolicy }: TermsDocuments,
): cognito.CfnTerms[] {
  const documents = [
    ['TermsOfUse', 'terms-of-use', termsOfUse],
    ['PrivacyPolicy', 'privacy-policy', privacyPolicy],
  ] as const;
  return documents.map(([id, termsName, { url, translations = [] }]) => {
    const links: Record<string, string> = { 'cognito:default': url };
    for (const { language, url: translated } of translations) links[`cognito:${language}`] = translated;
    return new cognito.CfnTerms(scope, id, { ...ids, termsName, termsSource: 'LINK', enforcement: 'NONE', links });
  });
}
