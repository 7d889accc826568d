import { Aws, Fn, Token } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { groupedBy } from '../base/grouped-by';
import { nearName } from '../checks/near-name';
import { Problems } from '../checks/problems';
import { isKnown, show } from '../checks/values';
import { IndexedResource, TemplateIndex } from '../template/template-index';
import { targetsIn, textOf } from '../template/value';
import { warn } from '../checks/warn';
import { OfferedProvider } from '../federation/federation';
import type { UserAuthClientBase } from './client-base';
import { Unavailability, unavailabilityFor } from './provider-availability';

/** @internal */
export interface SupportedIdentityProviderProps {
  /**
   * The identity providers that users of this client can use on the hosted page:
   * `UserPoolClientIdentityProvider.COGNITO` for the pool's own users, and external providers. An empty list fails
   * synthesis. Synthesis warns of a provider that the pool does not have in this app: if no other app adds it first,
   * Cognito rejects the client.
   *
   * @default - the pool's own users and all identity providers that the pool has at synthesis, except for those created
   * with the CDK's own constructs that may not exist when the client is created, of which synthesis warns
   */
  readonly supportedIdentityProviders?: cognito.UserPoolClientIdentityProvider[];

  /**
   * Whether users can sign in only with external identity providers: the hosted page does not ask for a password, and
   * no sign-in through the API is enabled. Synthesis fails if the client has no identity provider, or if another
   * `allow...SignIn` option is true.
   *
   * @default false
   */
  readonly allowOnlyExternalIdentityProviders?: boolean;
}

export function checkSupportedIdentityProviders(
  { supportedIdentityProviders }: SupportedIdentityProviderProps,
  problems: Problems,
  path: string,
): void {
  if (supportedIdentityProviders?.length !== 0) return;
  problems.add({
    where: `${path}supportedIdentityProviders`,
    given: 'empty',
    outcome: 'nobody could sign in on the hosted page',
    remedy: 'List the providers, or omit it for all of them',
  });
}

/** The identity providers of a client, and of its pool, when all of them are known. */
export class SupportedIdentityProviders {
  /** The names of those that the client has. */
  public readonly names: readonly string[];

  /** The names as the client has them: by reference to a provider that the client would not wait for otherwise. */
  public readonly rendered: string[];

  /** The user attributes that they fill. */
  public readonly mapped: readonly string[];

  /** Those of the pool that may not exist when the client is created. */
  private readonly unavailable: ReadonlyMap<IndexedResource, Unavailability>;

  /**
   * @param index the index of the app
   * @param client the client
   * @param props the props of the client
   * @param offered the providers of the pool
   */
  constructor(
    private readonly index: TemplateIndex,
    private readonly client: UserAuthClientBase,
    private readonly props: SupportedIdentityProviderProps,
    private readonly offered: readonly OfferedProvider[],
  ) {
    const unavailability = unavailabilityFor(index, client);
    this.unavailable = new Map(
      offered.flatMap(({ resource }) => {
        const found = resource && unavailability(resource);
        return found ? [[resource, found]] : [];
      }),
    );
    const available = offered.filter(({ resource }) => !resource || !this.unavailable.has(resource));
    const names = props.supportedIdentityProviders?.map(({ name }) => name) ?? [
      'COGNITO',
      ...available.map(({ name }) => name),
    ];
    const isWanted = (name: string) => name !== 'COGNITO' || !props.allowOnlyExternalIdentityProviders;
    this.names = [...new Set(names)].filter(isWanted);
    this.mapped = this.named.flatMap(({ mapped }) => mapped);
    // Under conditions, several may have the same name.
    const created = available.flatMap(({ name, resource }) => (resource ? { name, resource } : []));
    const resources = groupedBy(created, ({ name }) => name);
    this.rendered = this.names.flatMap(
      (name) => resources.get(name)?.map(({ resource }) => reference(resource)) ?? [name],
    );
  }

  public check(problems: Problems): void {
    if (!this.props.allowOnlyExternalIdentityProviders || this.names.length > 0) return;
    problems.add({
      where: 'allowOnlyExternalIdentityProviders',
      given: 'true, on a client without identity providers',
      outcome: 'nobody could sign in',
      remedy: 'Give the pool identityProviders, list some in supportedIdentityProviders, or omit it',
    });
  }

  /** Warns of what Cognito accepts and of what depends on other apps. */
  public warn(): void {
    if (this.offered.length === 0 && !this.props.supportedIdentityProviders) return;
    this.warnOfUnknown();
    this.warnOfUnavailable();
    const { named } = this;
    const initiating = named.find(({ idpInitiated }) => idpInitiated);
    if (initiating && (this.names.includes('COGNITO') || named.some(({ type = 'SAML' }) => type !== 'SAML'))) {
      warn(
        this.client,
        'UserAuthClient.idpInitiatedWithOtherProviders',
        `${initiating.name} can start sign-ins itself (idpInitiated). Cognito allows that only on clients whose providers are all SAML and that do not offer the pool's own users: name the others in supportedIdentityProviders of this client, and add a separate client for it.`,
      );
    }
  }

  private get named(): OfferedProvider[] {
    const names = new Set(this.names);
    return this.offered.filter(({ name }) => names.has(name));
  }

  /** Another app may add the provider, so an unknown one is not an error. */
  private warnOfUnknown(): void {
    const known = ['COGNITO', ...this.offered.map(({ name }) => name)];
    if (known.some((name) => Token.isUnresolved(name))) return;
    const unknown = this.names.find((name) => isKnown(name) && !known.includes(name));
    if (unknown === undefined) return;
    const meant = nearName(unknown, known);
    const add = 'pool.addIdentityProvider()';
    warn(
      this.client,
      'UserAuthClient.unknownIdentityProvider',
      `The client names the identity provider ${show(unknown)}, and the pool has ${known.map(show).join(', ')}: unless another app has added it, Cognito rejects the client. ` +
        (meant ? `Write ${show(meant)}; or, if it is another provider, add it with ${add}.` : `Add it with ${add}.`),
    );
  }

  private warnOfUnavailable(): void {
    if (this.unavailable.size === 0) return;
    const given = this.index.resource(this.client.cfnUserPoolClient).value('SupportedIdentityProviders');
    const referenced = targetsIn(given);
    const names = given.kind === 'list' ? given.items.map(textOf) : [];
    for (const { name, resource } of this.offered) {
      const found = resource && this.unavailable.get(resource);
      if (!found || referenced.includes(resource.cfnResource)) continue;
      const { path } = resource;
      const { reason, remedy } = found;
      if (names.includes(name)) {
        return warn(
          this.client,
          'UserAuthClient.identityProviderMayNotExist',
          `The client names the identity provider ${path}, which may not exist when the client is created, since ${reason}: Cognito would then reject the client. Add the provider with pool.addIdentityProvider(), or ${remedy}.`,
        );
      }
      if (!this.props.supportedIdentityProviders) {
        return warn(
          this.client,
          'UserAuthClient.identityProviderOmitted',
          `The client does not offer the identity provider ${path}, because it may not exist when the client is created: ${reason}. Add the provider with pool.addIdentityProvider(), or ${remedy}.`,
        );
      }
    }
  }
}

function reference({ cfnResource, condition }: IndexedResource): string {
  return condition === undefined
    ? cfnResource.ref
    : Fn.conditionIf(condition, cfnResource.ref, Aws.NO_VALUE).toString();
}
