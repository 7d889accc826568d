import * as cognito from 'aws-cdk-lib/aws-cognito';
import { aws_cognito } from 'aws-cdk-lib/interfaces';
import { IndexedResource, TemplateIndex } from '../template/template-index';
import { textOf, Value } from '../template/value';

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
    const isForPeople = (flow: string) => flow !== MACHINE_FLOW;
    return this.allowsApiSignIn || includes(this.resource.value('AllowedOAuthFlows'), isForPeople) !== 'no';
  }

  /** Whether the hosted pages can return people to the application. */
  public get hasHostedPages(): boolean {
    return this.resource.value('CallbackURLs').kind !== 'absent';
  }

  /** Whether people can sign in through the Cognito API. */
  public get allowsApiSignIn(): boolean {
    const flows = this.resource.value('ExplicitAuthFlows');
    // Cognito enables several flows for a client without a list.
    if (flows.kind === 'absent' || (flows.kind === 'list' && flows.items.length === 0)) return true;
    const isIdle = (flow: string) => flow === REFRESH_FLOW || (flow === CUSTOM_FLOW && !this.hasCustomFlow);
    return includes(flows, (flow) => !isIdle(flow)) !== 'no';
  }

  /** Whether the application or a server can send a password. */
  public get sendsPasswords(): boolean {
    return includes(this.resource.value('ExplicitAuthFlows'), (flow) => flow.endsWith('_PASSWORD_AUTH')) !== 'no';
  }

  /** Whether people can get a token with which they can change their own attributes. */
  public get changesUsers(): boolean {
    return this.allowsApiSignIn || includes(this.resource.value('AllowedOAuthScopes'), isAdminScope) !== 'no';
  }

  /** Whether an application can write an attribute. To Cognito, an empty list means all attributes. */
  public writes(attribute: string): boolean {
    const attributes = this.resource.value('WriteAttributes');
    if (attributes.kind === 'absent' || (attributes.kind === 'list' && attributes.items.length === 0)) return true;
    return includes(attributes, (name) => name === attribute) !== 'no';
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

const isAdminScope = (scope: string) => scope === ADMIN_SCOPE;

/** Whether a list has an item that fits. */
function includes(list: Value, fits: (item: string) => boolean): 'yes' | 'no' | 'unknown' {
  if (list.kind === 'absent') return 'no';
  if (list.kind !== 'list') return 'unknown';
  const items = list.items.map(textOf);
  if (items.some((item) => item !== undefined && fits(item))) return 'yes';
  return items.includes(undefined) ? 'unknown' : 'no';
}
