import { App, SecretValue, Stack, Stage } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { CodePipeline, CodePipelineSource, ShellStep } from 'aws-cdk-lib/pipelines';
import { Construct } from 'constructs';
import { describe, expect, it } from 'vitest';
import { CognitoHttpApiAuthorizer, HttpApiAccess, UserAuthPool } from '../../lib';
import { newApp, newFunction } from '../support/synth';

/** An API with a route that is open. */
function openApiIn(scope: Construct) {
  const stack = new Stack(scope, 'S');
  const httpApi = new apigwv2.HttpApi(stack, 'Api');
  const authorizer = new CognitoHttpApiAuthorizer(stack, 'A', { userAuthPool: new UserAuthPool(stack, 'Pool') });
  const fn = newFunction(stack, 'F');
  authorizer.addLambdaRoute(fn, { httpApi, path: '/posts', methods: [apigwv2.HttpMethod.GET] });
  const integration = new HttpLambdaIntegration('I', fn);
  httpApi.addRoutes({ path: '/open', methods: [apigwv2.HttpMethod.GET], integration });
  return { httpApi, authorizer };
}
type Made = ReturnType<typeof openApiIn>;

function pipelineIn(app: App): CodePipeline {
  const input = CodePipelineSource.gitHub('o/r', 'main', { authentication: SecretValue.secretsManager('token') });
  return new CodePipeline(new Stack(app, 'P'), 'Pipeline', { synth: new ShellStep('Synth', { input, commands: [] }) });
}

describe.each<[string, string, (made: Made) => void]>([
  ['requireOnEveryRoute', 'Dev/S/A', ({ authorizer, httpApi }) => authorizer.requireOnEveryRoute(httpApi)],
  ['recordIn', 'Dev/S/Api', ({ httpApi }) => HttpApiAccess.of(httpApi).recordIn('access.md')],
])('%s', (name, path, call) => {
  it.each<[string, (app: App, stage: Stage) => void]>([
    ['addStage of CDK Pipelines', (app, stage) => pipelineIn(app).addStage(stage)],
    ['synth of the stage', (_, stage) => stage.synth()],
  ])('is an error after %s', (_, synthesize) => {
    const app = newApp();
    const stage = new Stage(app, 'Dev');
    const made = openApiIn(stage);
    synthesize(app, stage);
    expect(() => call(made)).toThrow(
      `${path} has 1 problem:\n  1. ${name}() is called after the stage Dev was synthesized: the CDK does not synthesize a stage again, so nothing would be checked. Call it before pipeline.addStage(), which synthesizes the stage.`,
    );
  });

  it.each<[string, (app: App) => Construct]>([
    ['in a stage that has not been synthesized', (app) => new Stage(app, 'Dev')],
    ['in the app, where synthesis may be repeated', (app) => app],
  ])('is accepted %s', (_, scopeIn) => {
    const app = newApp();
    const made = openApiIn(scopeIn(app));
    new Stage(app, 'Other').synth();
    expect(() => call(made)).not.toThrow();
  });
});

it('accepts in the app a route guard that is added between two syntheses', () => {
  const app = newApp();
  const { authorizer, httpApi } = openApiIn(app);
  app.synth();
  authorizer.requireOnEveryRoute(httpApi);
  expect(() => app.synth({ force: true })).toThrow('The route "GET /open"');
});
