import { Duration } from 'aws-cdk-lib';
import { isLiteralObject, Properties } from './deployed';

interface Validity {
  /** Its name in TokenValidityUnits, unless the unit is always the same. */
  readonly token?: string;
  readonly unit: string;
  /**
   * What Cognito gives to a client that does not say so.
   *
   * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolClient.html
   * https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-authentication-flow-methods.html
   */
  readonly otherwise: Duration;
}

const VALIDITIES: Readonly<Record<string, Validity>> = {
  AccessTokenValidity: { token: 'AccessToken', unit: 'hours', otherwise: Duration.hours(1) },
  IdTokenValidity: { token: 'IdToken', unit: 'hours', otherwise: Duration.hours(1) },
  RefreshTokenValidity: { token: 'RefreshToken', unit: 'days', otherwise: Duration.days(30) },
  AuthSessionValidity: { unit: 'minutes', otherwise: Duration.minutes(3) },
};

const SECONDS: Readonly<Record<string, number>> = { seconds: 1, minutes: 60, hours: 3600, days: 86400 };

/** The properties of a client with durations in place of numbers and units. */
export function withDurations({ TokenValidityUnits: units = {}, ...client }: Properties): Properties {
  const durations = Object.entries(VALIDITIES).map(([property, { token, unit, otherwise }]) => {
    const given = isLiteralObject(units) ? units[token ?? ''] : units;
    return [property, durationOf(client[property], token === undefined ? unit : (given ?? unit), otherwise)];
  });
  return { ...client, ...(Object.fromEntries(durations) as Properties) };
}

/** A duration in seconds, so that equal ones look the same; as it is written, if only the deployment knows it. */
function durationOf(amount: unknown, unit: unknown, otherwise: Duration): unknown {
  // Cognito takes 0 for the default.
  if (amount === undefined || Number(amount) === 0) return Duration.seconds(otherwise.toSeconds());
  const seconds = Number(amount) * (SECONDS[String(unit)] ?? NaN);
  return Number.isNaN(seconds) ? { 'Fn::Join': [' ', [amount, unit]] } : Duration.seconds(seconds);
}
