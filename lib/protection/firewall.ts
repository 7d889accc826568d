import { Stack } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import * as logs from 'aws-cdk-lib/aws-logs';
import { aws_logs, aws_wafv2 } from 'aws-cdk-lib/interfaces';
import { Construct } from 'constructs';
import { regionOfArn } from '../base/region-of-arn';
import { resourceOf } from '../base/resource-of';
import { checkArgument, checkStruct } from '../checks/check-struct';
import { Problems } from '../checks/problems';
import { checkInteger, isKnown, show } from '../checks/values';
import { arnOfLogGroup } from './log-delivery';

/** AWS WAF writes to no other log groups. */
const LOG_PREFIX = 'aws-waf-logs-';

/** Options for a web ACL that the library creates. */
export interface ManagedFirewallOptions {
  /**
   * How many requests one IP address may send to the pool in 5 minutes: a whole number from 10 to 2,000,000,000. Any
   * other value fails synthesis. People behind one network address share it.
   *
   * @see https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-type-rate-based.html
   * @default 1000
   */
  readonly rateLimit?: number;

  /**
   * The log group for requests that the web ACL has blocked or counted. AWS WAF requires a name that starts with
   * `aws-waf-logs-`; any other name fails synthesis. The query string and the headers `authorization` and `cookie`
   * are left out.
   *
   * @see https://docs.aws.amazon.com/waf/latest/developerguide/logging-cw-logs.html
   * @default - requests are not logged; AWS WAF has samples, and CloudWatch metrics
   */
  readonly logGroup?: aws_logs.ILogGroupRef;
}

/**
 * An AWS WAF web ACL that inspects requests to the user pool.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-waf.html
 * @example
 * new UserAuthPool(this, 'Pool', { firewall: Firewall.managed({ rateLimit: 500 }) });
 */
export abstract class Firewall {
  /**
   * Creates a web ACL with the core rule set of AWS, its list of IP addresses with a bad reputation, and a limit of
   * requests for each IP address. AWS WAF charges for the web ACL, for each of its three rules, and for requests.
   *
   * Four core rules only count, because they would stop what apps do: `GenericRFI_QUERYARGUMENTS`, since redirect URLs
   * in development have IP addresses; `NoUserAgent_HEADER`, since many servers that exchange tokens send no user agent;
   * `SizeRestrictions_BODY`, since SAML responses may have more than 8 KB; and `SizeRestrictions_QUERYSTRING`, since
   * OAuth requests may have more than 2 KB. Account takeover prevention of AWS WAF is not available for user pools; use
   * `threatProtection`.
   *
   * @see https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-baseline.html
   * @param options the limit of requests, and their log
   */
  public static managed(options: ManagedFirewallOptions = {}): Firewall {
    checkStruct('Firewall.managed()', 'ManagedFirewallOptions', options);
    return new ManagedFirewall(options);
  }

  /**
   * Uses a web ACL that is defined in this app.
   *
   * @param webAcl the web ACL, which must have the scope REGIONAL and be in the region of the pool; synthesis fails if
   * it is known to have another scope
   */
  public static fromWebAcl(webAcl: aws_wafv2.IWebACLRef): Firewall {
    checkArgument('Firewall.fromWebAcl()', 'webAcl', 'IWebACLRef', webAcl);
    const { webAclArn } = webAcl.webAclRef;
    return new ExistingFirewall(webAclArn, webAcl instanceof wafv2.CfnWebACL ? webAcl.scope : undefined);
  }

  /**
   * Uses an existing web ACL.
   *
   * @param webAclArn the ARN of the web ACL, which must have the scope REGIONAL and be in the region of the pool;
   * otherwise synthesis fails
   */
  public static fromWebAclArn(webAclArn: string): Firewall {
    checkArgument('Firewall.fromWebAclArn()', 'webAclArn', 'string', webAclArn);
    return new ExistingFirewall(webAclArn, undefined);
  }

  /** @internal */
  public abstract _check(problems: Problems, region: string): void;

  /**
   * The ARN of the web ACL, which is created if there is none.
   *
   * @internal
   */
  public abstract _bind(scope: Construct): string;
}

class ExistingFirewall extends Firewall {
  constructor(
    private readonly arn: string,
    private readonly scope?: string,
  ) {
    super();
  }

  public _check(problems: Problems, region: string): void {
    const where = 'firewall';
    const remedy = 'Give a web ACL with the scope REGIONAL, in the region of the pool';
    if (isKnown(this.scope) && this.scope !== 'REGIONAL') {
      const outcome = 'AWS WAF accepts only regional web ACLs for a user pool, and would reject the association';
      problems.add({ where, given: `a web ACL with the scope ${show(this.scope)}`, outcome, remedy });
    }
    if (!isKnown(this.arn)) return;
    if (!/^arn:[\w-]+:wafv2:[\w-]+:\d{12}:regional\/webacl\/[^/]+\/[^/]+$/.test(this.arn)) {
      problems.add({
        where,
        given: show(this.arn),
        outcome: 'it is not the ARN of a regional web ACL of AWS WAF',
        remedy,
      });
    } else if (isKnown(region) && regionOfArn(this.arn) !== region) {
      const outcome = `AWS WAF accepts only web ACLs in the region of the pool, which is ${region}`;
      problems.add({ where, given: show(this.arn), outcome, remedy });
    }
  }

