import { Aws, Fn, Stack, Token } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { IConstruct } from 'constructs';
import { Problems } from '../checks/problems';
import { conditionOf, rendered } from '../checks/rendered';
import { isKnown, show } from '../checks/values';
import { stacksOf } from '../checks/waits';
import { warnAt } from '../checks/warn';
import type { OfferedProvider } from '../pool/offer';
import type { UserAuthClientBase } from './client-base';

/** @internal */
export interface SupportedIdentityProviderProps {
  /**
   * The identity providers that users of this client can use on the hosted page: `UserPoolClientIdentityProvider.COGNITO` for the pool's own users, and
   * external providers. An empty list fails synthesis. Synthesis warns of a provider that the pool does not have in this app: if no other app adds it first,
   * Cognito refuses the client.
   *
   * @default - the pool's own users and all identity providers that the pool has at synthesis, except for those created with the CDK's own constructs in another
   * stack, which may not exist when the client is created
   */
  readonly supportedIdentityProviders?: cognito.UserPoolClientIdentityProvider[];

  /**
   * Whether users can sign in only with external identity providers: the hosted page does not ask for a password, and no sign-in through the API is enabled.
   * Synthesis fails if the client has no identity provider, or if another `allow...SignIn` option is true.
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
    remedy: 'Name the providers, or leave it out for all of them',
  });
}

/** The identity providers of a client, and of its pool. To be asked at synthesis only, when all are known. */
export class SupportedIdentityProviders {
  /** The names of those that the client has. */
  public readonly names: string[];

  /**
   * @param client the construct that stands for the client
   * @param pool its pool
   * @param props what it was given
   * @param offered what its pool has. Asking for it searches the whole app
   */
  constructor(
    private readonly client: UserAuthClientBase,
    private readonly pool: IConstruct,
    private readonly props: SupportedIdentityProviderProps,
    private readonly offered: readonly OfferedProvider[],
  ) {
    const names = props.supportedIdentityProviders?.map(({ name }) => name) ?? [
      'COGNITO',
      ...offered.filter((each) => this.isThere(each)).map(({ name }) => name),
    ];
    this.names = names.filter((name) => name !== 'COGNITO' || !props.allowOnlyExternalIdentityProviders);
  }

  /** The user attributes that they fill. */
  public get mapped(): string[] {
    return this.offered.filter(({ name }) => this.names.includes(name)).flatMap(({ mapped }) => mapped);
  }

  /** The names as the client has them: by reference to a provider that the client would not wait for otherwise. */
  public render(): string[] {
    return this.names.map((name) => {
      const provider = this.offered.find((each) => each.name === name);
      if (!provider?.resource || !this.isThere(provider)) return name;
      const condition = conditionOf(provider.resource);
      if (condition === undefined) return provider.resource.ref;
      const otherwise = this.props.supportedIdentityProviders ? name : Aws.NO_VALUE;
      return Fn.conditionIf(condition, provider.resource.ref, otherwise).toString();
    });
  }

  public check(problems: Problems): void {
    if (!this.props.allowOnlyExternalIdentityProviders || this.names.length > 0) return;
    problems.add({
      where: 'allowOnlyExternalIdentityProviders',
      given: 'true, while the client has no identity provider',
      outcome: 'nobody could sign in',
      remedy: 'Give the pool identityProviders, name some as supportedIdentityProviders, or leave it out',
    });
  }

  /** What Cognito accepts, or what this app can't judge. */
  public warn(): void {
    if (this.offered.length === 0 && !this.props.supportedIdentityProviders) return;
    this.warnOfUnknown();
    this.warnOfLeftOut();
    const named = this.offered.filter(({ name }) => this.names.includes(name));
    const initiating = named.find(({ idpInitiated }) => idpInitiated);
    if (
      initiating &&
      (this.names.includes('COGNITO') || named.some(({ type }) => typeof type === 'string' && type !== 'SAML'))
    ) {
      warnAt(
        this.client,
        'UserAuthClient.idpInitiatedBesideOthers',
        `${initiating.name} may start sign-ins itself (idpInitiated). Cognito allows that only on clients whose providers are all SAML and that do not offer the pool's own users: add a client for it, with supportedIdentityProviders.`,
      );
    }
  }

  /** Another app may add the provider, so one that is not known here is no error. */
  private warnOfUnknown(): void {
    const known = ['COGNITO', ...this.offered.map(({ name }) => name)];
    if (known.some((name) => Token.isUnresolved(name))) return;
    const unknown = this.names.find((name) => isKnown(name) && !known.includes(name));
    if (unknown === undefined) return;
    warnAt(
      this.client,
      'UserAuthClient.unknownIdentityProvider',
      `The client is given the identity provider ${show(unknown)}, and the pool has ${known.map(show).join(', ')}: unless another app has added it, Cognito refuses the client. ` +
        'Add it with pool.addIdentityProvider().',
    );
  }

  private warnOfLeftOut(): void {
    const leftOut = this.offered.filter((each) => !this.isThere(each));
    if (leftOut.length === 0 || this.props.supportedIdentityProviders) return;
    const { SupportedIdentityProviders: given } = rendered(this.client.cfnUserPoolClient);
    const missing = leftOut.find(({ name }) => !Array.isArray(given) || !given.includes(name));
    if (!missing?.resource) return;
    warnAt(
      this.client,
      'UserAuthClient.identityProviderLeftOut',
      `The client is not given the identity provider ${missing.resource.node.path}, which stands in another stack or waits for the client, and may not exist when the client is made. ` +
        'Add it with pool.addIdentityProvider(), or set supportedIdentityProviders.',
    );
  }

  /**
   * Whether a provider exists when the client is made. The client waits for those of this library. Of those created with the CDK's own constructs, it waits for
   * the ones in its own stack, and for those in the stack of the pool if it waits for that stack anyway.
   */
  private isThere({ resource }: OfferedProvider): boolean {
    if (!resource) return true;
    if (waitsFor(resource, this.client)) return false;
    if (resource.stack === Stack.of(this.client)) return true;
    const isBesidePool = resource.stack === Stack.of(this.pool) && !stacksOf(this.client).includes(resource.stack);
    // A condition holds in its own template only.
    return isBesidePool && conditionOf(resource) === undefined;
  }
}

/** Whether a construct has been told to wait for another. */
function waitsFor(waiting: IConstruct, awaited: IConstruct): boolean {
  const dependencies = waiting.node.scopes.flatMap(({ node }) => node.dependencies);
  return dependencies.some((each) => awaited.node.scopes.includes(each));
}
