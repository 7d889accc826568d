/*
 * cdk-nag's packs over what this library makes. It loads the oldest aws-cdk-lib, so it runs in that lane only.
 */
import { App, Stack } from 'aws-cdk-lib';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import {
  AwsSolutionsChecks,
  HIPAASecurityChecks,
  NIST80053R4Checks,
  NIST80053R5Checks,
  PCIDSS321Checks,
  ServerlessChecks,
} from 'cdk-nag';
import { Construct } from 'constructs';
import { describe, expect, it } from 'vitest';
import {
  CognitoHttpApiAuthorizer,
  Firewall,
  MfaStatus,
  UserAuthPool,
  UserAuthPoolProps,
  UserVerificationType,
} from '../lib';
import { everything } from './support/everything';
import { newFunction } from './support/synth';

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
  IAMNoInlinePolicy:
    'a role and its only permission are made, kept and removed together; permissions of a hook stand beside its role',
};

/** The same, for what only clients with a secret and functions of the library's own have. */
const ACCEPTED_OF_MORE = {
  'AwsSolutions-SMG4':
    'to rotate the secret of a client needs a function that may change clients, and an application that takes two',
  SecretsManagerRotationEnabled: 'the same',
  SecretsManagerUsingKMSKey:
    'the key of Secrets Manager encrypts it; one of its own costs money, and every reader a right more',
  '/AWSLambdaBasicExecutionRole]': 'a function writes its log, and the policy lets it do nothing else',
  'AwsSolutions-L1': 'the functions are built for the Node.js that they are tested on',
  LambdaLatestVersion: 'the same',
  LambdaConcurrency: 'a limit would turn users away whom the rest of the account leaves room for',
  LambdaDLQ: 'who calls them waits for the answer, so nothing is left to put into a queue',
  LambdaInsideVPC: 'they talk to Cognito, Lambda and Systems Manager only, which are outside',
  LambdaTracing: 'it costs money for each request',
};

/** The rules that something of this library's breaks, by what breaks them. */
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

const isAccepted = (finding: string, accepted: object = ACCEPTED) =>
  Object.keys(accepted).some((rule) => finding.split(' ')[0]?.endsWith(rule) ?? false);

describe('cdk-nag finds only what is accepted', () => {
  it('in a pool with no props', () => {
    expect(findings((stack) => new UserAuthPool(stack, 'Pool'))).toEqual([
      'AwsSolutions-COG2 Stack/Pool/Default/Resource',
      'AwsSolutions-COG8 Stack/Pool/Default/Resource',
    ]);
  });

  describe('in a pool that has everything, clients of all kinds, providers, pages, groups, connections and policies', () => {
    const found = findings(everything);

    it('nothing of Cognito at all', () => {
      expect(found.filter((finding) => finding.includes('COG'))).toEqual([]);
    });

    it('only what is accepted of it', () => {
      const accepted = { ...ACCEPTED, ...ACCEPTED_OF_MORE };
      expect(found.filter((finding) => !isAccepted(finding, accepted))).toEqual([]);
    });

    it.each(Object.keys(ACCEPTED_OF_MORE))('%s, which is still found, and in nothing else', (rule) => {
      const of = found.filter((finding) => isAccepted(finding, { [rule]: '' }));
      expect(of).not.toEqual([]);
      for (const finding of of) {
        expect(finding).toMatch(/ Stack\/(Pool\/(Server|Job)\/Secret|Pool\/PolicyHook|Api\/UserAuth\/AtRequest)\//);
      }
    });
  });

  it('nothing in the pool for staff of docs/protection.md', () => {
    const staff = (stack: Stack): UserAuthPoolProps => ({
      allowOnlyAdminsToCreateAccount: true,
      mfaConfiguration: { status: MfaStatus.ON },
      featurePlan: cognito.FeaturePlan.PLUS,
      threatProtection: {},
      firewall: Firewall.managed({ logGroup: new LogGroup(stack, 'Log', { logGroupName: 'aws-waf-logs-staff' }) }),
    });
    expect(findings((stack) => new UserAuthPool(stack, 'Pool', staff(stack)))).toEqual([]);
  });

  it('in a pool that sends text messages, and on an API', () => {
    const found = findings((stack) => {
      const userAuthPool = new UserAuthPool(stack, 'Pool', { userVerificationType: UserVerificationType.SMS });
      const authorizer = new CognitoHttpApiAuthorizer(stack, 'Authorizer', { userAuthPool });
      authorizer.addLambdaRoute(newFunction(stack, 'Function'), { httpApi: new HttpApi(stack, 'Api'), path: '/a' });
    });
    expect(found.filter((finding) => !isAccepted(finding))).toEqual([]);
  });

  it('and what is accepted is still found', () => {
    const found = findings(
      (stack) => new UserAuthPool(stack, 'Pool', { userVerificationType: UserVerificationType.SMS }),
    );
    for (const rule of Object.keys(ACCEPTED)) {
      expect(found).toContainEqual(expect.stringMatching(new RegExp(`${rule} `)));
    }
  });
});
