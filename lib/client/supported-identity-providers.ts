import { Aws, CfnResource, Fn, Stack, Token } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { IConstruct } from 'constructs';
import { Problems } from '../checks/problems';
import { conditionOf, isConditional, rendered, targetOf } from '../template/rendered';
import { isKnown, show } from '../checks/values';
import { stacksOf, targetsOf } from '../template/waits';
import { warnAt } from '../checks/warn';
import { OfferedProvider } from '../federation/federation';
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
    const isWanted = (name: string) => name !== 'COGNITO' || !props.allowOnlyExternalIdentityProviders;
    this.names = [...new Set(names)].filter(isWanted);
  }

  /** The user attributes that they fill. */
  public get mapped(): string[] {
    return this.offered.filter(({ name }) => this.names.includes(name)).flatMap(({ mapped }) => mapped);
  }

  /** The names as the client has them: by reference to a provider that the client would not wait for otherwise. */
  public render(): string[] {
    return this.names.map((name) => {
      const providers = this.offered.filter((each) => each.name === name && this.isThere(each));
      // Of several with one name, conditions let one exist.
      const otherwise = this.props.supportedIdentityProviders ? name : Aws.NO_VALUE;
      return providers.reduceRight(
        (rest, { resource }) => {
          if (!resource) return name;
          const condition = conditionOf(resource);
          return condition === undefined ? resource.ref : Fn.conditionIf(condition, resource.ref, rest).toString();
        },
        providers.length > 0 ? otherwise : name,
      );
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
    const absent = this.offered.filter((each) => !this.isThere(each));
    if (absent.length === 0) return;
    const { SupportedIdentityProviders: given } = rendered(this.client.cfnUserPoolClient);
    const all: unknown[] = Array.isArray(given) ? given : [];
    for (const { name, resource } of absent) {
      if (!resource || all.some((each) => targetOf(each) === resource)) continue;
      const isNamed = all.includes(name);
      if (!isNamed && this.props.supportedIdentityProviders) continue;
      warnAt(
        this.client,
        isNamed ? 'UserAuthClient.identityProviderNotAwaited' : 'UserAuthClient.identityProviderLeftOut',
        `The client ${isNamed ? 'names' : 'is not given'} the identity provider ${resource.node.path}, which stands in another stack or waits for the client, and may not exist when the client is made${isNamed ? ': Cognito would refuse the client' : ''}. ` +
          'Add it with pool.addIdentityProvider(), or have the client wait for it: client.node.addDependency(provider).',
      );
      return;
    }
  }

  /**
   * Whether a provider exists when the client is made. The client waits for those of this library. Of those created with the CDK's own constructs, it waits for
   * the ones in its own stack or that of the pool, unless they wait for it, and for those that it has been told to.
   */
  private isThere({ resource }: OfferedProvider): boolean {
    if (!resource) return true;
    const { stack } = resource;
    const isOwn = stack === Stack.of(this.client);
    // A condition holds in its own template only.
    if (!isOwn && isConditional(resource)) return false;
    if (isAwaited(resource, this.client)) return true;
    return (isOwn || stack === Stack.of(this.pool)) && !waitsFor(resource, this.client);
  }
}

/** Whether a client has been told to wait for a provider. */
function isAwaited(provider: IConstruct, client: IConstruct): boolean {
  const told = client.node.scopes.flatMap(({ node }) => node.dependencies);
  return (
    told.some((each) => provider.node.scopes.includes(each)) ||
    Stack.of(client).dependencies.includes(Stack.of(provider))
  );
}

/** Whether a provider waits for a client, on whatever way: both may be in one stack, or the client in a nested stack of that of the provider. */
function waitsFor(provider: CfnResource, client: UserAuthClientBase): boolean {
  const resource = client.cfnUserPoolClient;
  const nested = stacksOf(client).find(({ nestedStackParent }) => nestedStackParent === provider.stack);
  const isReached = (each: IConstruct) => each === resource || (nested && each.node.scopes.includes(nested)) === true;
  const reached = new Set<IConstruct>([provider]);
  for (const each of reached) {
    if (isReached(each)) return true;
    for (const next of awaitedBy(each)) reached.add(next);
  }
  return false;
}

/** The resources that a resource waits for. */
function awaitedBy(construct: IConstruct): IConstruct[] {
  const told = construct.node.scopes.flatMap(({ node }) => node.dependencies).flatMap(({ node }) => node.findAll());
  const own = CfnResource.isCfnResource(construct) ? [...construct.obtainDependencies(), ...targetsOf(construct)] : [];
  return [...told, ...own].filter((each) => CfnResource.isCfnResource(each));
}
