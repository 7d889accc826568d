import * as cognito from 'aws-cdk-lib/aws-cognito';
import { Problems } from '../checks/problems';
import { isKnown, show } from '../checks/values';
import { Mapping } from './attribute-mapping';

/** @internal */
export interface ProviderOptions {
  /**
   * Which attributes of the pool are filled with which of the provider's claims, at each sign-in. What is given here goes over the default mapping, attribute by attribute; `ProviderAttribute.other('')` leaves one out.
   *
   * Attributes of your own go under `custom`, by their names in `schema`, with or without `custom:`; one that the pool lacks fails synthesis. So does one that is not mutable, since Cognito couldn't write it at the
   * next sign-in; of the default mapping such attributes are left out.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-specifying-attribute-mapping.html
   * @default - e-mail address and names, as far as the provider tells them
   */
  readonly attributeMapping?: cognito.AttributeMapping;

  /**
   * Further details of the provider, by Cognito's own keys. They go over what the other options stand for, and nothing checks them. A key for a secret fails synthesis: nothing but a `SecretValue` takes one.
   *
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateIdentityProvider.html#CognitoUserPools-CreateIdentityProvider-request-ProviderDetails
   * @default - none
   */
  readonly providerDetails?: { [key: string]: string };
}

/** What a provider of any kind is to a pool. */
export interface Provider {
  /** What Cognito calls its kind. */
  readonly type: string;
  readonly name: string;
  readonly options: ProviderOptions;
  /** The default mapping. */
  readonly claims: Mapping;
  readonly identifiers?: string[];
  /** Whether users may come from the provider without having been sent there. */
  readonly idpInitiated?: boolean;
  readonly check: (where: string, problems: Problems) => void;
  readonly details: () => Record<string, string | undefined>;
  /** What Cognito accepts and users stumble over, by the id of the warning. */
  readonly warnings?: () => Record<string, string>;
}

/** What an app is known by at the provider. A variable of the environment that is not set is how it usually comes to be empty. */
export function checkGiven(problems: Problems, where: string, value: string): void {
  if (value !== undefined && value !== null && value !== '') return;
  problems.add({
    where,
    given: value === '' ? show(value) : 'left out',
    outcome: 'the provider would not know who asks, and every sign-in fails',
    remedy: 'Give what the console of the provider shows',
  });
}

/** What a provider is asked for. */
export function checkScopes(problems: Problems, where: string, scopes: string[] | undefined): void {
  if (!isKnown(scopes) || scopes.length > 0) return;
  problems.add({
    where,
    given: 'an empty list',
    outcome: 'the provider is asked for nothing, so it tells nothing',
    remedy: 'Name the scopes, or leave it out for the default',
  });
}

export function checkDetails(problems: Problems, where: string, { providerDetails = {} }: ProviderOptions): void {
  for (const key of Object.keys(providerDetails)) {
    if (!/secret|password|private.?key/i.test(key)) continue;
    problems.add({
      where: `${where}.providerDetails[${show(key)}]`,
      given: 'set',
      outcome: 'it holds a secret, and a text would put it into the template',
      remedy: 'Give the secret in the option of its own, as a SecretValue',
    });
  }
}

/** All details of a provider, as Cognito wants them. */
export function renderDetails({ details, options }: Provider): Record<string, string> {
  const all = Object.entries({ ...details(), ...options.providerDetails });
  return Object.fromEntries(all.filter((entry): entry is [string, string] => entry[1] !== undefined));
}
