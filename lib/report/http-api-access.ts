import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { ApiBindings } from '../authorizer/api-bindings';
import { resourcesOfApi } from '../authorizer/api-resource';
import { ApiRoute, routesOfApi } from '../authorizer/api-route';
import { RouteSource, routeSourcesOf, targetOfApi, unreadableRoutes } from '../authorizer/unseen-routes';
import { pathOf } from '../base/path-of';
import { sortedBy } from '../base/sorted-by';
import { checkArgument } from '../checks/check-struct';
import { inLanguageOfApp } from '../checks/language';
import { show } from '../checks/values';
import { checkBeforeSynthesis } from '../template/before-synthesis';
import { IndexedResource, stageOf, TemplateIndex } from '../template/template-index';
import { showValue, textOf } from '../template/value';
import { AccessFile } from './access-file';
import { pageOf } from './access-page';
import { ApiCaller } from './api-caller';
import { checkNames } from './caller-names';
import { withOwnScopes } from './machine-scopes';
import { agreed, Answer, HttpApiAccessRow, inAnyCase, RouteAccess } from './route-access';

/**
 * Who may call the routes of an HTTP API, however they were created: for reviews, and for unit tests of an app.
 *
 * It reads what the templates will say, including overrides and conditions, and uses the same policy evaluator as the
 * library's functions.
 *
 * @example
 * declare const httpApi: HttpApi;
 *
 * const access = HttpApiAccess.of(httpApi);
 * access.recordIn('access.md'); // in CI, a table that is out of date fails synthesis
 * access.assertDenies('POST /posts', ApiCaller.anonymous());
 */
export class HttpApiAccess {
  /**
   * The access to an API, as far as this app adds routes to it.
   *
   * @param httpApi the API
   */
  public static of(httpApi: apigwv2.IHttpApi): HttpApiAccess {
    checkArgument('HttpApiAccess.of()', 'httpApi', 'IHttpApi', httpApi);
    return new HttpApiAccess(httpApi);
  }

  private constructor(private readonly httpApi: apigwv2.IHttpApi) {}

  /** A row for each route, by path and method. */
  public get rows(): HttpApiAccessRow[] {
    return rowsOf(accessesOf(this.index(), this.httpApi));
  }

  /**
   * Records the rows in a Markdown file, to be committed with the app, so that a review shows each change of who may
   * call what as the changed lines. APIs and stages that one app creates together can share a file; if the app creates
   * one environment at a time, give each a file of its own.
   *
   * Synthesis writes the file if the app is valid. In CI, it does not write the file, and fails if the file differs,
   * with the lines that do: where the environment variable `CI` is set, or without it in AWS CodeBuild, Azure Pipelines
   * and Jenkins. A file that something else has written fails synthesis.
   *
   * A unit test that synthesizes the stack writes the file, too: call this method where the app creates the stack, and
   * not in the class of the stack. Call it before `addStage` of CDK Pipelines, which synthesizes the stage: later, it
   * throws an error.
   *
   * @param file the path of the file, such as `access.md`, relative to the folder that the app runs in
   */
  public recordIn(file: string): void {
    checkArgument('HttpApiAccess.recordIn()', 'file', 'string', file);
    checkBeforeSynthesis(this.httpApi, 'recordIn()');
    AccessFile.record(this.httpApi, file, (index) => rowsOf(accessesOf(index, this.httpApi)));
  }

  /**
   * Whether a caller may call a route. Throws an error if the API has no such route; if IAM, a function or a value
   * that only the deployment knows decides; if the answer depends on the client of a person or the scopes of a token,
   * and these are not known; or if a group, attribute or scope of the caller is unknown and its name is nearly a known
   * one.
   *
   * @param route the route as API Gateway writes it, such as `POST /posts`
   * @param caller the caller
   */
  public allows(route: string, caller: ApiCaller): boolean {
    return this.ask(route, caller).isAllowed;
  }

