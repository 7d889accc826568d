import { ResourceEnvironment } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { aws_cognito } from 'aws-cdk-lib/interfaces';
import { Construct, IConstruct } from 'constructs';
import { checkStruct } from '../checks/check-struct';
import { isKnown } from '../checks/values';
import { connect, ConnectOptions, DefaultClient } from './connect';
import { FrontEndConfig, FrontEndConfigOptions } from './front-end-config';
import { issuerOf, IssuerType } from './issuer';
import { UserAuthPoolGrants } from '../grants/grants';

/**
 * A user pool, created by this library or imported. It can be passed wherever a reference to a user pool is expected.
 */
export interface IUserAuthPool extends IConstruct, aws_cognito.IUserPoolRef {
  /**
   * The ID of the pool, such as `eu-west-1_Ab12Cd34E`.
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
   * The issuer of the pool's tokens, which is their `iss` claim: `https://cognito-idp.REGION.amazonaws.com/POOL_ID`,
   * with the region of the pool, or `https://issuer-cognito-idp...` with `IssuerType.UPDATED`.
   *
   * @attribute
   */
  readonly issuer: string;

  /** How tokens name the pool. */
  readonly issuerType: IssuerType;

  /**
   * The app clients of the pool, including those added later; of an imported pool, those named. An authorizer accepts
   * tokens issued to any of them; if an imported pool names none, those of the clients that the app creates for it.
   */
  readonly userPoolClients: cognito.IUserPoolClient[];

  /**
   * The ID of the default app client; of an imported pool, of the first client named. Throws if there is none.
   *
   * @attribute
   */
  readonly userPoolClientId: string;

  /** The secret of the default app client, in Secrets Manager. Throws if there is none. */
  readonly clientSecret: secretsmanager.ISecret;

  /**
   * The domain of the hosted sign-in pages, such as `my-app.auth.eu-west-1.amazoncognito.com`, if there is one.
   *
   * @attribute
   */
  readonly domainName?: string;

  /** Grants permissions on the pool. */
  readonly grants: UserAuthPoolGrants;

  /**
   * Gives a function the environment variables and permissions that it needs to use the pool.
   *
   * @param fn the function
   * @param options the permissions, the client and the prefix of the variables
   */
  connect(fn: lambda.Function, options?: ConnectOptions): void;

  /**
   * Returns the configuration that a front end needs.
   *
   * @param options the client to return it for
   */
  frontEndConfig(options?: FrontEndConfigOptions): FrontEndConfig;

  /**
   * Returns a metric of one client of the pool: `client`, or else the pool's first one.
   *
   * @param metricName the name of the metric in CloudWatch
   * @param options the client, and options of the metric
   */
  metric(metricName: string, options?: UserAuthPoolMetricOptions): cloudwatch.Metric;

  /**
   * The number of successful sign-ups through one client: `client`, or else the pool's first one.
   *
   * @param options the client, and options of the metric
   */
  metricSignUpSuccesses(options?: UserAuthPoolMetricOptions): cloudwatch.Metric;

  /**
   * The number of throttled sign-ups through one client: `client`, or else the pool's first one.
   *
   * @param options the client, and options of the metric
   */
  metricSignUpThrottles(options?: UserAuthPoolMetricOptions): cloudwatch.Metric;

  /**
   * The number of successful sign-ins through one client: `client`, or else the pool's first one. With the
   * statistic `Average`, it is the proportion of sign-ins that succeed.
   *
   * @param options the client, and options of the metric
   */
  metricSignInSuccesses(options?: UserAuthPoolMetricOptions): cloudwatch.Metric;

  /**
   * The number of throttled sign-ins through one client: `client`, or else the pool's first one.
   *
   * @param options the client, and options of the metric
   */
  metricSignInThrottles(options?: UserAuthPoolMetricOptions): cloudwatch.Metric;

  /**
   * The number of successful token refreshes through one client: `client`, or else the pool's first one.
   *
   * @param options the client, and options of the metric
   */
  metricTokenRefreshSuccesses(options?: UserAuthPoolMetricOptions): cloudwatch.Metric;

  /**
   * The number of throttled token refreshes through one client: `client`, or else the pool's first one.
   *
   * @param options the client, and options of the metric
   */
  metricTokenRefreshThrottles(options?: UserAuthPoolMetricOptions): cloudwatch.Metric;

  /**
   * The number of successful sign-ins through an identity provider and one client: `client`, or else the pool's first
   * one. CloudWatch counts them by provider: set the dimension `IdentityProvider` in `dimensionsMap`.
   *
   * @param options the client, and options of the metric
   */
  metricFederationSuccesses(options?: UserAuthPoolMetricOptions): cloudwatch.Metric;

  /**
   * The number of throttled sign-ins through an identity provider and one client: `client`, or else the pool's first
   * one. CloudWatch counts them by provider: set the dimension `IdentityProvider` in `dimensionsMap`.
   *
   * @param options the client, and options of the metric
   */
  metricFederationThrottles(options?: UserAuthPoolMetricOptions): cloudwatch.Metric;
}

/** Options for a metric of a user pool, which CloudWatch counts by client. */
export interface UserAuthPoolMetricOptions extends cloudwatch.MetricOptions {
  /**
   * The client that the metric is for.
   *
   * @default - the first client of the pool; if there is none, `Admin`, under which CloudWatch counts calls by
   * administrators
   */
  readonly client?: aws_cognito.IUserPoolClientRef;
}

/**
 * The base class of created and imported pools.
 *
 * @internal
 */
