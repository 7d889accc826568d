import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { rendered } from '../checks/rendered';
import { warnAt } from '../checks/warn';
import { RouteOfApi } from './open-routes';

/**
 * A browser asks before it calls, by OPTIONS and without a token. API Gateway answers by itself where the API has a CORS configuration, but not for a route that takes OPTIONS: there its authorizer comes first.
 *
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html
 */
export function warnOfCors(httpApi: apigwv2.IHttpApi, all: RouteOfApi[]): void {
  const api = httpApi.node.defaultChild;
  // Without a CORS configuration, nothing says that pages of another origin are to call.
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

/** The route that a preflight reaches before another: that of the method before that of all methods, and a path before `$default`. */
function isRelieved(route: RouteOfApi, routes: RouteOfApi[]): boolean {
  const wanted = shape(optionsOf(route));
  const others = routes.filter((other) => other !== route && other.open);
  return others.some(({ key }) => shape(key) === wanted || (route.key === '$default' && shape(key) === 'ANY /{+}'));
}

const optionsOf = ({ key }: RouteOfApi) => `OPTIONS ${key === '$default' ? '/{proxy+}' : key.split(' ')[1]}`;

/** What parameters are called makes no difference. */
const shape = (key: string) => key.replace(/\{\w+/g, '{');
