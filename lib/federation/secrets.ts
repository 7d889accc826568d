import { CfnDynamicReference, IResolveContext, SecretValue, Token, Tokenization } from 'aws-cdk-lib';
import { Problems } from '../checks/problems';
import { IndexedResource } from '../template/template-index';
import { branchesOf, entryOf, textOf } from '../template/value';

const STORE = 'Store the secret in Secrets Manager, and give SecretValue.secretsManager()';
const LITERAL = {
  given: 'a literal secret',
  outcome: 'it would be in the template, where everyone with access to the stack or the code can read it',
  remedy: STORE,
};

/**
 * Reports a secret that would appear in the template, or that CloudFormation would not resolve. Never shows its value.
 */
export function checkSecret(problems: Problems, where: string, secret: SecretValue): void {
  const text = literalPartOf(secret.unsafeUnwrap());
  if (text === undefined) return;
  if (text.startsWith('{{resolve:ssm-secure:')) {
    problems.add({
      where,
      given: 'a Systems Manager secure string',
      outcome: 'CloudFormation resolves those only for a few properties, not for this one, and rejects the template',
      remedy: STORE,
    });
  } else if (!text.startsWith('{{resolve:')) {
    problems.add({ where, ...LITERAL });
  }
}

/** The details of a provider that are secret, as Cognito names them. */
const SECRET_DETAILS = ['client_secret', 'private_key'];

/** Reports a secret that a lazy value, a function of CloudFormation or an override puts into the template. */
export function checkRenderedSecrets(provider: IndexedResource, problems: Problems): void {
  const details = provider.value('ProviderDetails');
  for (const name of SECRET_DETAILS) {
    if (!branchesOf(entryOf(details, name)).some(textOf)) continue;
    problems.add({ where: `${name} of ${provider.path}`, ...LITERAL });
  }
}

/**
 * What is known of a secret at synthesis: the secret itself, the dynamic reference that CloudFormation resolves, or its
 * beginning, if a token is only part of it.
 */
function literalPartOf(value: string): string | undefined {
  if (!Token.isUnresolved(value)) return value;
  const fragments = Tokenization.reverseString(value);
  const { firstToken } = fragments;
  if (fragments.length > 1) return firstToken ? '' : String(fragments.firstValue);
  // A dynamic reference resolves to the same text in every context.
  return firstToken instanceof CfnDynamicReference ? String(firstToken.resolve({} as IResolveContext)) : undefined;
}