export abstract class UserAuthPoolBase extends Construct implements IUserAuthPool {
  public abstract readonly userPoolId: string;
  public abstract readonly userPoolArn: string;
  public abstract readonly issuerType: IssuerType;
  public abstract readonly userPoolClients: cognito.IUserPoolClient[];
  public abstract readonly userPoolClientId: string;
  public abstract readonly clientSecret: secretsmanager.ISecret;
  public abstract readonly domainName?: string;
  public abstract readonly env: ResourceEnvironment;

  /** Grants permissions on the pool. */
  public readonly grants: UserAuthPoolGrants = UserAuthPoolGrants.fromUserPool(this, this);

  /**
   * The issuer of the pool's tokens, which is their `iss` claim.
   *
   * @attribute
   */
  public get issuer(): string {
    return issuerOf(this.issuerType, this.env.region, this.userPoolId);
  }

  /** A reference to this pool. */
  public get userPoolRef(): aws_cognito.UserPoolReference {
    return { userPoolId: this.userPoolId, userPoolArn: this.userPoolArn };
  }

  /**
   * Gives a function permissions and, by default, the environment variables `USER_POOL_ID`, `USER_POOL_ARN`,
   * `USER_POOL_ISSUER` and `USER_POOL_REGION`, and `USER_POOL_CLIENT_ID`, `USER_POOL_DOMAIN` and
   * `USER_POOL_CLIENT_SECRET_ARN` if there are such. A hook of the pool gets only the permissions, since variables
   * would create a circular dependency; it reads the ID of the pool from its event.
   *
   * @param fn the function
   * @param options the permissions, the client and the prefix of the variables
   */
  public connect(fn: lambda.Function, options: ConnectOptions = {}): void {
    connect(this, fn, options);
  }

  /**
   * Returns the configuration that a front end needs: as values, stack outputs, a parameter, or for aws-amplify.
   *
   * @param options the client to return it for
   */
  public frontEndConfig(options: FrontEndConfigOptions = {}): FrontEndConfig {
    return FrontEndConfig._of(this, options);
  }

  /**
   * The client that is meant if none is named.
   *
   * @internal
   */
  public abstract readonly _defaultClient?: DefaultClient;

  /**
   * Whether the pool is an import that names its clients, even if it names none.
   *
   * @internal
   */
  public readonly _namesClients: boolean = false;

  /**
   * Whether a function is a hook of this pool.
   *
   * @internal
   */
  public abstract _hasHook(fn: lambda.IFunction): boolean;

  /**
   * Returns a metric of one client of the pool: `client`, or else the pool's first one. By default, it is a sum over
   * five minutes.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/metrics-for-cognito-user-pools.html
   * @param metricName the name of the metric in CloudWatch
   * @param options the client, and options of the metric
   */
  public metric(metricName: string, options: UserAuthPoolMetricOptions = {}): cloudwatch.Metric {
    checkStruct(this, 'UserAuthPoolMetricOptions', options);
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
   * The number of successful sign-ups through one client: `client`, or else the pool's first one.
   *
   * @param options the client, and options of the metric
   */
  public metricSignUpSuccesses(options?: UserAuthPoolMetricOptions): cloudwatch.Metric {
    return this.metric('SignUpSuccesses', options);
  }

  /**
   * The number of throttled sign-ups through one client: `client`, or else the pool's first one.
   *
   * @param options the client, and options of the metric
   */
  public metricSignUpThrottles(options?: UserAuthPoolMetricOptions): cloudwatch.Metric {
    return this.metric('SignUpThrottles', options);
  }

  /**
   * The number of successful sign-ins through one client: `client`, or else the pool's first one. With the
   * statistic `Average`, it is the proportion of sign-ins that succeed.
   *
   * @param options the client, and options of the metric
   */
  public metricSignInSuccesses(options?: UserAuthPoolMetricOptions): cloudwatch.Metric {
    return this.metric('SignInSuccesses', options);
  }

  /**
   * The number of throttled sign-ins through one client: `client`, or else the pool's first one.
   *
   * @param options the client, and options of the metric
   */
  public metricSignInThrottles(options?: UserAuthPoolMetricOptions): cloudwatch.Metric {
    return this.metric('SignInThrottles', options);
  }

  /**
   * The number of successful token refreshes through one client: `client`, or else the pool's first one.
   *
   * @param options the client, and options of the metric
   */
  public metricTokenRefreshSuccesses(options?: UserAuthPoolMetricOptions): cloudwatch.Metric {
    return this.metric('TokenRefreshSuccesses', options);
  }

  /**
   * The number of throttled token refreshes through one client: `client`, or else the pool's first one.
   *
   * @param options the client, and options of the metric
   */
  public metricTokenRefreshThrottles(options?: UserAuthPoolMetricOptions): cloudwatch.Metric {
    return this.metric('TokenRefreshThrottles', options);
  }

  /**
   * The number of successful sign-ins through an identity provider and one client: `client`, or else the pool's first
   * one. CloudWatch counts them by provider: set the dimension `IdentityProvider` in `dimensionsMap`.
   *
   * @param options the client, and options of the metric
   */
  public metricFederationSuccesses(options?: UserAuthPoolMetricOptions): cloudwatch.Metric {
    return this.metric('FederationSuccesses', options);
  }

  /**
   * The number of throttled sign-ins through an identity provider and one client: `client`, or else the pool's first
   * one. CloudWatch counts them by provider: set the dimension `IdentityProvider` in `dimensionsMap`.
   *
   * @param options the client, and options of the metric
   */
  public metricFederationThrottles(options?: UserAuthPoolMetricOptions): cloudwatch.Metric {
    return this.metric('FederationThrottles', options);
  }
}
