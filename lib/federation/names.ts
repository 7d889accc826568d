import { Problems } from '../checks/problems';
import { checkCount, checkPattern, checkValue } from '../checks/values';

/** Names that Cognito reserves for the social providers and the pool itself. */
const RESERVED = ['COGNITO', 'Facebook', 'Google', 'LoginWithAmazon', 'SignInWithApple'];

/** Checks the name of an OIDC or SAML provider. */
export function checkProviderName(problems: Problems, where: string, name: string): void {
  checkPattern(problems, where, name, /^(?=.{1,32}$)[^_\p{Z}][\p{L}\p{M}\p{S}\p{N}\p{P}][^_\p{Z}]+$/u, {
    outcome:
      'Cognito accepts only names of 3 to 32 characters without spaces and underscores, and would reject the provider',
    remedy: 'Give it a name such as "Example-Inc"',
  });
  checkValue(problems, where, name, (each) => !RESERVED.includes(each), {
    outcome: 'Cognito reserves that name for another kind of provider and rejects this one',
    remedy: name === 'COGNITO' ? 'Give it another name' : 'Give it another name, or use the factory of that provider',
  });
}

/** Checks the additional names by which applications can refer to a provider. */
export function checkIdentifiers(problems: Problems, where: string, identifiers: string[] = []): void {
  checkCount(problems, where, identifiers, [0, 50], {
    outcome: 'Cognito accepts at most 50 identifiers, and would reject the provider',
    remedy: 'Keep only those that your applications use',
  });
  identifiers.forEach((identifier, index) =>
    checkPattern(problems, `${where}[${index}]`, identifier, /^[\w\s+=.@-]{1,40}$/, {
      outcome:
        'Cognito accepts only 1 to 40 letters, digits, spaces and any of _ + = . @ -, and would reject the provider',
      remedy: 'Give an identifier of those characters',
    }),
  );
}
