import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { IConstruct } from 'constructs';
import { AccessPolicy } from '../../access/access-policy';
import { scopesOf, unknownScopes } from '../../access/resource-server';
import { Problems } from '../../checks/problems';
import { show } from '../../checks/values';
import { warn } from '../../checks/warn';
import { cfnUserPoolOf } from '../../pool/cfn-user-pool';
import { IUserAuthPool } from '../../pool/user-auth-pool-base';
import { TemplateIndex } from '../../template/template-index';
import { branchesOf, entryOf, isSame, showValue, textOf, Value } from '../../template/value';
import { ApiRoute, scopesIn } from './api-route';
import { audienceOf } from '../tokens/audience';
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

/** What guards a route, if an authorizer of this library does. */
export interface Guard {
  readonly requirement: Requirement;
  /** Whether all that guards the routes of the API is as it was made. */
  isIntact(): boolean;
}

/**
 * Checks that the template says what an authorizer requires. An override, an Aspect, or default scopes of the API,
 * which the CDK adds, may have changed it. Every branch of a condition must hold, and what only the deployment knows
 * does not hold.
 */
export function checkRequirement(
  index: TemplateIndex,
  route: ApiRoute,
  requirement: Requirement,
  problems: Problems,
): void {
  const { authorizationType, authorizer, scopes } = requirement;
  const isResource = (id: Value) => id.kind === 'reference' && id.target === authorizer.node.defaultChild;
  const apis = branchesOf(index.resource(authorizer.node.defaultChild as apigwv2.CfnAuthorizer).value('ApiId'));
  const properties: [string, Value, (value: Value) => boolean][] = [
    ['apiId', route.apiId, (id) => apis.some((each) => isSame(each, id))],
    ['authorizationType', route.authorizationType, (type) => textOf(type) === authorizationType],
    ['authorizerId', route.authorizerId, isResource],
  ];
  for (const [property, value, isRequired] of properties) {
    if (branchesOf(value).every(isRequired)) continue;
    problems.add({
      where: `${property} of the route ${show(route.key)}`,
      given: `${showValue(value)}, not that of ${authorizer.node.path}`,
      outcome: 'the authorizer given to the route would not guard it',
      remedy: 'Remove the override or Aspect that changes it',
    });
  }
  if (scopes) checkScopes(index, route, scopes, problems);
}

/**
 * API Gateway accepts a token that has one of a route's scopes, so an additional scope would open what a policy closes.
 * Removing the last one would do so too.
 */
function checkScopes(index: TemplateIndex, route: ApiRoute, scopes: string[], problems: Problems): void {
  const { cfnRoute, key, authorizationScopes, authorizationType } = route;
  const where = `authorizationScopes of the route ${show(key)}`;
  const required = index.valueOf(cfnRoute, scopes);
  if (isSame(authorizationScopes, required)) return;
  const accepted = required.kind === 'branches' ? [] : scopesIn(required);
  const branches = branchesOf(authorizationScopes).map(scopesIn);
  const added = branches.flat().filter((scope) => !accepted.some((each) => isSame(each, scope)));
  const areRequired = `${showValue(required)} ${scopes.length > 1 ? 'are' : 'is'} required`;
  if (added.length > 0) {
    problems.add({
      where,
      given: `a list with ${added.map(showValue).join(', ')}${scopes.length > 0 ? `, where ${areRequired}` : ''}`,
      outcome:
        textOf(authorizationType) === 'JWT'
          ? 'a token with one of them would pass without what is required, because one scope is enough'
          : 'API Gateway checks scopes only if it verifies the tokens itself',
      remedy:
        'Omit them, or remove the override or Aspect that adds them; if they are defaults of the API, give the route authorizationScopes: []',
    });
  }
  if (scopes.length > 0 && branches.some((each) => each.length === 0)) {
    problems.add({
      where,
      given: `empty, where ${areRequired}`,
      outcome: 'any token of the pool would pass',
      remedy: 'Remove the override or Aspect that removes them',
    });
  }
}

