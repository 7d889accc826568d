/**
 * The attributes that are defined by OpenID Connect and that every pool has.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html#cognito-user-pools-standard-attributes
 */
export enum StandardAttribute {
  /** The postal address. */
  ADDRESS = 'address',
  /** The date of birth, as 10 characters: `YYYY-MM-DD`. */
  BIRTHDATE = 'birthdate',
  /** The email address. */
  EMAIL = 'email',
  /** The surname. */
  FAMILY_NAME = 'family_name',
  /** The gender. */
  GENDER = 'gender',
  /** The first name. */
  GIVEN_NAME = 'given_name',
  /** The language and region, such as `en-US`. */
  LOCALE = 'locale',
  /** The middle name. */
  MIDDLE_NAME = 'middle_name',
  /** The full name, as displayed. */
  NAME = 'name',
  /** The nickname. */
  NICKNAME = 'nickname',
  /** The phone number, as `+` followed by digits. */
  PHONE_NUMBER = 'phone_number',
  /** The URL of a picture. */
  PICTURE = 'picture',
  /** A sign-in name that, unlike the username, can change. */
  PREFERRED_USERNAME = 'preferred_username',
  /** The URL of a profile page. */
  PROFILE = 'profile',
  /** The time when the user's data last changed, in seconds since 1970. */
  UPDATED_AT = 'updated_at',
  /** The URL of a web page. */
  WEBSITE = 'website',
  /** The time zone. */
  ZONEINFO = 'zoneinfo',
}

/** The names of the standard attributes. */
export const STANDARD_NAMES: readonly string[] = Object.values(StandardAttribute);

/** Attributes that no application can write: only Cognito itself and administrators do. */
export const NOT_WRITABLE = ['sub', 'username', 'email_verified', 'phone_number_verified', 'cognito:user_status'];

/**
 * The ID of a user, which is no standard attribute. A custom one of that name can exist, and a template cannot create
 * it: https://github.com/awsdocs/aws-cloudformation-user-guide/issues/932
 */
export const SUB = 'sub';

/** The full name of a custom attribute, which tokens, clients and providers have. */
export const customName = (name: string, developerOnly = false) => `${developerOnly ? 'dev:' : ''}custom:${name}`;

/** Whether the name is that of a standard attribute. */
export const isStandard = (name: string) => STANDARD_NAMES.includes(name);
