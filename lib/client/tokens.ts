import { Duration } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { Problems } from '../checks/problems';
import { checkValue, isKnown, show } from '../checks/values';

/** @internal */
export interface AccessTokenProps {
  /**
   * The validity of access tokens: 5 minutes to 1 day, in whole seconds. Otherwise synthesis fails.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-access-token.html
   * @default Duration.hours(1)
   */
  readonly accessTokenValidity?: Duration;
}

/** @internal */
export interface TokenProps extends AccessTokenProps {
  /**
   * The validity of ID tokens: 5 minutes to 1 day, in whole seconds. Otherwise synthesis fails.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-id-token.html
   * @default Duration.hours(1)
   */
  readonly idTokenValidity?: Duration;

  /**
   * The validity of refresh tokens, that is, how long users stay signed in: 1 hour to 3650 days, in whole seconds, and
   * no shorter than the validity of the other tokens. Otherwise synthesis fails.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-refresh-token.html
   * @default Duration.days(30)
   */
  readonly refreshTokenValidity?: Duration;

  /**
   * How long the previous refresh token remains valid after a rotation: 0 to 60 seconds, in whole seconds. Otherwise
   * synthesis fails. Setting it enables refresh token rotation.
   *
   * With rotation, applications refresh tokens with `GetTokensFromRefreshToken` or at the token endpoint of the hosted
   * page; the flow `REFRESH_TOKEN_AUTH`, which cannot rotate, is disabled. Requires the Essentials plan or higher.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-refresh-token.html#using-the-refresh-token-rotation
   * @default - refresh tokens are not rotated
   */
  readonly refreshTokenRotationGracePeriod?: Duration;

  /**
   * Whether refresh tokens can be revoked. Access tokens then carry an `origin_jti` claim, and revocation also
   * invalidates them at Cognito itself.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/token-revocation.html
   * @default true
   */
  readonly enableTokenRevocation?: boolean;

  /**
   * How long users have for each step of a sign-in: 3 to 15 minutes, in whole minutes. Otherwise synthesis fails.
   *
   * @default Duration.minutes(3)
   */
  readonly authSessionValidity?: Duration;
}

/** Whether refresh tokens are rotated. */
export const rotates = ({ refreshTokenRotationGracePeriod }: TokenProps) =>
  refreshTokenRotationGracePeriod !== undefined;

const lifetimes = (props: TokenProps) => ({
  accessToken: props.accessTokenValidity ?? Duration.hours(1),
  idToken: props.idTokenValidity ?? Duration.hours(1),
  refreshToken: props.refreshTokenValidity ?? Duration.days(30),
});

const SHORT = { min: Duration.minutes(5), max: Duration.days(1), says: '5 minutes to 1 day, in whole seconds' };
const LONG = { min: Duration.hours(1), max: Duration.days(3650), says: '1 hour to 3650 days, in whole seconds' };
const SESSION = { min: Duration.minutes(3), max: Duration.minutes(15), says: 'whole minutes from 3 to 15' };
const GRACE = { min: Duration.seconds(0), max: Duration.seconds(60), says: 'whole seconds from 0 to 60' };

export function checkTokens(props: TokenProps, problems: Problems, path = ''): void {
  const before = problems.count;
  checkTime(problems, `${path}accessTokenValidity`, props.accessTokenValidity, SHORT);
  checkTime(problems, `${path}idTokenValidity`, props.idTokenValidity, SHORT);
  checkTime(problems, `${path}refreshTokenValidity`, props.refreshTokenValidity, LONG);
  checkTime(problems, `${path}refreshTokenRotationGracePeriod`, props.refreshTokenRotationGracePeriod, GRACE);
  checkTime(problems, `${path}authSessionValidity`, props.authSessionValidity, SESSION, 60);
  if (problems.count > before) return;
  const { refreshToken, ...others } = lifetimes(props);
  for (const [name, lifetime] of Object.entries(others)) {
    if (!isKnown(refreshToken) || !isKnown(lifetime) || lifetime.toSeconds() <= refreshToken.toSeconds()) continue;
    problems.add({
      where: `${path}${name}Validity`,
      given: `${show(lifetime)}, with a refreshTokenValidity of ${show(refreshToken)}`,
      outcome: 'Cognito accepts no token that outlives the refresh token, and would reject the client',
      remedy: 'Shorten it, or lengthen refreshTokenValidity',
    });
  }
}

function checkTime(
  problems: Problems,
  where: string,
  value: Duration | undefined,
  { min, max, says }: typeof SHORT,
  whole = 1,
): void {
  const isInRange = (seconds: number) =>
    seconds % whole === 0 && seconds >= min.toSeconds() && seconds <= max.toSeconds();
  checkValue(problems, where, value, (each) => isInRange(each.toSeconds({ integral: false })), {
    outcome: `Cognito accepts only ${says}, and would reject the client`,
    remedy: 'Give a duration in that range, or omit it for the default',
  });
}

/**
 * Seconds, which express every lifetime exactly; a lifetime known only at deployment keeps the unit it was given in.
 */
const unitOf = (lifetime: Duration) => (lifetime.isUnresolved() ? lifetime.unitLabel() : 'seconds');

function amountOf(lifetime: Duration): number {
  const unit = unitOf(lifetime);
  if (unit === 'days') return lifetime.toDays();
  if (unit === 'hours') return lifetime.toHours();
  return unit === 'minutes' ? lifetime.toMinutes() : lifetime.toSeconds();
}

export function refineTokens(client: cognito.CfnUserPoolClient, props: TokenProps): void {
  const { accessToken, idToken, refreshToken } = lifetimes(props);
  client.accessTokenValidity = amountOf(accessToken);
  client.idTokenValidity = amountOf(idToken);
  client.refreshTokenValidity = amountOf(refreshToken);
  client.tokenValidityUnits = {
    accessToken: unitOf(accessToken),
    idToken: unitOf(idToken),
    refreshToken: unitOf(refreshToken),
  };
  client.enableTokenRevocation = props.enableTokenRevocation ?? true;
  client.authSessionValidity = props.authSessionValidity?.toMinutes();
  const gracePeriod = props.refreshTokenRotationGracePeriod;
  // Named in either case: a client without it could keep what an earlier template had.
  client.refreshTokenRotation = gracePeriod
    ? { feature: 'ENABLED', retryGracePeriodSeconds: gracePeriod.toSeconds() }
    : { feature: 'DISABLED' };
}
