import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { IndexedApi } from '../authorizer/routes/indexed-api';
import { RouteSource, routeSourcesOf, routesThatMayBelong, targetOfApi } from '../authorizer/guard/unseen-routes';
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
import { Access, agreed, Answer, HttpApiAccessRow, inAnyCase, PossibleAccess, RouteAccess } from './route-access';

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
    return rowsOf(accessesOf(this.api()));
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
    AccessFile.record(this.httpApi, file, (index) => rowsOf(accessesOf(new IndexedApi(index, this.httpApi))));
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
    const accesses = accessesOf(this.api());
    const policies = accesses.flatMap((access) => access.policies);
    const groups = [...new Set(policies.flatMap((policy) => policy._groups))].sort();
    const columns = [
      { title: 'no token', caller: ApiCaller.anonymous() },
      { title: 'no group', caller: ApiCaller.person() },
      ...groups.map((group) => ({ title: group, caller: ApiCaller.person({ groups: [group] }) })),
    ];
    const cells = accesses.map((access) => columns.map(({ caller }) => access.allows(caller)));
    const titles = columns.map(({ title }) => title);
    return pageOf(pathOf(this.httpApi), rowsOf(accesses), titles, cells);
  }

  private ask(route: string, caller: ApiCaller) {
    checkArgument('HttpApiAccess', 'route', 'string', route);
    checkArgument('HttpApiAccess', 'caller', 'ApiCaller', caller);
    const api = this.api();
    const { index } = api;
    const asked = withOwnScopes(index, caller);
    const accesses = knownAccessesOf(api);
    // Conditions may choose one of several with the same key.
    const found = accesses.filter(({ key }) => key === route);
    if (found.length === 0) {
      const keys = accesses.map(({ key }) => show(key)).join(', ') || 'none';
      const kinds = [...new Set(routeSourcesOf(api).map(({ kind }) => kind))];
      const unknown = kinds.length > 0 ? ` Routes of ${kinds.join(' and of ')} are not known at synthesis.` : '';
      throw new Error(`${pathOf(this.httpApi)} has no route ${show(route)}. It has ${keys}.${unknown}`);
    }
    checkNames(index, pathOf(this.httpApi), asked, accesses);
    const poolNames = accesses.flatMap((access) => access.poolNames);
    const answer = agreed(found.map((access) => access.allows(asked, poolNames)));
    const who = inAnyCase(found.map((access) => access.who));
    if (typeof answer === 'boolean') return { isAllowed: answer, who, asked };
    const remedy = answer ? ` ${inLanguageOfApp(remedyFor(answer, asked))}` : '';
    throw new Error(`Whether ${route} lets in ${asked.toString()} is not known at synthesis: ${who}.${remedy}`);
  }

  private api(): IndexedApi {
    const index = TemplateIndex.current(this.httpApi) ?? new TemplateIndex(stageOf(this.httpApi));
    return new IndexedApi(index, this.httpApi);
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

/** The access to all routes, by path and method. */
const accessesOf = (api: IndexedApi): Access[] =>
  inOrder([...knownAccessesOf(api), ...routeSourcesOf(api).map(accessThrough)]);

/** The access to the routes that can be read, and those that may be of this API, by path and method. */
function knownAccessesOf(api: IndexedApi): Access[] {
  const { index, routes, resources } = api;
  // API Gateway rejects a second route with the same key.
  const taken = new Set(routes.filter(({ isConditional }) => !isConditional).map(({ key }) => key));
  const others = routesThatMayBelong(api).filter(({ key }) => !taken.has(key));
  return inOrder([
    ...routes.map((route) => new RouteAccess(index, route)),
    ...others.map((route) => new PossibleAccess(index, route)),
    ...resources.flatMap(accessesToTarget),
  ]);
}

const inOrder = (accesses: readonly Access[]): Access[] =>
  sortedBy(accesses, ({ key, constructPath }) => [...key.split(' ').reverse(), constructPath].join(' '));

/** The access to the open route that API Gateway makes for an API with a target, by default for all requests. */
function accessesToTarget(api: IndexedResource): Access[] {
  const target = targetOfApi(api);
  if (!target) return [];
  const routeKey = api.value('RouteKey');
  return [
    {
      ...NOTHING,
      key: routeKey.kind === 'absent' ? '$default' : (textOf(routeKey) ?? showValue(routeKey)),
      constructPath: pathOf(api.cfnResource),
      who: 'anyone',
      enforcement: 'nowhere',
      target: showValue(target),
      isPublic: true,
      allows: () => true,
    },
  ];
}

/** The access to routes that can't be read. */
const accessThrough = ({ kind, path }: RouteSource): Access => ({
  ...NOTHING,
  key: `(${kind.replace(/^an? /, '')})`,
  constructPath: path,
  who: `unknown: routes of ${kind}`,
  enforcement: 'unknown',
  target: 'unknown',
  isPublic: false,
  allows: () => undefined,
});

const NOTHING = { policies: [], scopes: [], pools: [], poolNames: [] };

const rowsOf = (accesses: readonly Access[]): HttpApiAccessRow[] =>
  accesses.map(({ key: route, who, enforcement, target, constructPath, isPublic }) => ({
    route,
    who,
    enforcement,
    target,
    constructPath,
    isPublic,
  }));
