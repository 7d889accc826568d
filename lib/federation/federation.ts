import { Token } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { aws_cognito } from 'aws-cdk-lib/interfaces';
import { Construct, DependencyGroup } from 'constructs';
import { Problems } from '../checks/problems';
import { isKnown, show } from '../checks/values';
import { warnAtPool } from '../checks/warn';
import { sortedBy } from '../base/sorted-by';
import { appClientsOf } from '../sign-in/app-client';
import type { PoolAttributes } from '../sign-in/pool-attributes';
import type { SchemaProps } from '../sign-in/schema';
import { hasDomain } from '../sign-in/pool-domain';
import { oncePerIndex } from '../template/once-per-index';
import { IndexedResource, TemplateIndex } from '../template/template-index';
import { isScalar } from '../template/scalars';
import { entryNamesOf, entryOf, textOf } from '../template/value';
import { checkRenderedMapping, unmappedRequired } from './attribute-mapping';
import { IdentityProvider } from './identity-provider';
import { checkRenderedSecrets } from './secrets';

/** @internal */
export interface FederationProps {
  /**
   * The identity providers that users can sign in with, besides signing up in the pool: Google, Facebook, Amazon,
   * Apple, and any number of OpenID Connect and SAML providers. Users sign in on the hosted page, so the pool needs
   * `hostedUi` and its clients `callbackUrls`. Duplicate names fail synthesis.
   *
   * Clients are created after the providers automatically, and offer all of them unless they name some. Adding or
   * removing a provider never replaces a client.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-identity-federation.html
   * @default - users sign up in the pool
   */
  readonly identityProviders?: IdentityProvider[];
}

/** What an app client needs to know of an identity provider. */
export interface OfferedProvider {
  /** Its name; if that is known only at deployment, a reference to it. */
  readonly name: string;
  /** Its type, as named by Cognito. Undefined if it is known only at deployment. */
  readonly type?: string;
  /**
   * The resource, if the provider was created with the CDK's own constructs. Clients don't wait for it unless they
   * refer to it.
   */
  readonly resource?: IndexedResource;
  /** The user attributes that the provider fills. */
  readonly mapped: readonly string[];
  /** Whether the provider may start the sign-in. */
  readonly idpInitiated: boolean;
}

export function checkFederation(props: FederationProps & SchemaProps, problems: Problems): void {
  props.identityProviders?.forEach((provider, index, all) => {
    checkProvider(provider, `identityProviders[${index}]`, props, problems, all.slice(0, index));
  });
}

function checkProvider(
  provider: IdentityProvider,
  where: string,
  props: SchemaProps,
  problems: Problems,
  others: readonly IdentityProvider[],
): void {
  provider._check(where, problems, props);
  const { providerName } = provider;
  if (Token.isUnresolved(providerName)) {
    problems.add({
      where: `${where} name`,
      given: 'known only at deployment',
      outcome: 'clients refer to the provider by it, and it must be known at synthesis',
      remedy: 'Give a literal string',
    });
  } else if (others.some((other) => other.providerName === providerName)) {
    problems.add({
      where,
      given: `a second provider with the name ${show(providerName)}`,
      outcome: 'Cognito accepts each name once in a pool',
      remedy: 'Give each provider a name of its own; there can be only one Google, Facebook, Amazon and Apple',
    });
  }
  const taken = others.flatMap((other) => other._definition.identifiers ?? []);
  provider._definition.identifiers?.forEach((identifier, index, own) => {
    if (!isKnown(identifier) || ![...taken, ...own.slice(0, index)].includes(identifier)) return;
    problems.add({
      where: `${where} identifiers`,
      given: `a list that has ${show(identifier)} a second time`,
      outcome: 'Cognito finds a provider by it, and accepts each only once in a pool',
      remedy: 'Give it to one provider only',
    });
  });
}

/** The identity providers of a pool: those in its props and those added later. */
export class Federation {
  /** The resources that clients depend on. */
  public readonly beforeClients = new DependencyGroup();
  private readonly providers: IdentityProvider[] = [];
  private readonly resources = new Map<string, cognito.CfnUserPoolIdentityProvider>();

  /** What clients need to know about each provider, in an order independent of the order of calls. */
  public readonly offeredProviders = oncePerIndex((index) => this.offeredAccordingTo(index));

