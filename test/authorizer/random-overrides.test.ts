/*
 * Random overrides on every resource of the library that guards a route. Each fails synthesis, or leaves a template in
 * which every route is guarded as before, whichever conditions hold. What the template says is worked out here, by
 * other code than the library's.
 *
 * RANDOM_RUNS=20000 runs more of them, RANDOM_SEED=... those of an earlier run; a failure prints its seed.
 */
import { App, CfnCondition, CfnResource, Fn, Stack } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import fc from 'fast-check';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { afterAll, expect, it } from 'vitest';
import {
  AccessPolicy,
  CognitoHttpApiAuthorizer,
  LambdaHttpApiAuthorizer,
  PolicyEnforcement,
  UserAuthPool,
} from '../../lib';
import { synthWithOverrides } from '../support/overrides';
import { runsOr, seed } from '../support/random';
import { newFunction } from '../support/synth';

const outdir = mkdtempSync(join(tmpdir(), 'overrides-'));
afterAll(() => rmSync(outdir, { recursive: true, force: true }));

type Json = Record<string, any>;

/** Routes with each kind of guard, and the resources that guard them. */
function make() {
  const stack = new Stack(new App({ outdir, treeMetadata: false }), 'S');
  const pool = new UserAuthPool(stack, 'Pool');
  const httpApi = new apigwv2.HttpApi(stack, 'Api');
  const fn = newFunction(stack, 'Fn');
  const inToken = new CognitoHttpApiAuthorizer(stack, 'InToken', { userAuthPool: pool });
  const atRequest = new CognitoHttpApiAuthorizer(stack, 'AtRequest', {
    userAuthPool: pool,
    enforcement: PolicyEnforcement.atRequest(),
  });
  const own = new LambdaHttpApiAuthorizer(stack, 'Own', { handler: newFunction(stack, 'Judge') });
  inToken.addLambdaRoute(fn, { httpApi, path: '/any' });
  inToken.addLambdaRoute(fn, { httpApi, path: '/admin', accessPolicy: AccessPolicy.group('admins') });
  atRequest.addLambdaRoute(fn, { httpApi, path: '/staff', accessPolicy: AccessPolicy.group('staff') });
  own.addLambdaRoute(fn, { httpApi, path: '/own' });
  new CfnCondition(stack, 'C', { expression: Fn.conditionEquals(Fn.ref('AWS::Region'), 'eu-west-1') });
  // The permission to call the function behind the routes guards nothing.
  const targets = [...httpApi.node.findAll(), ...pool.node.findAll()].filter(
    (node): node is CfnResource =>
      CfnResource.isCfnResource(node) && node.cfnResourceType in PROPERTIES && node.node.id !== 'Fn',
  );
  return { stack, targets };
}

const PROPERTIES: Readonly<Record<string, readonly string[]>> = {
  'AWS::ApiGatewayV2::Route': ['AuthorizationType', 'AuthorizerId', 'AuthorizationScopes', 'AuthorizationScopes.0'],
  'AWS::ApiGatewayV2::Authorizer': [
    ...['ApiId', 'AuthorizerType', 'AuthorizerUri', 'AuthorizerResultTtlInSeconds', 'AuthorizerPayloadFormatVersion'],
    ...['EnableSimpleResponses', 'IdentitySource', 'IdentitySource.0', 'IdentityValidationExpression', 'Name'],
    ...['AuthorizerCredentialsArn', 'JwtConfiguration', 'JwtConfiguration.Audience', 'JwtConfiguration.Issuer'],
  ],
  'AWS::Lambda::Function': ['Code', 'Handler', 'Environment', 'MemorySize', 'Layers'].concat(
    ['POLICIES', 'POOLS', 'ROUTES', 'MORE'].map((name) => `Environment.Variables.${name}`),
  ),
  'AWS::Lambda::Permission': ['Action', 'FunctionName', 'Principal', 'SourceArn', 'SourceAccount'],
  'AWS::Cognito::UserPool': [
    ...['LambdaConfig', 'LambdaConfig.PreTokenGeneration', 'LambdaConfig.PreTokenGenerationConfig'],
    ...['LambdaConfig.PreTokenGenerationConfig.LambdaVersion', 'LambdaConfig.PreTokenGenerationConfig.LambdaArn'],
  ],
};

