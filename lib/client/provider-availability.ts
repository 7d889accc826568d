import { CfnElement, Stack } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { stacksOf } from '../base/stacks';
import { IndexedResource, TemplateIndex } from '../template/template-index';
import type { UserAuthClientBase } from './client-base';

/** Why a provider may not exist when a client is created. */
export interface Unavailability {
  /** The end of a sentence. */
  readonly reason: string;
  /** What helps, besides `addIdentityProvider` of the pool. */
  readonly remedy: string;
}

const CONDITIONAL: Unavailability = {
  reason: 'it is created under a condition, in another stack than the client',
  remedy: 'create it without the condition or in the stack of the client',
};

const WAITING: Unavailability = {
  reason: 'it waits for the client, directly or through other resources',
  remedy: 'remove that dependency',
};

const ELSEWHERE = 'it is in another stack, which may be deployed later';

/** The provider refers to the pool, so a client in the stack of the pool cannot wait for it. */
const ELSEWHERE_THAN_POOL: Unavailability = {
  reason: ELSEWHERE,
  remedy: 'create it in the stack of the pool',
};

const ELSEWHERE_THAN_CLIENT: Unavailability = {
  reason: ELSEWHERE,
  remedy: 'make the client wait for it: client.node.addDependency(provider)',
};

/**
 * Tells why a provider that was created with the CDK's own constructs may not exist when a client is created. Undefined
 * if it does, or is created first because the client refers to it.
 */
export function unavailabilityFor(
  index: TemplateIndex,
  client: UserAuthClientBase,
): (provider: IndexedResource) => Unavailability | undefined {
  const awaited = awaitedBy(client);
  const [ofClient, ofPool] = [Stack.of(client), Stack.of(client._userPool)];
  return (provider) => {
    const { stack, node } = provider.cfnResource;
    // A condition holds in its own template only.
    if (stack !== ofClient && provider.isConditional) return CONDITIONAL;
    if (node.scopes.some((each) => awaited.has(each))) return undefined;
    if (stack === ofClient || stack === ofPool) return waits(index, provider, client) ? WAITING : undefined;
    return ofClient === ofPool ? ELSEWHERE_THAN_POOL : ELSEWHERE_THAN_CLIENT;
  };
}

/** What a client has been told to wait for, or its stack. */
const awaitedBy = (client: IConstruct): ReadonlySet<IConstruct> =>
  new Set([...client.node.scopes.flatMap(({ node }) => node.dependencies), ...Stack.of(client).dependencies]);

/** Whether a provider waits for a client, or for anything else in a nested stack of it, which is deployed as one. */
function waits(index: TemplateIndex, { cfnResource }: IndexedResource, client: UserAuthClientBase): boolean {
  const all = index.allDependenciesOf(cfnResource);
  if (all.has(client.cfnUserPoolClient)) return true;
  const nested = stacksOf(client).find(({ nestedStackParent }) => nestedStackParent === cfnResource.stack);
  if (!nested) return false;
  const isInNested = (each: CfnElement) => each === nested.nestedStackResource || stacksOf(each).includes(nested);
  return [...all].some(isInNested);
}