/** Whether it is known which client has an ID. Two different functions of CloudFormation may return the same ID. */
export const isKnownClient = (id: Value): boolean =>
  textOf(id) !== undefined || (id.kind === 'reference' && cognito.CfnUserPoolClient.isCfnUserPoolClient(id.target));

/**
 * A policy may name a client whose tokens never reach it. Another part of the policy may be satisfied, so that is not
 * an error.
 */
export function warnOfClients(
  index: TemplateIndex,
  httpApi: IConstruct,
  route: ApiRoute,
  { policy, pools = [] }: Requirement,
): void {
  const clients = policy?._clients ?? [];
  const idOf = (id: string) => index.valueOf(route.cfnRoute, id);
  const accepted = clients.length > 0 ? pools.flatMap((pool) => audienceOf(index, pool)).map(idOf) : [];
  if (!accepted.every(isKnownClient)) return;
  const foreign = clients.find(({ userPoolClientRef: { clientId } }) => {
    const id = idOf(clientId);
    return isKnownClient(id) && !accepted.some((each) => isSame(each, id));
  });
  if (!foreign) return;
  warn(
    httpApi,
    'CognitoHttpApiAuthorizer.clientNotAccepted',
    `The policy of the route ${route.key} names the app client ${foreign.node.path}, and the authorizer of the route does not accept its tokens: it is not a client of ${pools.map(({ node }) => node.path).join(', ')}. ` +
      `Use a client of the pool${pools.every(cfnUserPoolOf) ? '' : ', or add its ID to userPoolClientIds of the imported pool'}; to accept other pools, use PolicyEnforcement.atRequest() with additionalUserAuthPools.`,
  );
}

/** A scope that no resource server has is in no token, unless a hook adds it. */
export function warnOfRequiredScopes(
  index: TemplateIndex,
  httpApi: IConstruct,
  route: ApiRoute,
  { authorizationType, pools = [], resources = [] }: Requirement,
): void {
  if (authorizationType !== 'JWT') return;
  const names = branchesOf(route.authorizationScopes)
    .flatMap(scopesIn)
    .flatMap((scope) => textOf(scope) ?? []);
  warnOfUnnamedResource(httpApi, route, names, resources);
  const [pool] = pools;
  const cfnUserPool = pool && cfnUserPoolOf(pool);
  if (!pool || !cfnUserPool) return;
  // A hook can add any scope to tokens.
  const hooks = index.resource(cfnUserPool).value('LambdaConfig');
  if (['PreTokenGeneration', 'PreTokenGenerationConfig'].some((name) => entryOf(hooks, name).kind !== 'absent')) return;
  for (const unknown of unknownScopes(names, () => scopesOf(index, pool))) {
    warn(
      httpApi,
      'CognitoHttpApiAuthorizer.unknownScope',
      `The route ${route.key} requires the scope ${show(unknown)}, and no resource server of the pool has it: unless another app creates one, no token has the scope. ` +
        'Add it with pool.addResourceServer(), and use server.scope().',
    );
  }
}

/** Clients that ask for a token for an API get one that names it, and the authorizer must know that name. */
function warnOfUnnamedResource(
  httpApi: IConstruct,
  route: ApiRoute,
  scopes: readonly string[],
  resources: readonly ResourceIndicator[],
): void {
  const urls = scopes.filter((scope) => scope.includes('://')).map((scope) => scope.replace(/\/[^/]*$/, ''));
  const unnamed = urls.find((url) => !resources.some((each) => each._audience() === url));
  if (unnamed === undefined) return;
  warn(
    httpApi,
    'CognitoHttpApiAuthorizer.resourceNotNamed',
    `The route ${route.key} requires a scope of the resource server ${unnamed}. Clients that ask for a token for that API, as those of the Model Context Protocol do, get one whose audience is the API, and the authorizer rejects it. ` +
      `Give the authorizer resources: [ResourceIndicator.fromUrl('${unnamed}')].`,
  );
}
