import { Aspects, CfnResource } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { describe, expect, it } from 'vitest';
import { AccessPolicy, PolicyEnforcement } from '../../../lib';
import { refusalOf } from '../../support/policies';
import { newFunction, templateOf } from '../../support/synth';
import { setUp } from '../support';

const { GET, POST } = apigwv2.HttpMethod;
const admins = AccessPolicy.group('admins');

type World = ReturnType<typeof guarded>;

/** A route for admins, beside another one. */
function guarded(other: Partial<apigwv2.AddRoutesOptions> & { accessPolicy?: AccessPolicy } = {}, atRequest = false) {
  const made = setUp(atRequest ? { enforcement: PolicyEnforcement.atRequest() } : {});
  const { authorizer, httpApi, fn } = made;
  const [route] = authorizer.addLambdaRoute(fn, { httpApi, path: '/admin', methods: [GET], accessPolicy: admins });
  const { accessPolicy, ...options } = other;
  httpApi.addRoutes({
    path: '/{proxy+}',
    integration: new HttpLambdaIntegration('I', fn),
    authorizer: accessPolicy && authorizer.require(accessPolicy),
    ...options,
  });
  return { ...made, route: route!, cfnRoute: route!.node.defaultChild as apigwv2.CfnRoute };
}

const remove = ({ httpApi, route }: World) => httpApi.node.tryRemoveChild(route.node.id);
const changeKey = ({ cfnRoute }: World) => cfnRoute.addPropertyOverride('RouteKey', 'GET /elsewhere');

describe.each([false, true])('a guarded route (at the request: %s)', (atRequest) => {
  it.each<[string, (world: World) => void, RegExp]>([
    ['removed', remove, /is removed from the app/],
    [
      'removed by an Aspect',
      (world) => {
        const visit = (node: unknown) => {
          if (node === world.route) remove(world);
        };
        Aspects.of(world.stack).add({ visit });
      },
      /is removed from the app/,
    ],
    ['for another path', changeKey, /is changed to "GET \/elsewhere"/],
  ])('may not be %s while a weaker one takes its requests', (_, change, expected) => {
    const world = guarded({}, atRequest);
    change(world);
    expect(refusalOf(world.stack)).toMatch(expected);
    expect(refusalOf(world.stack)).toMatch(
      /The route "GET \/admin" \(S\/Api\/GET--admin\) is .*: its requests go to the route "ANY \/\{proxy\+\}", which leads to the same function and may let in callers whom it rejects\. Keep it, or require the same of "ANY \/\{proxy\+\}"\./,
    );
  });

  it('may not go to another API', () => {
    const { stack, cfnRoute } = guarded({}, atRequest);
    cfnRoute.addPropertyOverride('ApiId', new apigwv2.HttpApi(stack, 'Other').apiId);
    expect(refusalOf(stack)).toMatch(
      /apiId of the route "GET \/admin" is S\/Other\/Resource, not that of S\/Api\/UserAuth\/.*: the authorizer given to the route would not guard it\./,
    );
  });

  it('may not lose its resource alone', () => {
    const { stack, route } = guarded({}, atRequest);
    route.node.tryRemoveChild('Resource');
    expect(refusalOf(stack)).toContain(
      'S/Api/GET--admin has lost its resource, so what guards it cannot be checked. Keep the resource, or remove the whole route.',
    );
  });
});

describe('a route may be removed if the other one', () => {
  it.each<[string, Parameters<typeof guarded>[0]]>([
    ['requires as much', { accessPolicy: AccessPolicy.allGroups('admins', 'owners') }],
    ['takes other paths', { path: '/public/{proxy+}' }],
    ['takes other methods', { methods: [POST] }],
    ['takes shorter paths', { path: '/' }],
  ])('%s', (_, other) => {
    const world = guarded(other);
    remove(world);
    expect(() => templateOf(world.stack)).not.toThrow();
  });

  it('leads to another function', () => {
    const { stack, authorizer, httpApi, fn } = setUp();
    const [route] = authorizer.addLambdaRoute(fn, { httpApi, path: '/admin', accessPolicy: admins });
    httpApi.addRoutes({ path: '/{rest+}', integration: new HttpLambdaIntegration('I', newFunction(stack, 'Site')) });
    httpApi.node.tryRemoveChild(route!.node.id);
    expect(() => templateOf(stack)).not.toThrow();
  });
});

it.each<[string, string, boolean]>([
  ['/users/{id}', '/users/{name}', true],
  ['/users/{id}', '/{any}/{id}', true],
  ['/users/{id}', '/{proxy+}', true],
  ['/users/{id}', '/users/me', false],
  ['/users/{proxy+}', '/users/{id}', false],
  ['/users/{proxy+}', '/{rest+}', true],
])('a route %s may not become one for another path beside %s: %s', (path, other, isError) => {
  const { stack, authorizer, httpApi, fn } = setUp();
  const [route] = authorizer.addLambdaRoute(fn, { httpApi, path, methods: [GET], accessPolicy: admins });
  httpApi.addRoutes({ path: other, methods: [GET], integration: new HttpLambdaIntegration('I', fn) });
  (route!.node.defaultChild as CfnResource).addPropertyOverride('RouteKey', 'GET /elsewhere');
  if (isError) expect(refusalOf(stack)).toContain('is changed to "GET /elsewhere"');
  else expect(() => templateOf(stack)).not.toThrow();
});
