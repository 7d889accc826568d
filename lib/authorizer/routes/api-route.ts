import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { errorAt } from '../../checks/problems';
import { IndexedResource, TemplateIndex } from '../../template/template-index';
import { branchesOf, targetsIn, textOf, Value } from '../../template/value';
import { Requirement, requirementOf } from './requirement';

/** The authorization types with which not everybody can call a route. */
const GUARDED = ['JWT', 'CUSTOM', 'AWS_IAM'];

/** A route of an HTTP API, as its template says. */
export class ApiRoute {
  /** What the route accepts, such as `GET /posts/{id}`. If only the deployment knows, the function in the template. */
  public readonly key: string;

  constructor(private readonly resource: IndexedResource) {
    this.key =
      textOf(resource.value('RouteKey')) ?? JSON.stringify(resource.properties.RouteKey ?? resource.properties);
  }

  public get cfnRoute(): apigwv2.CfnRoute {
    return this.resource.cfnResource as apigwv2.CfnRoute;
  }

  /** What an authorizer of this library requires of the route, if it has one. The template may say something else. */
  public get requirement(): Requirement | undefined {
    const { scope } = this.cfnRoute.node;
    return scope && requirementOf(scope);
  }

  public get constructPath(): string {
    return this.resource.path;
  }

  public get isConditional(): boolean {
    return this.resource.isConditional;
  }

  /** The path of the requests that the route accepts. Undefined for `$default` and if only the deployment knows. */
  public get urlPath(): string | undefined {
    return this.hasKnownKey ? this.key.split(' ', 2)[1] : undefined;
  }

  public get hasKnownKey(): boolean {
    return textOf(this.resource.value('RouteKey')) !== undefined;
  }

  public get apiId(): Value {
    return this.resource.value('ApiId');
  }

  public get target(): Value {
    return this.resource.value('Target');
  }

  public get authorizationType(): Value {
    return this.resource.value('AuthorizationType');
  }

  public get authorizerId(): Value {
    return this.resource.value('AuthorizerId');
  }

  public get authorizationScopes(): Value {
    return this.resource.value('AuthorizationScopes');
  }

  /** Whether the route has an authorizer, in any branch of a condition. */
  public mayHave({ node }: apigwv2.HttpAuthorizer): boolean {
    return targetsIn(this.authorizerId).some((each) => each === node.defaultChild);
  }

  /**
   * Whether anyone can call the route, in any branch of a condition. If only the deployment knows, the route counts as
   * open.
   */
  public get isOpen(): boolean {
    return !branchesOf(this.authorizationType).every((type) => GUARDED.includes(textOf(type) ?? ''));
  }
}

/** A route that was created with the CDK's L2 construct. */
export function routeOf(index: TemplateIndex, route: apigwv2.IHttpRoute): ApiRoute {
  const { defaultChild } = route.node;
  if (apigwv2.CfnRoute.isCfnRoute(defaultChild)) return new ApiRoute(index.resource(defaultChild));
  throw errorAt(
    route,
    'has lost its resource, so what guards it cannot be checked. Keep the resource, or remove the whole route.',
  );
}

/** The scopes of a route. A value that is not a list stands for itself. */
export function scopesIn(scopes: Value): readonly Value[] {
  if (scopes.kind === 'absent') return [];
  return scopes.kind === 'list' ? scopes.items : [scopes];
}
