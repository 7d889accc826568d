import { Stack } from 'aws-cdk-lib';
import { Config, readConfig } from '../../handlers/authorizer/config';
import { PreTokenEvent } from '../../handlers/pre-token-generation/event';
import { newHook } from '../../handlers/pre-token-generation/hook';
import { AccessPolicy } from '../../lib';
import { routeHash } from '../../lib/authorizer/resources/route-hash';
import { GROUP_NAMES } from './group-names.mjs';
import { templateOf } from './synth';

/** The ways to write a policy, to be taken apart. */
export const POLICIES = {
  signedIn: () => AccessPolicy.signedIn(),
  group: (name: string) => AccessPolicy.group(name),
  anyGroup: (...names: string[]) => AccessPolicy.anyGroup(...names),
  allGroups: (...names: string[]) => AccessPolicy.allGroups(...names),
  attribute: (name: string, ...values: string[]) => AccessPolicy.attribute(name, ...values),
  client: (client: Parameters<typeof AccessPolicy.client>[0]) => AccessPolicy.client(client),
  anyOf: (...policies: AccessPolicy[]) => AccessPolicy.anyOf(...policies),
  allOf: (...policies: AccessPolicy[]) => AccessPolicy.allOf(...policies),
};

/**
 * What becomes of a value at deployment; `ids` says what a resource is called then, its logical id where it says
 * nothing.
 */
export function deployed(value: any, ids: Record<string, string> = {}): string {
  if (typeof value === 'string') return value;
  if (value?.Ref !== undefined) return ids[value.Ref] ?? value.Ref;
  if (value?.['Fn::GetAtt']) return value['Fn::GetAtt'].join('.');
  if (value?.['Fn::ImportValue']) return deployed(value['Fn::ImportValue'], ids);
  if (value?.['Fn::Join']) {
    const [between, parts] = value['Fn::Join'];
    return parts.map((part: unknown) => deployed(part, ids)).join(between);
  }
  throw new Error(`not understood: ${JSON.stringify(value)}`);
}

/** The environment of the one function whose description says so. */
export function environmentOf(stack: Stack, described: RegExp, ids: Record<string, string> = {}) {
  const functions = Object.values<any>(templateOf(stack, { keep: false }).findResources('AWS::Lambda::Function'));
  const [found, ...more] = functions.filter(({ Properties }) => described.test(Properties.Description ?? ''));
  if (!found || more.length > 0) throw new Error(`expected one function, found ${found ? more.length + 1 : 0}`);
  const variables = Object.entries<unknown>(found.Properties.Environment.Variables);
  return Object.fromEntries(variables.map(([name, value]) => [name, deployed(value, ids)]));
}

export const POLICY_HOOK = /^Puts the scopes of access policies/;
export const AUTHORIZER = /^Decides who may call/;

/** Which policy scopes the function in a template gives to whom an event is about. */
export async function scopesFor(stack: Stack, event: PreTokenEvent, answer?: object): Promise<string[]> {
  const parameters = Object.values<any>(templateOf(stack, { keep: false }).findResources('AWS::SSM::Parameter'));
  const hook = newHook(environmentOf(stack, POLICY_HOOK), {
    invoke: async () => ({ response: answer }),
    readParameter: async (name) => {
      const found = parameters.find(({ Properties }) => deployed(Properties.Name) === name);
      return found && deployed(found.Properties.Value);
    },
  });
  const { response } = (await hook(event)) as any;
  const { scopesToAdd, scopesToSuppress } = response.claimsAndScopeOverrideDetails.accessTokenGeneration;
  return scopesToAdd.filter((scope: string) => !scopesToSuppress.includes(scope)).sort();
}

/** How the function in a template is configured. */
export function configOf(stack: Stack, ids: Record<string, string> = {}): Config {
  return readConfig(environmentOf(stack, AUTHORIZER, ids));
}

/** The policy that a function has for a route. */
export const policyAt = ({ policies, salt }: Config, routeKey: string) => policies.get(routeHash(routeKey, salt));

/** The CDK gathers what validations say into an error of its own. */
export function refusalOf(stack: Stack): string {
  try {
    templateOf(stack, { keep: false });
  } catch (error) {
    return String(error);
  }
  throw new Error('expected an error, and there was none');
}

/** 300 groups with names of ordinary length. */
export const GROUPS = GROUP_NAMES.slice(0, 300);
