import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { Construct } from 'constructs';
import { AccessPolicy } from '../../access/access-policy';
import { createdApiOf } from './created-api';

/** An authorizer that requires something besides a token. */
export class RequiringAuthorizer implements apigwv2.IHttpRouteAuthorizer {
  /** The default authorizer of an API, if it is such a one. An API of this app has it under an import as well. */
  public static defaultOf(httpApi: apigwv2.IHttpApi): RequiringAuthorizer | undefined {
    const { defaultAuthorizer } = createdApiOf(httpApi);
    return defaultAuthorizer instanceof RequiringAuthorizer ? defaultAuthorizer : undefined;
  }

  /**
   * @param owner the construct that made it
   * @param guard binds it to a route
   * @param policy the policy that callers must satisfy, if that is what it requires
   */
  constructor(
    public readonly owner: Construct,
    private readonly guard: (route: apigwv2.IHttpRoute) => apigwv2.HttpRouteAuthorizerConfig,
    public readonly policy?: AccessPolicy,
  ) {}

  public bind({ route }: apigwv2.HttpRouteAuthorizerBindOptions): apigwv2.HttpRouteAuthorizerConfig {
    return this.guard(route);
  }
}
