/*
 * cdk-nag's packs over what guards routes. It loads the oldest aws-cdk-lib, so it runs in that lane only.
 */
import { App, Stack } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import {
  AwsSolutionsChecks,
  HIPAASecurityChecks,
  NIST80053R4Checks,
  NIST80053R5Checks,
  PCIDSS321Checks,
  ServerlessChecks,
} from 'cdk-nag';
import { Construct } from 'constructs';
import { expect, it } from 'vitest';
import { AccessPolicy, CognitoHttpApiAuthorizer, PolicyEnforcement, UserAuthPool } from '../../lib';
import { newFunction } from '../support/synth';

const PACKS = [
  AwsSolutionsChecks,
  HIPAASecurityChecks,
  NIST80053R4Checks,
  NIST80053R5Checks,
  PCIDSS321Checks,
  ServerlessChecks,
];

/** What stays as it is, and why. */
const ACCEPTED = {
  'AwsSolutions-COG2': 'MFA is offered to everybody; to require it is a decision about the users of an app',
  'AwsSolutions-COG8': 'the Plus plan costs money for each user',
  'AwsSolutions-IAM4': 'the right to write a log, as the CDK gives it to every function',
  'AwsSolutions-L1': 'Node.js 22 is supported for long, and runs on every aws-cdk-lib that this library does',
  LambdaLatestVersion: 'the same',
  IAMNoInlinePolicy: 'a role and its permissions are made, kept and removed together',
  LambdaConcurrency: 'a limit would turn users away',
  LambdaDLQ: 'Cognito and API Gateway wait for the answer, so there is nothing to put aside',
  LambdaInsideVPC: 'it needs nothing that is in a VPC',
  LambdaTracing: 'traces cost money for each sign-in or request; they can be switched on at the function',
};

/** The rules that a function, a role or an authorizer of this library's breaks, by what breaks them. */
function findings(make: (stack: Stack) => void): string[] {
  const app = new App();
  make(new Stack(app, 'Stack'));
  return PACKS.flatMap((Pack) => new Pack(app as Construct).validateScope(app).violations)
    .flatMap(({ ruleName, violatingResources }) =>
      violatingResources.map(({ constructPath }) => `${ruleName} ${constructPath}`),
    )
    .filter((finding) => /Pool|UserAuth/.test(finding))
    .sort();
}

const guard = (enforcement: PolicyEnforcement) => (stack: Stack) => {
  const userAuthPool = new UserAuthPool(stack, 'Pool');
  const authorizer = new CognitoHttpApiAuthorizer(stack, 'Authorizer', { userAuthPool, enforcement });
  const accessPolicy = AccessPolicy.anyOf(AccessPolicy.group('a'), AccessPolicy.client(userAuthPool.client));
  authorizer.addLambdaRoute(newFunction(stack, 'Fn'), {
    httpApi: new apigwv2.HttpApi(stack, 'Api'),
    path: '/a',
    accessPolicy,
  });
};
const isAccepted = (finding: string) =>
  Object.keys(ACCEPTED).some((rule) => finding.split(/[ [\]]/)[0]?.endsWith(rule));

it.each([
  ['in the token', PolicyEnforcement.inToken()],
  ['at the request', PolicyEnforcement.atRequest()],
])('cdk-nag finds only what is accepted in policies %s', (_, enforcement) => {
  expect(findings(guard(enforcement)).filter((finding) => !isAccepted(finding))).toEqual([]);
});

it('and what is accepted is still found', () => {
  const found = findings(guard(PolicyEnforcement.inToken()));
  for (const rule of Object.keys(ACCEPTED)) {
    expect(found).toContainEqual(expect.stringMatching(new RegExp(`${rule}[ [\\]]`)));
  }
});
