import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { IConstruct } from 'constructs';
import { AccessPolicy } from '../../access/access-policy';
import { IUserAuthPool } from '../../pool/user-auth-pool-base';
import { TokenUse } from '../tokens/policy-enforcement';
import { ResourceIndicator } from '../tokens/resource-indicator';

/** What an authorizer of this library requires of a route. */
export interface Requirement {
  readonly authorizationType: 'CUSTOM' | 'JWT';
  readonly authorizer: apigwv2.HttpAuthorizer;
  /** The scopes of which a token must have one. Undefined if any will do. */
  readonly scopes?: string[];
  /** The policy that callers must satisfy, if there is one. */
  readonly policy?: AccessPolicy;
  /** The type of user token that is accepted, if it is not either of the two. */
  readonly tokenUse?: TokenUse;
  /** The APIs that the authorizer stands for. */
  readonly resources?: readonly ResourceIndicator[];
  /** The pools whose tokens the authorizer accepts, if it is for pools. */
  readonly pools?: IUserAuthPool[];
}

const requirements = new WeakMap<IConstruct, Requirement>();

/** Records what a route must require. The latest counts. */
export function recordRequirement(route: apigwv2.IHttpRoute, requirement: Requirement): void {
  requirements.set(route, requirement);
}

/** What a route must require, if an authorizer of this library guards it, under whatever import of its API. */
export const requirementOf = (route: IConstruct): Requirement | undefined => requirements.get(route);
