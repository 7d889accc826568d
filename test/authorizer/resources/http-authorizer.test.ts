import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { describe, expect, it } from 'vitest';
import { LambdaHttpApiAuthorizer } from '../../../lib';
import { refusalOf } from '../../support/policies';
import { newFunction, templateOf } from '../../support/synth';
import { AUTHORIZER, setUp } from '../support';

describe.each(['JWT', 'Lambda'])('of a %s authorizer', (type) => {
  const withOverride = (property: string, value: unknown) => {
    const { stack, authorizer, httpApi, fn } = setUp();
    const made =
      type === 'JWT' ? authorizer : new LambdaHttpApiAuthorizer(stack, 'Own', { handler: newFunction(stack, 'Judge') });
    made.addLambdaRoute(fn, { httpApi, path: '/a' });
    const resource = made.authorizerOf(httpApi).node.defaultChild as apigwv2.CfnAuthorizer;
    resource.addPropertyOverride(property, value);
    return stack;
  };

  it('no setting may change', () => {
    expect(refusalOf(withOverride('AuthorizerResultTtlInSeconds', 60))).toMatch(
      /AuthorizerResultTtlInSeconds of S\/Api\/UserAuth\/.* is 60: it was .*, and the authorizer may let in callers whom a route rejects, or nobody\./,
    );
  });

  it('but the name may', () => {
    const names = templateOf(withOverride('Name', 'mine')).findResources(AUTHORIZER, { Properties: { Name: 'mine' } });
    expect(Object.keys(names)).toHaveLength(1);
  });
});
