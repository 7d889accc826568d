import { Aws, CfnParameter, Lazy, Stack } from 'aws-cdk-lib';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import { describe, expect, it } from 'vitest';
import { Firewall, ManagedFirewallOptions, UserAuthPool } from '../../lib';
import { messageOf, newApp, newStack, only, templateOf, warningsOf } from '../support/synth';

const ASSOCIATION = 'AWS::WAFv2::WebACLAssociation';
const ARN = 'arn:aws:wafv2:eu-west-1:111111111111:regional/webacl/mine/a1b2';

const newWebAcl = (stack: Stack, scope = 'REGIONAL') =>
  new wafv2.CfnWebACL(stack, 'Acl', {
    scope,
    defaultAction: { allow: {} },
    visibilityConfig: { cloudWatchMetricsEnabled: true, metricName: 'acl', sampledRequestsEnabled: true },
  });
const byArn = (arn: string) => {
  const stack = newStack('S');
  new UserAuthPool(stack, 'Pool', { firewall: Firewall.fromWebAclArn(arn) });
  return stack;
};

describe('firewall', () => {
  it('is none by default', () => {
    const stack = newStack();
    const pool = new UserAuthPool(stack, 'Pool');
    templateOf(stack).resourceCountIs(ASSOCIATION, 0);
    expect(pool.webAclAssociation).toBeUndefined();
  });

  it('puts a web ACL of this app before the pool', () => {
    const stack = newStack();
    const pool = new UserAuthPool(stack, 'Pool', { firewall: Firewall.fromWebAcl(newWebAcl(stack)) });
    const template = templateOf(stack);
    expect(only(template, ASSOCIATION).properties).toEqual({
      ResourceArn: stack.resolve(pool.userPoolArn) as unknown,
      WebACLArn: { 'Fn::GetAtt': ['Acl', 'Arn'] },
    });
    expect(stack.resolve(pool.webAclAssociation?.logicalId)).toBe(only(template, ASSOCIATION).id);
    expect(warningsOf(stack)).toEqual([]);
  });

  it('puts a web ACL of another stack before the pool', () => {
    const app = newApp();
    const firewall = Firewall.fromWebAcl(newWebAcl(new Stack(app, 'Walls')));
    const stack = new Stack(app, 'Users');
    new UserAuthPool(stack, 'Pool', { firewall });
    expect(only(templateOf(stack), ASSOCIATION).properties.WebACLArn).toEqual({
      'Fn::ImportValue': expect.stringMatching(/^Walls:/),
    });
  });

  it.each([
    ARN,
    'arn:aws-cn:wafv2:cn-northwest-1:111111111111:regional/webacl/my-acl/a1b2',
    'arn:aws-us-gov:wafv2:us-gov-west-1:111111111111:regional/webacl/my_acl/a1b2',
  ])('puts %s before the pool', (arn) => {
    expect(only(templateOf(byArn(arn)), ASSOCIATION).properties.WebACLArn).toBe(arn);
  });

  it('rejects a web ACL of CloudFront', () => {
    const stack = newStack('S');
    const firewall = Firewall.fromWebAcl(newWebAcl(stack, 'CLOUDFRONT'));
    expect(messageOf(() => new UserAuthPool(stack, 'Pool', { firewall }))).toBe(
      'S/Pool has 1 problem:\n  1. firewall is a web ACL with the scope "CLOUDFRONT": AWS WAF accepts only regional web ACLs for a user pool, and would reject the association. ' +
        'Give a web ACL with the scope REGIONAL, in the region of the pool.',
    );
  });

  it.each([
    ARN.replace('regional', 'global'),
    ARN.replace('webacl', 'rulegroup'),
    ARN.replace('wafv2', 'waf'),
    ARN.replace('/a1b2', ''),
    'my-acl',
    '',
  ])('rejects the ARN "%s"', (arn) => {
    expect(messageOf(() => byArn(arn))).toBe(
      `S/Pool has 1 problem:\n  1. firewall is "${arn}": it is not the ARN of a regional web ACL of AWS WAF. ` +
        'Give a web ACL with the scope REGIONAL, in the region of the pool.',
    );
  });

  it('does not judge what only deployment will know', () => {
    const stack = newStack();
    const arn = new CfnParameter(stack, 'Arn').valueAsString;
    new UserAuthPool(stack, 'Pool', { firewall: Firewall.fromWebAclArn(arn) });
    expect(only(templateOf(stack), ASSOCIATION).properties.WebACLArn).toEqual({ Ref: 'Arn' });

    expect(() => byArn(`arn:${Aws.PARTITION}:wafv2:mine`)).not.toThrow();

    const scope = Lazy.string({ produce: () => 'REGIONAL' });
    const other = newStack();
    new UserAuthPool(other, 'Pool', { firewall: Firewall.fromWebAcl(newWebAcl(other, scope)) });
    templateOf(other).resourceCountIs(ASSOCIATION, 1);
  });
});

