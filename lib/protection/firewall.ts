import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import { aws_wafv2 } from 'aws-cdk-lib/interfaces';
import { Construct } from 'constructs';
import { checkArgument } from '../checks/check-struct';
import { Problems } from '../checks/problems';
import { isKnown, show } from '../checks/values';

/**
 * An AWS WAF web ACL that inspects requests to the user pool.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-waf.html
 */
export class Firewall {
  /**
   * Uses a web ACL that is defined in this app.
   *
   * @param webAcl the web ACL, which must have the scope REGIONAL and be in the region of the pool
   */
  public static fromWebAcl(webAcl: aws_wafv2.IWebACLRef): Firewall {
    checkArgument('Firewall.fromWebAcl()', 'webAcl', 'IWebACLRef', webAcl);
    const { webAclArn } = webAcl.webAclRef;
    return new Firewall(webAclArn, webAcl instanceof wafv2.CfnWebACL ? webAcl.scope : undefined);
  }

  /**
   * Uses an existing web ACL.
   *
   * @param webAclArn the ARN of the web ACL, which must have the scope REGIONAL and be in the region of the pool
   */
  public static fromWebAclArn(webAclArn: string): Firewall {
    return new Firewall(webAclArn, undefined);
  }

  private constructor(
    /** @internal */
    public readonly _arn: string,
    private readonly scope?: string,
  ) {}

  /** @internal */
  public _check(problems: Problems, region: string): void {
    const where = 'firewall';
    const remedy = 'Give a web ACL with the scope REGIONAL, in the region of the pool';
    if (isKnown(this.scope) && this.scope !== 'REGIONAL') {
      const outcome = 'AWS WAF accepts only regional web ACLs for a user pool and rejects the association';
      problems.add({ where, given: `a web ACL with the scope ${show(this.scope)}`, outcome, remedy });
    }
    if (!isKnown(this._arn)) return;
    if (!/^arn:[\w-]+:wafv2:[\w-]+:\d{12}:regional\/webacl\/[^/]+\/[^/]+$/.test(this._arn)) {
      problems.add({
        where,
        given: show(this._arn),
        outcome: 'it is not the ARN of a regional web ACL of AWS WAF',
        remedy,
      });
    } else if (isKnown(region) && this._arn.split(':')[3] !== region) {
      const outcome = `AWS WAF accepts only web ACLs in the region of the pool, which is ${region}`;
      problems.add({ where, given: show(this._arn), outcome, remedy });
    }
  }
}

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
    webAclArn: firewall._arn,
  });
}
