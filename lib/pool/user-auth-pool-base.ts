import { ResourceEnvironment } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { aws_cognito } from 'aws-cdk-lib/interfaces';
import { Construct, IConstruct } from 'constructs';
import { isKnown } from '../checks/values';
import { connect, ConnectOptions } from './connect';
import { FrontEndConfig, FrontEndConfigOptions } from './front-end-config';
import { UserAuthPoolGrants } from './grants';

/**
 * A user pool, made by this library or imported. It can be given to any construct that takes a reference to a user pool.
 */
export interface IUserAuthPool extends IConstruct, aws_cognito.IUserPoolRef {
  /**
   * The id of the pool, such as `eu-west-1_Ab12Cd34E`.
   *
   * @attribute
   */
  readonly userPoolId: string;

  /**
   * The ARN of the pool.
   *
   * @attribute
   */
  readonly userPoolArn: string;

  /**
   * The issuer of the pool's tokens, which is the `iss` claim in them: `https://cognito-idp.REGION.amazonaws.com/POOL_ID`, with the
   * pool's own region.
   *
   * @attribute
   */
  readonly issuer: string;

  /** The app clients of the pool, those added later included: an authorizer accepts tokens that were given to one of them. */
  readonly userPoolClients: cognito.IUserPoolClient[];

  /**
   * The id of the default app client: of an imported pool, of the first one that is known. To ask for it where none is known is an error.
   *
   * @attribute
   */
  readonly userPoolClientId: string;

  /** The secret of the default app client, in Secrets Manager. To ask for it where there is none is an error. */
  readonly clientSecret: secretsmanager.ISecret;

  /**
   * The domain of the hosted sign-in pages, such as `my-app.auth.eu-west-1.amazoncognito.com`, where there is one.
   *
   * @attribute
   */
  readonly domainName?: string;

  /** Rights to call Cognito for this pool. */
  readonly grants: UserAuthPoolGrants;

  /**
   * Connects a function to the pool: environment variables and rights.
   *
   * @param fn the function
   * @param options what it gets
   */
  connect(fn: lambda.Function, options?: ConnectOptions): void;

  /**
   * The configuration that a front end needs.
   *
   * @param options whose configuration it is
   */
  frontEndConfig(options?: FrontEndConfigOptions): FrontEndConfig;

  /**
   * A metric of the pool.
   *
   * @param metricName its name in CloudWatch
   * @param options which client's, and how it is to be shown
   */
  metric(metricName: string, options?: UserAuthPoolMetricOptions): cloudwatch.Metric;

  /**
   * The number of successful sign-ups.
   *
   * @param options which client's, and how it is to be shown
   */
  metricSignUpSuccesses(options?: UserAuthPoolMetricOptions): cloudwatch.Metric;

  /**
   * The number of throttled sign-ups.
   *
   * @param options which client's, and how it is to be shown
   */
  metricSignUpThrottles(options?: UserAuthPoolMetricOptions): cloudwatch.Metric;

  /**
   * The number of successful sign-ins. With the statistic `Average` it is the share of those who tried.
   *
   * @param options which client's, and how it is to be shown
   */
  metricSignInSuccesses(options?: UserAuthPoolMetricOptions): cloudwatch.Metric;

  /**
   * The number of throttled sign-ins.
   *
   * @param options which client's, and how it is to be shown
   */
  metricSignInThrottles(options?: UserAuthPoolMetricOptions): cloudwatch.Metric;

  /**
   * The number of successful token refreshes.
   *
   * @param options which client's, and how it is to be shown
   */
  metricTokenRefreshSuccesses(options?: UserAuthPoolMetricOptions): cloudwatch.Metric;

  /**
   * The number of throttled token refreshes.
   *
   * @param options which client's, and how it is to be shown
   */
  metricTokenRefreshThrottles(options?: UserAuthPoolMetricOptions): cloudwatch.Metric;

  /**
   * The number of successful sign-ins through an identity provider. CloudWatch counts them for each provider: name it in `dimensionsMap`, as `IdentityProvider`.
   *
   * @param options which client's, and how it is to be shown
   */
  metricFederationSuccesses(options?: UserAuthPoolMetricOptions): cloudwatch.Metric;

  /**
   * The number of throttled sign-ins through an identity provider. CloudWatch counts them for each provider: name it in `dimensionsMap`, as `IdentityProvider`.
   *
   * @param options which client's, and how it is to be shown
   */
  metricFederationThrottles(options?: UserAuthPoolMetricOptions): cloudwatch.Metric;
}

/** Which client's metric, and how it is to be shown. */
export interface UserAuthPoolMetricOptions extends cloudwatch.MetricOptions {
  /**
   * The client that users signed in through.
   *
   * @default - the first client of the pool; calls of administrators, which CloudWatch counts under `Admin`, where there is none
   */
  readonly client?: aws_cognito.IUserPoolClientRef;
}

/** The issuer of a pool's tokens, as Cognito writes it. */
export function issuerOf(region: string, urlSuffix: string, userPoolId: string): string {
  return `https://cognito-idp.${region}.${urlSuffix}/${userPoolId}`;
}

/**
 * What a pool can do whether it is made here or imported.
 *
 * @internal
 */