  /**
   * Throws an error that explains why if the caller may not call the route, or if `allows()` has no answer.
   *
   * @param route the route as API Gateway writes it, such as `POST /posts`
   * @param caller the caller
   */
  public assertAllows(route: string, caller: ApiCaller): void {
    const { isAllowed, who, asked } = this.ask(route, caller);
    if (!isAllowed) throw new Error(`${route} does not let in ${asked.toString()}. It lets in: ${who}.`);
  }

  /**
   * Throws an error that explains why if the caller may call the route, or if `allows()` has no answer.
   *
   * @param route the route as API Gateway writes it, such as `POST /posts`
   * @param caller the caller
   */
  public assertDenies(route: string, caller: ApiCaller): void {
    const { isAllowed, who, asked } = this.ask(route, caller);
    if (isAllowed) throw new Error(`${route} lets in ${asked.toString()}. It lets in: ${who}.`);
  }

  /** One self-contained HTML page with the rows, and the routes against the groups that policies name. */
  public toHtml(): string {
    const index = this.index();
    const accesses = accessesOf(index, this.httpApi);
    const policies = accesses.flatMap(({ access }) => access.policies);
    const groups = [...new Set(policies.flatMap((policy) => policy._groups))].sort();
    const columns = [
      { title: 'no token', caller: ApiCaller.anonymous() },
      { title: 'no group', caller: ApiCaller.person() },
      ...groups.map((group) => ({ title: group, caller: ApiCaller.person({ groups: [group] }) })),
    ];
    const cells = accesses.map(({ access }) => columns.map(({ caller }) => access.allows(caller)));
    const titles = columns.map(({ title }) => title);
    return pageOf(pathOf(this.httpApi), rowsOf(accesses), titles, cells);
  }

  private ask(route: string, caller: ApiCaller) {
    checkArgument('HttpApiAccess', 'route', 'string', route);
    checkArgument('HttpApiAccess', 'caller', 'ApiCaller', caller);
    const index = this.index();
    const asked = withOwnScopes(index, caller);
    const all = knownAccessesOf(index, this.httpApi);
    // Conditions may choose one of several with the same key.
    const found = all.filter(({ key }) => key === route).map(({ access }) => access);
    if (found.length === 0) {
      const keys = all.map(({ key }) => show(key)).join(', ') || 'none';
      const kinds = [...new Set(routeSourcesOf(index, this.httpApi).map(({ kind }) => kind))];
      const unknown = kinds.length > 0 ? ` Routes of ${kinds.join(' and of ')} are not known at synthesis.` : '';
      throw new Error(`${pathOf(this.httpApi)} has no route ${show(route)}. It has ${keys}.${unknown}`);
    }
    const accesses = all.map(({ access }) => access);
    checkNames(index, pathOf(this.httpApi), asked, accesses);
    const poolNames = accesses.flatMap((access) => access.poolNames);
    const answer = agreed(found.map((access) => access.allows(asked, poolNames)));
    const who = inAnyCase(found.map((access) => access.who));
    if (typeof answer === 'boolean') return { isAllowed: answer, who, asked };
    const remedy = answer ? ` ${inLanguageOfApp(remedyFor(answer, asked))}` : '';
    throw new Error(`Whether ${route} lets in ${asked.toString()} is not known at synthesis: ${who}.${remedy}`);
  }

  private index(): TemplateIndex {
    return TemplateIndex.current(this.httpApi) ?? new TemplateIndex(stageOf(this.httpApi));
  }
}

/** How to make a question about a caller one that has an answer. */
function remedyFor(answer: Exclude<Answer, boolean | undefined>, { _kind: kind }: ApiCaller): string {
  if (answer === 'client') {
    return 'It depends on the app client that the person signed in through. Give it: ApiCaller.person({ client }).';
  }
  const withScopes = kind === 'person' ? 'ApiCaller.person({ scopes })' : 'ApiCaller.machine(client, { scopes })';
  return `It depends on the scopes of the token. Give them: ${withScopes}.`;
}

