import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { groupedBy } from '../../base/grouped-by';
import { Problems } from '../../checks/problems';
import { TemplateIndex } from '../../template/template-index';
import { JwtAuthorizer } from '../resources/jwt-authorizer';
import { LambdaAuthorizer, warnOfCaching } from '../resources/lambda-authorizer';
import { RequestAuthorizer } from '../resources/request-authorizer';
import { ApiRoute } from '../routes/api-route';
import { IndexedApi } from '../routes/indexed-api';
import { AddLambdaRouteOptions } from '../routes/lambda-route';
import { checkScopesOfRoutes } from '../routes/required-scopes';
import { checkPathsOfRoutes, warnOfColons } from '../routes/route-path';
import { audienceOf, checkAudience } from '../tokens/audience';
import { checkIssuer } from '../tokens/issuer';
import { warnOfCatchAllRoutes } from './catch-all-routes';
import { checkRequirement } from './changed-routes';
import { warnOfCors } from './cors';
import { warnOfDirectAccess } from './direct-access';
import { checkDuplicates, warnOfAmbiguousRoutes } from './duplicates';
import { checkApiLimits, warnOfApiLimits } from './limits';
import { checkLostDefaults } from './lost-defaults';
import { warnOfMacros } from './macros';
import { checkMissingRoutes } from './missing-routes';
import { checkOpenRoutes, warnOfImportedApi } from './open-routes';
import { warnOfUnknownNames } from './unknown-names';

/** What this library has added to an API. */
export interface AddedToApi {
  readonly jwtAuthorizers: readonly JwtAuthorizer[];
  readonly lambdaAuthorizers: readonly LambdaAuthorizer[];
  readonly requestAuthorizers: readonly RequestAuthorizer[];
  /** The routes that have one of these authorizers, those that were removed from the app included. */
  readonly guarded: readonly ApiRoute[];
  /** Those of them that `addLambdaRoute` has added. */
  readonly lambdaRoutes: ReadonlyMap<apigwv2.IHttpRoute, AddLambdaRouteOptions>;
  /** The routes that may be open, if all others must be guarded. */
  readonly publicRoutes?: ReadonlySet<string>;
}

/** Checks an API when the app is complete. */
export function checkApi(api: IndexedApi, added: AddedToApi, problems: Problems): void {
  const { index } = api;
  checkPools(index, added.jwtAuthorizers, problems);
  for (const authorizer of added.requestAuthorizers) authorizer.check(api, problems);
  for (const route of added.guarded) checkRequirement(index, route, problems);
  checkLostDefaults(api, added.lambdaRoutes, problems);
  checkMissingRoutes(api, added.guarded, problems);
  checkDuplicates(api, problems);
  checkApiLimits(api, problems);
  checkPathsOfRoutes(api.routes, problems);
  checkScopesOfRoutes(api.routes, problems);
  if (added.publicRoutes) checkOpenRoutes(api, added.publicRoutes, problems);
}

/** Checks the pools of JWT authorizers. */
function checkPools(index: TemplateIndex, all: readonly JwtAuthorizer[], problems: Problems): void {
  for (const [pool, authorizers] of groupedBy(all, (authorizer) => authorizer.pool)) {
    const most = Math.max(...authorizers.map(({ audiences }) => audiences.length));
    checkAudience(pool, audienceOf(index, pool), most, problems);
    checkIssuer(index, pool, problems);
  }
}

/** Warns of what is valid, but not what the author of an API wants. */
export function warnOfApi(api: IndexedApi, added: AddedToApi): void {
  for (const route of added.guarded) warnOfUnknownNames(api, route);
  if (added.publicRoutes) {
    warnOfImportedApi(api);
    warnOfMacros(api);
  }
  for (const authorizer of added.requestAuthorizers) authorizer.warn(api.index);
  warnOfApiLimits(api);
  warnOfColons(api);
  warnOfCors(api);
  warnOfCatchAllRoutes(api);
  warnOfAmbiguousRoutes(api);
  warnOfDirectAccess(api);
  for (const authorizer of added.lambdaAuthorizers) warnOfCaching(api, authorizer);
}