  public _bind(): string {
    return this.arn;
  }
}

class ManagedFirewall extends Firewall {
  constructor(private readonly options: ManagedFirewallOptions) {
    super();
  }

  public _check(problems: Problems): void {
    checkInteger(problems, 'firewall.rateLimit', this.options.rateLimit, [10, 2_000_000_000], {
      outcome: 'AWS WAF accepts only whole numbers from 10 to 2000000000, and would reject the web ACL',
      remedy: 'Give a number in that range, or omit it for 1000',
    });
    const { logGroup } = this.options;
    const name = logGroup && nameOf(logGroup);
    if (!logGroup || (typeof name === 'string' ? name.startsWith(LOG_PREFIX) : name !== undefined)) return;
    problems.add({
      where: 'firewall.logGroup',
      given: name === undefined ? 'without a name of its own' : show(name),
      outcome: `AWS WAF writes only to log groups whose names start with ${LOG_PREFIX}`,
      remedy: `Give the log group such a name: logGroupName: '${LOG_PREFIX}users'`,
    });
  }

  public _bind(scope: Construct): string {
    const rules = [
      managedRule('AWSManagedRulesAmazonIpReputationList'),
      managedRule('AWSManagedRulesCommonRuleSet', ...COUNTED),
      {
        name: 'RateLimit',
        action: { block: {} },
        statement: { rateBasedStatement: { limit: this.options.rateLimit ?? 1000, aggregateKeyType: 'IP' } },
      },
    ];
    const webAcl = new wafv2.CfnWebACL(scope, 'WebAcl', {
      scope: 'REGIONAL',
      description: `Inspects requests to ${scope.node.path}`.replace(/[^\w+=:#@/,. -]/g, '-').slice(0, 256),
      defaultAction: { allow: {} },
      visibilityConfig: visibility('WebAcl'),
      rules: rules.map((rule, priority) => ({ ...rule, priority, visibilityConfig: visibility(rule.name) })),
    });
    this.log(scope, webAcl);
    return webAcl.attrArn;
  }

  private log(scope: Construct, webAcl: wafv2.CfnWebACL): void {
    const { logGroup } = this.options;
    if (!logGroup) return;
    new wafv2.CfnLoggingConfiguration(scope, 'WebAclLog', {
      resourceArn: webAcl.attrArn,
      logDestinationConfigs: [arnOfLogGroup(scope, logGroup)],
      // The query of a hosted page may have a code, of a confirmation or of an identity provider.
      redactedFields: [...['authorization', 'cookie'].map((Name) => ({ singleHeader: { Name } })), { queryString: {} }],
      loggingFilter: {
        DefaultBehavior: 'DROP',
        Filters: [
          {
            Behavior: 'KEEP',
            Requirement: 'MEETS_ANY',
            Conditions: ['BLOCK', 'COUNT'].map((Action) => ({ ActionCondition: { Action } })),
          },
        ],
      },
    });
  }
}

/** The name of a log group as it is in the template. Undefined if CloudFormation generates it. */
function nameOf(logGroup: aws_logs.ILogGroupRef): unknown {
  const { logGroupName } = resourceOf(logGroup, logs.CfnLogGroup) ?? logGroup.logGroupRef;
  return Stack.of(logGroup).resolve(logGroupName) as unknown;
}

/** Core rules that only count: see `Firewall.managed()`. */
const COUNTED = [
  'GenericRFI_QUERYARGUMENTS',
  'NoUserAgent_HEADER',
  'SizeRestrictions_BODY',
  'SizeRestrictions_QUERYSTRING',
];

/** A rule group of AWS, of which some rules only count. */
const managedRule = (name: string, ...counted: string[]) => ({
  name,
  overrideAction: { none: {} },
  statement: {
    managedRuleGroupStatement: {
      vendorName: 'AWS',
      name,
      ruleActionOverrides:
        counted.length > 0 ? counted.map((rule) => ({ name: rule, actionToUse: { count: {} } })) : undefined,
    },
  },
});

/** Samples have no personal data: Cognito does not pass it on to AWS WAF. */
const visibility = (metricName: string) => ({
  cloudWatchMetricsEnabled: true,
  sampledRequestsEnabled: true,
  metricName,
});

/** @internal */
export interface FirewallProps {
  /**
   * The AWS WAF web ACL that inspects requests to the pool. A web ACL with the scope CLOUDFRONT fails synthesis.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-waf.html
   * @default - none
   */
  readonly firewall?: Firewall;
}

export function checkFirewall({ firewall }: FirewallProps, problems: Problems, region: string): void {
  firewall?._check(problems, region);
}

export function makeFirewall(
  scope: Construct,
  userPool: cognito.UserPool,
  { firewall }: FirewallProps,
): wafv2.CfnWebACLAssociation | undefined {
  if (!firewall) return undefined;
  return new wafv2.CfnWebACLAssociation(scope, 'Firewall', {
    resourceArn: userPool.userPoolArn,
    webAclArn: firewall._bind(scope),
  });
}
