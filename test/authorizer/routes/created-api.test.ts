import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { expect, it } from 'vitest';
import { createdApiOf } from '../../../lib/authorizer/routes/created-api';
import { newStack } from '../../support/synth';

it('is in the construct that made it, which an import leads to if there is one', () => {
  const stack = newStack('S');
  const made = new apigwv2.HttpApi(stack, 'Api');
  const refer = (httpApiId: string) => apigwv2.HttpApi.fromHttpApiAttributes(stack, 'Referred', { httpApiId });
  expect(createdApiOf(made)).toBe(made);
  expect(createdApiOf(refer(made.apiId))).toBe(made);
  const { ref: httpApiId } = new apigwv2.CfnApi(stack, 'L1');
  for (const [id, of] of Object.entries({ OfL1: httpApiId, Other: 'abc' })) {
    const imported = apigwv2.HttpApi.fromHttpApiAttributes(stack, id, { httpApiId: of });
    expect(createdApiOf(imported)).toBe(imported);
  }
});
