import { CfnResource, Stack } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { IConstruct } from 'constructs';
import { IndexedResource, TemplateIndex } from '../../template/template-index';
import { branchesOf, targetsIn, Value } from '../../template/value';
import { ApiRoute } from './api-route';

/** The types of resources of which the `Ref` is the ID of an HTTP API. */
const API_TYPES = [apigwv2.CfnApi.CFN_RESOURCE_TYPE_NAME, 'AWS::Serverless::HttpApi'];

/** Whether a construct is the resource of an HTTP API. */
export const isApi = (construct: IConstruct): construct is CfnResource =>
  CfnResource.isCfnResource(construct) && API_TYPES.includes(construct.cfnResourceType);

/** An HTTP API, with what the templates will say of it. */
export class IndexedApi {
  /** The routes, however they were created, by the path of their construct. */
  public readonly routes: readonly ApiRoute[];

  constructor(
    public readonly index: TemplateIndex,
    public readonly httpApi: apigwv2.IHttpApi,
  ) {
    this.routes = this.partsOf(apigwv2.CfnRoute).map((resource) => new ApiRoute(resource));
  }

  /** What its ID is in the templates. */
  public get id(): Value {
    return this.index.valueOf(this.httpApi, this.httpApi.apiId);
  }

  /**
   * The resources of this app that the API is, under whatever construct it was given. None if another app creates it,
   * and several if a condition decides.
   */
  public get resources(): IndexedResource[] {
    const targets = branchesOf(this.id).flatMap(targetsIn);
    return targets.filter(isApi).map((each) => this.index.resource(each));
  }

  public get authorizers(): readonly IndexedResource[] {
    return this.partsOf(apigwv2.CfnAuthorizer);
  }

  public get integrations(): readonly IndexedResource[] {
    return this.partsOf(apigwv2.CfnIntegration);
  }

  /** The stacks that have a part of the API: the API itself, a route, or an authorizer. */
  public get stacks(): ReadonlySet<Stack> {
    const resources = [...this.resources, ...this.authorizers].map(({ cfnResource }) => cfnResource);
    const routes = this.routes.map(({ cfnRoute }) => cfnRoute);
    return new Set([this.httpApi, ...resources, ...routes].map((each) => Stack.of(each)));
  }

  private partsOf({ CFN_RESOURCE_TYPE_NAME: type }: { readonly CFN_RESOURCE_TYPE_NAME: string }) {
    return this.index.ofApi(this.httpApi, type);
  }
}