interface KeyedAccess {
  readonly key: string;
  readonly constructPath: string;
  /** What a `RouteAccess` says, without its private members. */
  readonly access: Pick<RouteAccess, keyof RouteAccess>;
}

/** The access to all routes, by path and method. */
const accessesOf = (index: TemplateIndex, httpApi: apigwv2.IHttpApi): KeyedAccess[] =>
  inOrder([...knownAccessesOf(index, httpApi), ...routeSourcesOf(index, httpApi).map(accessThrough)]);

/** The access to the routes that can be read, and those that may be of this API, by path and method. */
function knownAccessesOf(index: TemplateIndex, httpApi: apigwv2.IHttpApi): KeyedAccess[] {
  const routes = routesOfApi(index, httpApi);
  return inOrder([
    ...routes.map((route) => accessTo(index, route)),
    ...routesThatMayBelong(index, routes).map((route) => accessIfItBelongs(accessTo(index, route))),
    ...resourcesOfApi(index, httpApi).flatMap(accessesToTarget),
  ]);
}

const accessTo = (index: TemplateIndex, route: ApiRoute): KeyedAccess => ({
  key: route.key,
  constructPath: pathOf(route.cfnRoute),
  access: new RouteAccess(index, route, ApiBindings.guardOf(index, route.cfnRoute)),
});

/** The routes that only the deployment knows the API of. API Gateway rejects a second route with the same key. */
function routesThatMayBelong(index: TemplateIndex, own: readonly ApiRoute[]): ApiRoute[] {
  const taken = new Set(own.filter(({ isConditional }) => !isConditional).map(({ key }) => key));
  const ofApi = new Set(own.map(({ cfnRoute }) => cfnRoute));
  return unreadableRoutes(index).filter(({ key, cfnRoute }) => !taken.has(key) && !ofApi.has(cfnRoute));
}

function accessIfItBelongs({ key, constructPath, access }: KeyedAccess): KeyedAccess {
  const { enforcement, target, isPublic, policies, scopes, pools, poolNames } = access;
  const who = `${access.who}, if its ApiId is that of this API`;
  const known = { enforcement, target, isPublic, policies, scopes, pools, poolNames };
  return { key, constructPath, access: { ...known, who, allows: () => undefined } };
}

const inOrder = (accesses: readonly KeyedAccess[]): KeyedAccess[] =>
  sortedBy(accesses, ({ key, constructPath }) => [...key.split(' ').reverse(), constructPath].join(' '));

/** The access to the open route that API Gateway makes for an API with a target, by default for all requests. */
function accessesToTarget(api: IndexedResource): KeyedAccess[] {
  const target = targetOfApi(api);
  if (!target) return [];
  const open = { ...NOTHING, who: 'anyone', enforcement: 'nowhere', isPublic: true, allows: () => true };
  const routeKey = api.value('RouteKey');
  const key = routeKey.kind === 'absent' ? '$default' : (textOf(routeKey) ?? showValue(routeKey));
  return [{ key, constructPath: pathOf(api.cfnResource), access: { ...open, target: showValue(target) } }];
}

/** The access to routes that can't be read. */
function accessThrough({ kind, path }: RouteSource): KeyedAccess {
  const who = `unknown: routes of ${kind}`;
  const unknown = { ...NOTHING, who, enforcement: 'unknown', target: 'unknown', isPublic: false };
  return {
    key: `(${kind.replace(/^an? /, '')})`,
    constructPath: path,
    access: { ...unknown, allows: () => undefined },
  };
}

const NOTHING = { policies: [], scopes: [], pools: [], poolNames: [] };

const rowsOf = (accesses: readonly KeyedAccess[]): HttpApiAccessRow[] =>
  accesses.map(({ key: route, constructPath, access }) => {
    const { who, enforcement, target, isPublic } = access;
    return { route, who, enforcement, target, constructPath, isPublic };
  });