export abstract class UserAuthPoolBase extends Construct implements IUserAuthPool {
  public abstract readonly userPoolId: string;
  public abstract readonly userPoolArn: string;
  public abstract readonly issuer: string;
  public abstract readonly userPoolClients: cognito.IUserPoolClient[];
  public abstract readonly userPoolClientId: string;
  public abstract readonly clientSecret: secretsmanager.ISecret;
  public abstract readonly domainName?: string;
  public abstract readonly env: ResourceEnvironment;

  /** Rights to call Cognito for this pool. */
  public readonly grants: UserAuthPoolGrants = UserAuthPoolGrants.fromUserPool(this, this);

  /** A reference to this pool. */
  public get userPoolRef(): aws_cognito.UserPoolReference {
    return { userPoolId: this.userPoolId, userPoolArn: this.userPoolArn };
  }

  /**
   * Connects a function to the pool: the environment variables `USER_POOL_ID`, `_ARN`, `_CLIENT_ID`, `_ISSUER`, `_REGION`, `_DOMAIN` where there is one and `_CLIENT_SECRET_ARN` where the client
   * has a secret, and rights. A function that is a hook of the pool gets the rights only, and reads the rest from its event: it can't wait for the pool that waits for it.
   *
   * @param fn the function
   * @param options what it gets
   */
  public connect(fn: lambda.Function, options: ConnectOptions = {}): void {
    connect(this, fn, options);
  }

  /**
   * The configuration that a front end needs, as values, stack outputs, a parameter, or for aws-amplify.
   *
   * @param options whose configuration it is
   */
  public frontEndConfig(options: FrontEndConfigOptions = {}): FrontEndConfig {
    return FrontEndConfig._of(this, options);
  }

  /**
   * The secret of the first client, where it has one.
   *
   * @internal
   */
  public abstract readonly _clientSecret?: secretsmanager.ISecret;

  /**
   * Whether Cognito calls a function, for this pool.
   *
   * @internal
   */
  public abstract _calls(fn: lambda.IFunction): boolean;

  /**
   * A metric of the pool, as the sum of five minutes.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/metrics-for-cognito-user-pools.html
   * @param metricName its name in CloudWatch
   * @param options which client's, and how it is to be shown
   */
  public metric(metricName: string, options: UserAuthPoolMetricOptions = {}): cloudwatch.Metric {
    const { client, ...rest } = options;
    const first = this.userPoolClients[0]?.userPoolClientId;
    return new cloudwatch.Metric({
      namespace: 'AWS/Cognito',
      metricName,
      statistic: cloudwatch.Stats.SUM,
      region: isKnown(this.env.region) ? this.env.region : undefined,
      account: isKnown(this.env.account) ? this.env.account : undefined,
      ...rest,
      dimensionsMap: {
        UserPool: this.userPoolId,
        UserPoolClient: client?.userPoolClientRef.clientId ?? first ?? 'Admin',
        ...rest.dimensionsMap,
      },
    }).attachTo(this);
  }

  /**
   * The number of successful sign-ups.
   *
   * @param options which client's, and how it is to be shown
   */
  public metricSignUpSuccesses(options?: UserAuthPoolMetricOptions): cloudwatch.Metric {
    return this.metric('SignUpSuccesses', options);
  }

  /**
   * The number of throttled sign-ups.
   *
   * @param options which client's, and how it is to be shown
   */
  public metricSignUpThrottles(options?: UserAuthPoolMetricOptions): cloudwatch.Metric {
    return this.metric('SignUpThrottles', options);
  }

  /**
   * The number of successful sign-ins. With the statistic `Average` it is the share of those who tried.
   *
   * @param options which client's, and how it is to be shown
   */
  public metricSignInSuccesses(options?: UserAuthPoolMetricOptions): cloudwatch.Metric {
    return this.metric('SignInSuccesses', options);
  }

  /**
   * The number of throttled sign-ins.
   *
   * @param options which client's, and how it is to be shown
   */
  public metricSignInThrottles(options?: UserAuthPoolMetricOptions): cloudwatch.Metric {
    return this.metric('SignInThrottles', options);
  }

  /**
   * The number of successful token refreshes.
   *
   * @param options which client's, and how it is to be shown
   */
  public metricTokenRefreshSuccesses(options?: UserAuthPoolMetricOptions): cloudwatch.Metric {
    return this.metric('TokenRefreshSuccesses', options);
  }

  /**
   * The number of throttled token refreshes.
   *
   * @param options which client's, and how it is to be shown
   */
  public metricTokenRefreshThrottles(options?: UserAuthPoolMetricOptions): cloudwatch.Metric {
    return this.metric('TokenRefreshThrottles', options);
  }

  /**
   * The number of successful sign-ins through an identity provider. CloudWatch counts them for each provider: name it in `dimensionsMap`, as `IdentityProvider`.
   *
   * @param options which client's, and how it is to be shown
   */
  public metricFederationSuccesses(options?: UserAuthPoolMetricOptions): cloudwatch.Metric {
    return this.metric('FederationSuccesses', options);
  }

  /**
   * The number of throttled sign-ins through an identity provider. CloudWatch counts them for each provider: name it in `dimensionsMap`, as `IdentityProvider`.
   *
   * @param options which client's, and how it is to be shown
   */
  public metricFederationThrottles(options?: UserAuthPoolMetricOptions): cloudwatch.Metric {
    return this.metric('FederationThrottles', options);
  }
}