const plain = fc.constantFrom<unknown>(
  ...['NONE', 'JWT', 'CUSTOM', 'AWS_IAM', 'V1_0', 'V3_0', 'index.handler', '', 'x', 0, 300, true, false],
  ...[{}, [], ['x'], { ZipFile: 'x' }, { Variables: {} }, undefined, { Ref: 'AWS::NoValue' }, { Ref: 'AWS::Region' }],
);
const value = fc.oneof(
  plain,
  fc.tuple(plain, plain).map(([yes, no]) => ({ 'Fn::If': ['C', yes ?? 'x', no ?? 'x'] })),
  fc.constantFrom<unknown>(
    { 'Fn::Join': ['', ['NO', 'NE']] },
    { 'Fn::Join': ['', ['J', 'WT']] },
    { 'Fn::Sub': 'NONE' },
    { 'Fn::Sub': ['${X}', { X: 'NONE' }] },
    { 'Fn::Select': [1, ['JWT', 'NONE']] },
    { 'Fn::ImportValue': 'elsewhere' },
  ),
);
const overrides = fc.array(fc.record({ target: fc.nat(99), property: fc.nat(99), value }), {
  minLength: 1,
  maxLength: 2,
});

function templateWith(stack: Stack, overrides: Parameters<typeof synthWithOverrides>[1]): Json {
  return synthWithOverrides(stack.node.root as App, overrides).getStackArtifact(stack.artifactId).template;
}

/** A value, if a condition holds or does not. */
function evaluate(rendered: any, holds: boolean): any {
  if (Array.isArray(rendered)) {
    return rendered.map((each) => evaluate(each, holds)).filter((each) => each !== undefined);
  }
  if (typeof rendered !== 'object' || rendered === null) return rendered;
  if (rendered.Ref === 'AWS::NoValue') return undefined;
  if (rendered['Fn::If']) return evaluate(rendered['Fn::If'][holds ? 1 : 2], holds);
  const entries = Object.entries(rendered).map(([name, each]) => [name, evaluate(each, holds)] as const);
  const result: Json = Object.fromEntries(entries.filter(([, each]) => each !== undefined));
  const { 'Fn::Join': joined, 'Fn::Sub': text, 'Fn::Select': selected } = result;
  if (joined?.[1]?.every((each: unknown) => typeof each === 'string')) return joined[1].join(joined[0]);
  if (typeof text === 'string' && !text.includes('${')) return text;
  if (Array.isArray(text)) return text[0].replace(/\$\{(\w+)\}/g, (_: string, name: string) => text[1][name]);
  return selected ? selected[1][selected[0]] : result;
}

/** What guards a route, of the properties of a resource that was created with others. */
function guardOf(type: string, properties: Json, created: Json): Json {
  switch (type) {
    case 'AWS::ApiGatewayV2::Authorizer':
      return { ...properties, Name: created.Name };
    case 'AWS::Lambda::Function': {
      const variables = properties.Environment?.Variables ?? {};
      const read = Object.keys(created.Environment.Variables).map((name) => variables[name]);
      return { code: properties.Code, handler: properties.Handler, read };
    }
    case 'AWS::Cognito::UserPool': {
      const { PreTokenGeneration, PreTokenGenerationConfig } = properties.LambdaConfig ?? {};
      return { PreTokenGeneration, PreTokenGenerationConfig };
    }
    default:
      return properties;
  }
}

/** Scopes may make a route without a policy narrower, but never another one wider. */
function isGuarded(type: string, before: Json, now: Json): boolean {
  if (type !== 'AWS::ApiGatewayV2::Route')
    return isDeepStrictEqual(guardOf(type, now, before), guardOf(type, before, before));
  const { AuthorizationType, AuthorizerId, AuthorizationScopes: scopes = [] } = now;
  const required = before.AuthorizationScopes ?? [];
  const hasScopes =
    required.length === 0 || (scopes.length > 0 && scopes.every((each: any) => required.includes(each)));
  return (
    AuthorizationType === before.AuthorizationType && isDeepStrictEqual(AuthorizerId, before.AuthorizerId) && hasScopes
  );
}

it('an override fails synthesis, or leaves every route guarded', { timeout: 600_000 }, () => {
  const { stack, targets } = make();
  const original = templateWith(stack, []);
  let accepted = 0;
  fc.assert(
    fc.property(overrides, (all) => {
      let template: Json;
      try {
        template = templateWith(
          stack,
          all.map((each) => {
            const target = targets[each.target % targets.length]!;
            const properties = PROPERTIES[target.cfnResourceType]!;
            return [target, properties[each.property % properties.length]!, each.value];
          }),
        );
      } catch (error) {
        expect(String(error)).not.toMatch(/TypeError|RangeError/);
        return;
      }
      accepted++;
      for (const { logicalId, cfnResourceType: type } of targets) {
        const id = stack.resolve(logicalId) as string;
        for (const holds of [true, false]) {
          const [before, now] = [original, template].map(({ Resources }) => evaluate(Resources[id].Properties, holds));
          expect(isGuarded(type, before, now), `${id}: ${JSON.stringify(now)}`).toBe(true);
        }
      }
    }),
    { numRuns: runsOr(process.env.LANE === 'latest' ? 200 : 2000), seed },
  );
  expect(accepted).toBeGreaterThan(0);
});