describe('a web ACL of another region', () => {
  const make = (region: string) => {
    const stack = newStack('S', { env: { region, account: '111111111111' } });
    const webAcl = 'arn:aws:wafv2:eu-west-1:111111111111:regional/webacl/acl/0123';
    return new UserAuthPool(stack, 'Pool', { firewall: Firewall.fromWebAclArn(webAcl) });
  };

  it('is rejected', () => {
    expect(messageOf(() => make('us-east-1'))).toMatch(
      /firewall is "arn:.*": AWS WAF accepts only web ACLs in the region of the pool, which is us-east-1\./,
    );
  });

  it('is none where the pool is in that region', () => {
    expect(() => make('eu-west-1')).not.toThrow();
  });
});

describe('a managed firewall', () => {
  const make = (options: ManagedFirewallOptions = {}) => {
    const stack = newStack('S');
    new UserAuthPool(stack, 'Pool', { firewall: Firewall.managed(options) });
    return stack;
  };
  const rules = (stack: Stack) =>
    only(templateOf(stack), 'AWS::WAFv2::WebACL').properties.Rules as Record<string, any>[];

  it('is a regional web ACL that the pool is associated with', () => {
    const stack = make();
    const { id, properties } = only(templateOf(stack), 'AWS::WAFv2::WebACL');
    expect(properties).toMatchObject({ Scope: 'REGIONAL', DefaultAction: { Allow: {} } });
    expect(only(templateOf(stack), ASSOCIATION).properties.WebACLArn).toEqual({ 'Fn::GetAtt': [id, 'Arn'] });
    expect(warningsOf(stack)).toEqual([]);
  });

  it('has rules of AWS and a limit for each IP address, in order', () => {
    expect(rules(make()).map(({ Name, Priority }) => [Priority, Name])).toEqual([
      [0, 'AWSManagedRulesAmazonIpReputationList'],
      [1, 'AWSManagedRulesCommonRuleSet'],
      [2, 'RateLimit'],
    ]);
    const [reputation, common, limit] = rules(make({ rateLimit: 10 }));
    expect(common!.Statement.ManagedRuleGroupStatement.RuleActionOverrides).toEqual(
      ['GenericRFI_QUERYARGUMENTS', 'NoUserAgent_HEADER', 'SizeRestrictions_BODY', 'SizeRestrictions_QUERYSTRING'].map(
        (Name) => ({ Name, ActionToUse: { Count: {} } }),
      ),
    );
    expect(reputation!.Statement.ManagedRuleGroupStatement).not.toHaveProperty('RuleActionOverrides');
    expect(limit).toMatchObject({
      Action: { Block: {} },
      Statement: { RateBasedStatement: { Limit: 10, AggregateKeyType: 'IP' } },
    });
  });

  it('logs what it blocks or counts, without secrets', () => {
    const stack = newStack('S');
    const logGroup = new logs.LogGroup(stack, 'Log', { logGroupName: 'aws-waf-logs-users' });
    new UserAuthPool(stack, 'Pool', { firewall: Firewall.managed({ logGroup }) });
    const template = templateOf(stack);
    const { id } = only(template, 'AWS::WAFv2::WebACL');
    const { properties } = only(template, 'AWS::WAFv2::LoggingConfiguration');
    expect(properties).toMatchObject({
      ResourceArn: { 'Fn::GetAtt': [id, 'Arn'] },
      RedactedFields: [
        { SingleHeader: { Name: 'authorization' } },
        { SingleHeader: { Name: 'cookie' } },
        { QueryString: {} },
      ],
      LoggingFilter: {
        DefaultBehavior: 'DROP',
        Filters: [{ Behavior: 'KEEP', Conditions: [{ ActionCondition: { Action: 'BLOCK' } }, expect.anything()] }],
      },
    });
    expect(JSON.stringify(properties.LogDestinationConfigs)).not.toContain(':*');
  });

  it.each<[string, (stack: Stack) => logs.ILogGroup]>([
    ['"users"', (stack) => new logs.LogGroup(stack, 'Log', { logGroupName: 'users' })],
    ['without a name of its own', (stack) => new logs.LogGroup(stack, 'Log')],
    ['"users"', (stack) => logs.LogGroup.fromLogGroupName(stack, 'Log', 'users')],
  ])('rejects a log group that AWS WAF would: %s', (given, logGroupOf) => {
    const stack = newStack('S');
    const firewall = Firewall.managed({ logGroup: logGroupOf(stack) });
    expect(messageOf(() => new UserAuthPool(stack, 'Pool', { firewall }))).toContain(
      `firewall.logGroup is ${given}: AWS WAF writes only to log groups whose names start with aws-waf-logs-.`,
    );
  });

  it('does not judge the name of a log group that only deployment will know', () => {
    const stack = newStack('S');
    const logGroup = logs.LogGroup.fromLogGroupName(stack, 'Log', new CfnParameter(stack, 'Name').valueAsString);
    expect(() => new UserAuthPool(stack, 'Pool', { firewall: Firewall.managed({ logGroup }) })).not.toThrow();
  });

  it.each([9, 10.5, 2_000_000_001])('rejects a limit of %d', (rateLimit) => {
    expect(messageOf(() => make({ rateLimit }))).toContain(
      `firewall.rateLimit is ${rateLimit}: AWS WAF accepts only whole numbers from 10 to 2000000000, and would reject the web ACL.`,
    );
  });
});
