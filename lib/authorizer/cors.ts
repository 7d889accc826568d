import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { rendered } from '../template/rendered';
import { warnAt } from '../checks/warn';
import { RouteOfApi } from './open-routes';

/**
 * Browsers send a preflight request before a call, with the method OPTIONS and without a token. API Gateway answers it itself if the API has a CORS
 * configuration, except on a route that accepts OPTIONS, where the authorizer comes first.
 *
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html
 */
export function warnOfCors(httpApi: apigwv2.IHttpApi, all: RouteOfApi[]): void {
  const api = httpApi.node.defaultChild;
  // Without a CORS configuration, nothing indicates that pages of another origin call the API.
  if (!apigwv2.CfnApi.isCfnApi(api) || rendered(api).CorsConfiguration === undefined) return;
  const routes = [...all].sort((one, other) => (one.key < other.key ? -1 : 1));
  const refusing = routes.filter((route) => !route.open && takesOptions(route) && !isRelieved(route, routes));
  const [first] = refusing;
  if (!first) return;
  const names = refusing.slice(0, 5).map(({ key }) => key);
  const others = refusing.length > 5 ? ` and ${refusing.length - 5} more` : '';
  warnAt(
    httpApi,
    'CognitoHttpApiAuthorizer.preflightRefused',
    `OPTIONS too is for these routes to answer, and they ask for a token: ${names.join(', ')}${others}. A browser sends none before the call itself, so pages of another origin can't call them. ` +
      `Name the methods that each has, or add an open route ${optionsOf(first)}.`,
  );
}

const takesOptions = ({ key }: RouteOfApi) => /^(ANY |OPTIONS |\$default$)/.test(key);

/** Whether an open route takes the preflight request first: the route of a method comes before that of all methods, and a path before `$default`. */
function isRelieved(route: RouteOfApi, routes: RouteOfApi[]): boolean {
  const wanted = shape(optionsOf(route));
  const others = routes.filter((other) => other !== route && other.open);
  return others.some(({ key }) => shape(key) === wanted || (route.key === '$default' && shape(key) === 'ANY /{+}'));
}

const optionsOf = ({ key }: RouteOfApi) => `OPTIONS ${key === '$default' ? '/{proxy+}' : key.split(' ')[1]}`;

/** The names of parameters make no difference. */
const shape = (key: string) => key.replace(/\{\w+/g, '{');
