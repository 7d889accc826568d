import { Stack } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { aws_cognito } from 'aws-cdk-lib/interfaces';
import { IConstruct } from 'constructs';
import { Problems } from '../checks/problems';
import { renderedIn, targetOf } from '../template/rendered';
import { isKnown, show } from '../checks/values';
import { warnAt } from '../checks/warn';
import { IUserAuthPool } from '../pool/user-auth-pool-base';
import { audienceOf } from './limits';
import { RouteOfApi } from './open-routes';

/** What an authorizer of this library requires of a route. */
export interface Requirement {
  readonly authorizationType: 'CUSTOM' | 'JWT';
  readonly authorizer: apigwv2.HttpAuthorizer;
  /** The scopes of which a token must have one. Undefined if any will do. */
  readonly scopes?: string[];
  /** The app clients that its policy names. */
  readonly clients?: aws_cognito.IUserPoolClientRef[];
  /** The pools whose tokens the authorizer accepts, if it is for pools. */
  readonly pools?: IUserAuthPool[];
}

/** The template may say something else, because of an override, an aspect, or default scopes of the API, which the CDK adds. */
export function checkRequirement(route: RouteOfApi, requirement: Requirement, problems: Problems): void {
  checkAuthorizer(route, requirement, problems);
  if (requirement.scopes) checkScopes(route, requirement.scopes, problems);
}

/** A policy may name a client whose tokens never reach it. Another part of the policy may be satisfied, so that is no error. */
export function warnOfClients(httpApi: IConstruct, route: RouteOfApi, { clients = [], pools = [] }: Requirement): void {
  const idOf = (id: string) => {
    const value = renderedIn(route.node, id);
    return targetOf(value) ?? JSON.stringify(value);
  };
  // Functions of CloudFormation may give the same ID as each other.
  const isJudged = (id: unknown) =>
    typeof id === 'string' ? id.startsWith('"') && isKnown(id) : cognito.CfnUserPoolClient.isCfnUserPoolClient(id);
  const accepted = clients.length > 0 ? pools.flatMap((pool) => audienceOf(pool)).map(idOf) : [];
  if (!accepted.every(isJudged)) return;
  const foreign = clients.find(({ userPoolClientRef: { clientId } }) => {
    const id = idOf(clientId);
    return isJudged(id) && !accepted.includes(id);
  });
  if (!foreign) return;
  warnAt(
    httpApi,
    'CognitoHttpApiAuthorizer.clientNotAccepted',
    `The policy of the route ${route.key} names the app client ${foreign.node.path}, and the authorizer of the route does not accept its tokens: it is no client of ${pools.map(({ node }) => node.path).join(', ')}. ` +
      'Name a client of the pool; to accept other pools, use PolicyEnforcement.atRequest() with furtherUserAuthPools.',
  );
}

function checkAuthorizer(route: RouteOfApi, { authorizationType, authorizer }: Requirement, problems: Problems): void {
  const { node, key, authorizationType: type, authorizerId: id } = route;
  const report = (property: string, given: unknown) =>
    problems.add({
      where: `${property} of the route ${show(key)}`,
      given: `${show(given)}, not that of ${authorizer.node.path}`,
      outcome: 'the route would not be guarded by the authorizer that it has been given',
      remedy: 'Take back what changes it, an override or an Aspect say',
    });
  if (type !== authorizationType && !isKnownLater(type)) report('authorizationType', type);
  const isWanted = targetOf(id)
    ? targetOf(id) === authorizer.node.defaultChild
    : JSON.stringify(id) === JSON.stringify(renderedIn(node, authorizer.authorizerId));
  if (!isWanted && (!isKnownLater(id) || namesAnother(id, authorizer, node.stack))) report('authorizerId', id);
}

/** What only deployment will know is not judged. */
const isKnownLater = (value: unknown) => typeof value === 'object';

/** Whether a value names another authorizer of the app. An override has only its logical ID, in whatever function. */
function namesAnother(value: unknown, wanted: apigwv2.HttpAuthorizer, stack: Stack): boolean {
  if (targetOf(value)) return apigwv2.CfnAuthorizer.isCfnAuthorizer(targetOf(value));
  const names: string[] = JSON.stringify(value).match(/\w+/g) ?? [];
  return stack.node
    .findAll()
    .filter((node) => apigwv2.CfnAuthorizer.isCfnAuthorizer(node))
    .some((each) => each !== wanted.node.defaultChild && names.includes(stack.resolve(each.logicalId) as string));
}

/** API Gateway accepts a token that has one of a route's scopes, so an additional scope would open what a policy closes. Removing the last one would do so too. */
function checkScopes(route: RouteOfApi, scopes: string[], problems: Problems): void {
  const { node, key, authorizationScopes: asked, authorizationType } = route;
  const where = `authorizationScopes of the route ${show(key)}`;
  const required = scopes.map((scope) => JSON.stringify(renderedIn(node, scope)));
  const added = asked.filter((scope) => !required.includes(JSON.stringify(scope)));
  if (added.length > 0) {
    problems.add({
      where,
      given: `${show(added)}, beside what its authorizer requires`,
      outcome:
        authorizationType === 'JWT'
          ? 'a token with one of them would pass without satisfying that, for one scope is enough'
          : 'API Gateway looks at scopes only where it checks tokens itself',
      remedy: 'Leave the scopes out; where they are defaults of the API, give the route authorizationScopes: []',
    });
  }
  if (scopes.length > 0 && asked.length === 0) {
    problems.add({
      where,
      given: `empty, where its authorizer requires ${show(scopes)}`,
      outcome: 'any token of the pool would pass',
      remedy: 'Take back what removes them, an override say',
    });
  }
}
