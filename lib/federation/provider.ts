import * as cognito from 'aws-cdk-lib/aws-cognito';
import { IConstruct } from 'constructs';
import { Problems } from '../checks/problems';
import { checkGiven, checkValue, isKnown, show } from '../checks/values';
import { Mapping } from './attribute-mapping';

/** @internal */
export interface ProviderOptions {
  /**
   * The pool attributes to fill with claims of the provider at each sign-in. Entries override the default mapping,
   * attribute by attribute; `ProviderAttribute.other('')` removes one.
   *
   * Custom attributes go under `custom`, by their names in `schema`, with or without `custom:`. An attribute that the
   * pool does not have fails synthesis, and so does an immutable one, since Cognito could not write it at the next
   * sign-in; the default mapping leaves immutable attributes out.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-specifying-attribute-mapping.html
   * @default - email address and names, as far as the provider supplies them
   */
  readonly attributeMapping?: cognito.AttributeMapping;

  /**
   * Additional provider details, by Cognito's own keys. They override the other options and are not validated. A key
   * for a secret fails synthesis: secrets are accepted only as a `SecretValue`, in the options intended for them.
   *
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateIdentityProvider.html#CognitoUserPools-CreateIdentityProvider-request-ProviderDetails
   * @default - none
   */
  readonly providerDetails?: { [key: string]: string };
}

/** What is particular to a kind of identity provider. */
export interface ProviderDefinition {
  /** Its type, as named by Cognito. */
  readonly type: string;
  readonly name: string;
  readonly options: ProviderOptions;
  /** The default mapping. */
  readonly claims: Mapping;
  readonly identifiers?: string[];
  /** Whether users can start a sign-in at the provider, without being sent there. */
  readonly idpInitiated?: boolean;
  readonly check: (where: string, problems: Problems) => void;
  readonly details: () => Record<string, string | undefined>;
  /** Warns, at the pool, of what Cognito accepts but users would stumble over. */
  readonly warn?: (pool: IConstruct) => void;
}

/** Checks an identifier of the app at the provider. */
export function checkClientId(problems: Problems, where: string, value: string): void {
  checkGiven(problems, where, value, {
    outcome: 'the provider could not identify the application, and every sign-in fails',
    remedy: "Give the value that the provider's console shows",
  });
  checkValue(problems, where, value, (each) => each.trim() === each, {
    outcome: 'the provider knows no application with a space at its start or end, and every sign-in fails',
    remedy: 'Remove the space',
  });
}

/** Checks the scopes to request from a provider. */
export function checkScopes(problems: Problems, where: string, scopes: string[] | undefined): void {
  if (!isKnown(scopes) || scopes.length > 0) return;
  problems.add({
    where,
    given: 'an empty list',
    outcome: 'Cognito would request no scope, so the provider returns nothing',
    remedy: 'List the scopes, or omit it for the default',
  });
}

export function checkDetails(problems: Problems, where: string, { providerDetails = {} }: ProviderOptions): void {
  for (const key of Object.keys(providerDetails)) {
    if (!/secret|password|private.?key/i.test(key)) continue;
    problems.add({
      where: `${where}.providerDetails[${show(key)}]`,
      given: 'set',
      outcome: 'it is a secret, and a string would put it into the template',
      remedy: 'Give the secret in its own option, as a SecretValue',
    });
  }
}

/** All details of a provider, in the form that Cognito expects. */
export function renderDetails({ details, options }: ProviderDefinition): Record<string, string> {
  const all = Object.entries({ ...details(), ...options.providerDetails });
  return Object.fromEntries(all.filter((entry): entry is [string, string] => entry[1] !== undefined));
}
