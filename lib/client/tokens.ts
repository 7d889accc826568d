import { Duration } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { Problems } from '../checks/problems';
import { isKnown, show } from '../checks/values';

/** @internal */
export interface AccessTokenProps {
  /**
   * For how long an access token works: 5 minutes to 1 day, in whole seconds. Anything else fails synthesis.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-access-token.html
   * @default Duration.hours(1)
   */
  readonly accessTokenValidity?: Duration;
}

/** @internal */
export interface TokenProps extends AccessTokenProps {
  /**
   * For how long an ID token works: 5 minutes to 1 day, in whole seconds. Anything else fails synthesis.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-id-token.html
   * @default Duration.hours(1)
   */
  readonly idTokenValidity?: Duration;

  /**
   * For how long users stay signed in: 1 hour to 3650 days, in whole seconds, and no shorter than the other tokens work. Anything else fails synthesis.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-refresh-token.html
   * @default Duration.days(30)
   */
  readonly refreshTokenValidity?: Duration;

  /**
   * Turns on refresh token rotation, so that each refresh returns a new refresh token. It is the grace period during which the previous one remains valid: 0 to 60 seconds. Anything else fails synthesis.
   *
   * With it, applications refresh by `GetTokensFromRefreshToken` or at the token endpoint of the hosted page: the flow `REFRESH_TOKEN_AUTH`, which can't rotate, is shut.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-refresh-token.html#using-the-refresh-token-rotation
   * @default - refresh tokens are not rotated
   */
  readonly refreshTokenRotationGracePeriod?: Duration;

  /**
   * Whether refresh tokens can be revoked. Access tokens then carry an `origin_jti`, and stop working at Cognito itself too.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/token-revocation.html
   * @default true
   */
  readonly enableTokenRevocation?: boolean;

  /**
   * How much time users have for each step of a sign-in: 3 to 15 whole minutes. Anything else fails synthesis.
   *
   * @default Duration.minutes(3)
   */
  readonly authSessionValidity?: Duration;
}

/** Whether each refresh gives a new refresh token. */
export const rotates = ({ refreshTokenRotationGracePeriod }: TokenProps) =>
  refreshTokenRotationGracePeriod !== undefined;

const lifetimes = (props: TokenProps) => ({
  accessToken: props.accessTokenValidity ?? Duration.hours(1),
  idToken: props.idTokenValidity ?? Duration.hours(1),
  refreshToken: props.refreshTokenValidity ?? Duration.days(30),
});

const SHORT = { min: Duration.minutes(5), max: Duration.days(1), says: '5 minutes to 1 day, in whole seconds,' };
const LONG = { min: Duration.hours(1), max: Duration.days(3650), says: '1 hour to 3650 days, in whole seconds,' };
const SESSION = { min: Duration.minutes(3), max: Duration.minutes(15), says: '3 to 15 minutes, whole ones,' };
const GRACE = { min: Duration.seconds(0), max: Duration.seconds(60), says: '0 to 60 seconds, whole ones,' };

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
      outcome: 'Cognito accepts no token that works for longer than the refresh token and refuses the client',
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
  if (!isKnown(value)) return;
  const seconds = value.toSeconds({ integral: false });
  if (seconds % whole === 0 && seconds >= min.toSeconds() && seconds <= max.toSeconds()) return;
  problems.add({
    where,
    given: show(value),
    outcome: `Cognito accepts ${says} and refuses the client`,
    remedy: 'Give a duration in that range, or leave it out for the default',
  });
}

/** In seconds, which carry every lifetime exactly; one that only deployment will know in the unit that it was given in. */
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
  if (!props.refreshTokenRotationGracePeriod) return;
  client.refreshTokenRotation = {
    feature: 'ENABLED',
    retryGracePeriodSeconds: props.refreshTokenRotationGracePeriod.toSeconds(),
  };
}
