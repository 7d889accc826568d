import * as cognito from 'aws-cdk-lib/aws-cognito';
import { aws_cognito } from 'aws-cdk-lib/interfaces';
import { IndexedResource, TemplateIndex } from '../template/template-index';
import { textOf } from '../template/value';

/** The scope with which users can change their own account. */
export const ADMIN_SCOPE = 'aws.cognito.signin.user.admin';

export const REFRESH_FLOW = 'ALLOW_REFRESH_TOKEN_AUTH';
export const CUSTOM_FLOW = 'ALLOW_CUSTOM_AUTH';
export const MACHINE_FLOW = 'client_credentials';

/** What people can do through an app client, as its template says. What is not known counts as possible. */
export class AppClient {
  constructor(
    public readonly resource: IndexedResource,
    /** Whether the pool has a custom authentication flow. Without one, `ALLOW_CUSTOM_AUTH` lets nobody in. */
    private readonly hasCustomFlow: boolean,
  ) {}

  /** Whether people can get a token of the client, through the Cognito API or the hosted pages. */
  public get letsPeopleIn(): boolean {
    return this.allowsApiSignIn || this.mayHave('AllowedOAuthFlows', (flow) => flow !== MACHINE_FLOW);
  }

  /** Whether machines can get a token of the client, which they do at the domain of the pool. */
  public get letsMachinesIn(): boolean {
    return this.mayHave('AllowedOAuthFlows', (flow) => flow === MACHINE_FLOW);
  }

  /** Whether the hosted pages can return people to the application. */
  public get hasHostedPages(): boolean {
    return this.resource.value('CallbackURLs').kind !== 'absent';
  }

  /** Whether people can sign in through the Cognito API. For a client without a list, Cognito enables several flows. */
  public get allowsApiSignIn(): boolean {
    const isIdle = (flow: string) => flow === REFRESH_FLOW || (flow === CUSTOM_FLOW && !this.hasCustomFlow);
    return this.isEmpty('ExplicitAuthFlows') || this.mayHave('ExplicitAuthFlows', (flow) => !isIdle(flow));
  }

  /** Whether the application or a server can send a password. */
  public get sendsPasswords(): boolean {
    return this.mayHave('ExplicitAuthFlows', (flow) => flow.endsWith('_PASSWORD_AUTH'));
  }

  /** Whether people can get a token with which they can change their own attributes. */
  public get changesUsers(): boolean {
    return this.allowsApiSignIn || this.mayHave('AllowedOAuthScopes', (scope) => scope === ADMIN_SCOPE);
  }

  /** Whether an application can write an attribute. To Cognito, an empty list means all attributes. */
  public writes(attribute: string): boolean {
    return this.isEmpty('WriteAttributes') || this.mayHave('WriteAttributes', (name) => name === attribute);
  }

  private isEmpty(property: string): boolean {
    const list = this.resource.value(property);
    return list.kind === 'absent' || (list.kind === 'list' && list.items.length === 0);
  }

  /** Whether a list has an item that fits, or one that is not known. */
  private mayHave(property: string, fits: (item: string) => boolean): boolean {
    const list = this.resource.value(property);
    if (list.kind !== 'list') return list.kind !== 'absent';
    return list.items.map(textOf).some((item) => item === undefined || fits(item));
  }
}

/** The app clients of a pool, however they were created. */
export function appClientsOf(
  index: TemplateIndex,
  pool: aws_cognito.IUserPoolRef,
  hasCustomFlow: boolean,
): AppClient[] {
  const type = cognito.CfnUserPoolClient.CFN_RESOURCE_TYPE_NAME;
  return index.ofPool(pool, type).map((resource) => new AppClient(resource, hasCustomFlow));
}