  constructor(
    private readonly scope: Construct,
    private readonly userPool: aws_cognito.IUserPoolRef,
    private readonly props: FederationProps & SchemaProps,
  ) {
    for (const provider of props.identityProviders ?? []) this.make(provider);
  }

  public add(provider: IdentityProvider): cognito.CfnUserPoolIdentityProvider {
    const problems = new Problems(this.scope);
    checkProvider(provider, 'The identity provider', this.props, problems, this.providers);
    problems.throwIfAny();
    return this.make(provider);
  }

  /** The resource of a provider. */
  public resourceOf(name: string): cognito.CfnUserPoolIdentityProvider | undefined {
    return this.resources.get(name);
  }

  private offeredAccordingTo(index: TemplateIndex): readonly OfferedProvider[] {
    const own = this.providers.map((provider) => ({
      name: provider.providerName,
      type: provider._definition.type,
      mapped: Object.keys(provider._mapping(this.props)),
      idpInitiated: provider._definition.idpInitiated ?? false,
    }));
    const others = this.othersIn(index).map(asOffered);
    // Under conditions, several may have the same name.
    const place = ({ name, resource }: OfferedProvider) => `${isKnown(name) ? name : ''} ${resource?.path ?? ''}`;
    return sortedBy([...own, ...others], place);
  }

  /** Checks what the template says of the providers. */
  public check(index: TemplateIndex, attributes: PoolAttributes, problems: Problems): void {
    for (const resource of this.resources.values()) checkRenderedSecrets(index.resource(resource), problems);
    for (const provider of this.othersIn(index)) checkRenderedMapping(problems, provider, attributes);
  }

  public warn(index: TemplateIndex): void {
    const providers = this.offeredProviders(index);
    if (providers.length > 0 && !hasDomain(index, this.userPool)) {
      warnAtPool(
        this.scope,
        'identityProvidersWithoutDomain',
        'The pool has identity providers, but no domain with pages on which users can sign in through them. Give the pool hostedUi: HostedUi.cognitoDomain().',
      );
    } else if (providers.length > 0 && !hasCallbackUrls(index, this.userPool)) {
      warnAtPool(
        this.scope,
        'identityProvidersWithoutCallbackUrls',
        'The pool has identity providers, but no client with callbackUrls, to which users would return from them: nobody can sign in through them. Give a client callbackUrls.',
      );
    }
    for (const { name, resource, mapped } of providers) {
      const { all: missing, fixed } = unmappedRequired(mapped, this.props);
      if (missing.length === 0) continue;
      warnAtPool(
        this.scope,
        'requiredAttributeNotMapped',
        `The pool requires ${missing.join(', ')} of each user, and the attributeMapping of ${isKnown(name) ? name : resource?.path} does not fill that: Cognito rejects every user of that provider. ` +
          (fixed.length > 0
            ? `Make ${fixed.join(', ')} mutable in schema, so that it can be mapped to a claim of the provider, or do not require it.`
            : 'Map it to a claim of the provider.'),
      );
    }
  }

  /** The providers that were created with the CDK's own constructs. */
  private othersIn(index: TemplateIndex): readonly IndexedResource[] {
    return index
      .ofPool(this.userPool, cognito.CfnUserPoolIdentityProvider.CFN_RESOURCE_TYPE_NAME)
      .filter((provider) => !this.resources.has(textOf(provider.value('ProviderName')) ?? ''));
  }

  private make(provider: IdentityProvider): cognito.CfnUserPoolIdentityProvider {
    const id = `IdentityProvider${provider.providerName}`;
    const resource = provider._bind(this.scope, id, this.userPool, this.props);
    this.providers.push(provider);
    this.resources.set(provider.providerName, resource);
    this.beforeClients.add(resource);
    return resource;
  }
}

/** A provider that was created with the CDK's own constructs. */
function asOffered(resource: IndexedResource): OfferedProvider {
  const initiates = entryOf(resource.value('ProviderDetails'), 'IDPInit');
  return {
    name: textOf(resource.value('ProviderName')) ?? resource.cfnResource.ref,
    type: textOf(resource.value('ProviderType')),
    resource,
    mapped: entryNamesOf(resource.value('AttributeMapping')),
    idpInitiated: isScalar(initiates, true),
  };
}

/** Whether users can return from the hosted pages to any client. */
function hasCallbackUrls(index: TemplateIndex, pool: aws_cognito.IUserPoolRef): boolean {
  return appClientsOf(index, pool, false).some(({ hasHostedPages }) => hasHostedPages);
}
