import { Stack } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as ses from 'aws-cdk-lib/aws-ses';
import { aws_ses } from 'aws-cdk-lib/interfaces';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import { Construct, IConstruct } from 'constructs';
import { regionOfArn } from '../base/region-of-arn';
import { resourceOf } from '../base/resource-of';
import { Problems } from '../checks/problems';
import { checkPattern, checkRegion, isKnown, show } from '../checks/values';
import { warnAtPool } from '../checks/warn';
import { ADDRESS, asHeader, IN_ASCII, inAscii, isWithin, SENDER } from './email-address';

/**
 * How Cognito sends email. Without Amazon SES, Cognito sends up to 50 messages a day per account, from its own address.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-email.html
 */
export interface EmailConfiguration {
  /**
   * The verified Amazon SES identity, a domain or an address, that emails are sent from. It must be in the region of
   * the pool, or in `sesRegion` if that is set.
   *
   * @default - Cognito sends emails without Amazon SES
   */
  readonly sesIdentity?: aws_ses.IEmailIdentityRef;

  /**
   * The region of the identity, if it differs from the region of the pool. Besides the pool's own region, Cognito
   * accepts us-east-1, us-west-2 and eu-west-1, except for pools in us-west-1, eu-west-3, eu-north-1, me-south-1 and
   * sa-east-1; any other combination results in a warning. Anything but the name of a region fails synthesis, and so
   * does a region in another partition than that of the pool, such as us-east-1 for a pool in AWS GovCloud, or any
   * region without `sesIdentity`.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-email.html
   * @default - the region of the pool
   */
  readonly sesRegion?: string;

  /**
   * The sender of emails: `no-reply@example.com` or `Example <no-reply@example.com>`. It must belong to `sesIdentity`:
   * to the domain, or be the address, also with a label (`no-reply+shop@example.com`). Synthesis fails if it does not,
   * if there is no identity, or if the value is not a valid address, with only ASCII characters before the at sign.
   *
   * @default - the identity itself if it is an address; required if the identity is a domain
   */
  readonly fromEmail?: string;

  /**
   * The address that replies are sent to. Anything but an address fails synthesis, and so does an address with
   * characters other than ASCII before the at sign.
   *
   * @default - the address that emails are sent from
   */
  readonly replyToEmailAddress?: string;

  /**
   * The Amazon SES configuration set that is applied to each email. Its name has 1 to 64 letters, digits, `_` and
   * `-`. Any other name fails synthesis, and so does setting it without `sesIdentity`.
   *
   * @default - none
   */
  readonly configurationSet?: aws_ses.IConfigurationSetRef;
}

/** @internal */
export interface EmailProps {
  /**
   * How Cognito sends email. Use Amazon SES in production: without it, Cognito sends up to 50 messages a day per
   * account.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-email.html
   * @default - Cognito sends emails without Amazon SES, from its own address
   */
  readonly emailConfiguration?: EmailConfiguration;
}

export function sendsWithSes({ emailConfiguration }: EmailProps): boolean {
  return emailConfiguration?.sesIdentity !== undefined;
}

export function checkEmail({ emailConfiguration: email }: EmailProps, problems: Problems, region: string): void {
  if (!email) return;
  checkAddresses(email, problems);
  checkRegion(problems, 'emailConfiguration.sesRegion', email.sesRegion);
  checkPartition(email, problems, region);
  const set = email.configurationSet?.configurationSetRef.configurationSetName;
  checkPattern(problems, 'emailConfiguration.configurationSet', set, /^[a-zA-Z0-9_-]{1,64}$/, {
    outcome: 'Cognito accepts only names of 1 to 64 letters, digits, _ and -, and would reject the pool',
    remedy: 'Give the configuration set such a name',
  });
  if (email.sesIdentity) checkSender(email.fromEmail, identityName(email.sesIdentity), problems);
  else checkWithoutSes(email, problems);
}

function checkAddresses(email: EmailConfiguration, problems: Problems): void {
  checkPattern(problems, 'emailConfiguration.fromEmail', email.fromEmail, SENDER, {
    outcome: 'it is not an email address and Cognito rejects the pool',
    remedy: 'Write it as, for example, "no-reply@example.com" or "Example <no-reply@example.com>"',
  });
  checkPattern(problems, 'emailConfiguration.replyToEmailAddress', email.replyToEmailAddress, ADDRESS, {
    outcome: 'it is not an email address and Cognito rejects the pool',
    remedy: 'Write it as, for example, "help@example.com"',
  });
  for (const prop of ['fromEmail', 'replyToEmailAddress'] as const) {
    checkPattern(problems, `emailConfiguration.${prop}`, email[prop], IN_ASCII, {
      outcome: 'Amazon SES takes only ASCII characters before the at sign',
      remedy: 'Give an address with such characters',
    });
  }
}

/** Checks that nothing is set that applies only to Amazon SES. */
function checkWithoutSes(email: EmailConfiguration, problems: Problems): void {
  for (const prop of ['fromEmail', 'configurationSet', 'sesRegion'] as const) {
    if (email[prop] === undefined) continue;
    problems.add({
      where: `emailConfiguration.${prop}`,
      given: 'set, without sesIdentity',
      outcome: 'without it, Cognito sends from its own address, and rejects the pool',
      remedy: 'Give a verified identity in emailConfiguration.sesIdentity, or omit it',
    });
  }
}

/** Checks that the sender belongs to the identity, which is the default sender if it is an address. */
function checkSender(fromEmail: string | undefined, identity: string, problems: Problems): void {
  if (!isKnown(identity)) return;
  if (fromEmail === undefined) {
    if (identity.includes('@')) return;
    problems.add({
      where: 'emailConfiguration.fromEmail',
      given: `missing, with the domain ${show(identity)} as sesIdentity`,
      outcome: 'Cognito needs an address to send from and rejects the pool',
      remedy: `Give one within the domain, such as "no-reply@${identity}"`,
    });
  } else if (isKnown(fromEmail) && SENDER.test(fromEmail) && !isWithin(fromEmail, identity)) {
    problems.add({
      where: 'emailConfiguration.fromEmail',
      given: `${show(fromEmail)}, with ${show(identity)} as sesIdentity`,
      outcome: 'Amazon SES sends only from verified identities and Cognito rejects the pool',
      remedy: `Give an address within ${identity}`,
    });
  }
}

/**
 * The domain or address of an identity. The reference of an identity created in this app is a token, so its properties
 * are read instead.
 */
function identityName(identity: aws_ses.IEmailIdentityRef): string {
  return (resourceOf(identity, ses.CfnEmailIdentity) ?? identity.emailIdentityRef).emailIdentity;
}

/**
 * The ARN of the identity that emails are sent from: its own ARN, possibly in another region or account, unless
 * `sesRegion` is set.
 */
export function sesIdentityArn(scope: Construct, { emailConfiguration: email }: EmailProps): string | undefined {
  if (!email?.sesIdentity) return undefined;
  const { sesIdentity, sesRegion } = email;
  const { emailIdentity } = sesIdentity.emailIdentityRef;
  const isAscii = inAscii(emailIdentity) === emailIdentity;
  if (sesRegion === undefined && isAscii && 'emailIdentityArn' in sesIdentity) {
    return String(sesIdentity.emailIdentityArn);
  }
  return Stack.of(scope).formatArn({
    service: 'ses',
    region: sesRegion ?? sesIdentity.env.region,
    resource: 'identity',
    resourceName: inAscii(emailIdentity),
  });
}

/** The sender of emails. An identity that is an address is its own default sender. */
export function sender({ emailConfiguration: email }: EmailProps): string | undefined {
  if (email?.fromEmail !== undefined) return asHeader(inAscii(email.fromEmail));
  if (!email?.sesIdentity) return undefined;
  const name = identityName(email.sesIdentity);
  return isKnown(name) && name.includes('@') ? inAscii(name) : undefined;
}

/** The address for replies. */
export function replyTo({ emailConfiguration: email }: EmailProps): string | undefined {
  return email?.replyToEmailAddress && inAscii(email.replyToEmailAddress);
}

/** The region that emails are sent from. An imported identity has it in its ARN. */
function regionOf({ sesRegion, sesIdentity }: EmailConfiguration = {}): string | undefined {
  if (sesRegion !== undefined || !sesIdentity) return sesRegion;
  const arn = 'emailIdentityArn' in sesIdentity ? String(sesIdentity.emailIdentityArn) : undefined;
  return isKnown(arn) ? regionOfArn(arn) : sesIdentity.env.region;
}

/** Undefined for a region that is known only at deployment, or newer than the CDK. */
const partitionOf = (region: string | undefined) => (isKnown(region) ? RegionInfo.get(region).partition : undefined);

/** An account is in one partition, and so is all that it can use. */
function checkPartition(email: EmailConfiguration, problems: Problems, region: string): void {
  const sesRegion = regionOf(email);
  const [own, other] = [partitionOf(region), partitionOf(sesRegion)];
  if (!own || !other || own === other) return;
  const [prop, what] = email.sesRegion === undefined ? ['sesIdentity', 'an identity in '] : ['sesRegion', ''];
  problems.add({
    where: `emailConfiguration.${prop}`,
    given: `${what}${show(sesRegion)}, in the partition ${other}`,
    outcome: `the pool is in ${region}, in the partition ${own}, and Cognito can use nothing of another partition`,
    remedy: `Verify the identity in ${region}, or in another region of that partition`,
  });
}

/**
 * The regions of Amazon SES that pools in other regions can use, and the regions whose pools can use only their own.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-email.html
 */
const SES_REGIONS = ['us-east-1', 'us-west-2', 'eu-west-1'];
const ONLY_OWN = ['us-west-1', 'eu-west-3', 'eu-north-1', 'me-south-1', 'sa-east-1'];

/** Which regions can be combined changes over time, so an unknown combination is a warning rather than an error. */
export function warnOfEmail(pool: IConstruct, { emailConfiguration: email }: EmailProps): void {
  const { region } = Stack.of(pool);
  const sesRegion = regionOf(email);
  if (!isKnown(region) || !isKnown(sesRegion)) return;
  const common = SES_REGIONS.filter((each) => partitionOf(each) === (partitionOf(region) ?? partitionOf(each)));
  const accepted = ONLY_OWN.includes(region) ? [region] : [...new Set([region, ...common])];
  if (accepted.includes(sesRegion)) return;
  warnAtPool(
    pool,
    'sesRegion',
    `Emails would be sent by Amazon SES in ${sesRegion}. For a pool in ${region}, Cognito is known to accept only ${accepted.join(', ')}, and may reject the pool. Verify the identity in one of these.`,
  );
}

export function refineEmail(cfnUserPool: cognito.CfnUserPool, props: EmailProps): void {
  const email = props.emailConfiguration;
  if (!email) return;
  cfnUserPool.emailConfiguration = {
    emailSendingAccount: email.sesIdentity ? 'DEVELOPER' : 'COGNITO_DEFAULT',
    sourceArn: sesIdentityArn(cfnUserPool, props),
    from: sender(props),
    replyToEmailAddress: replyTo(props),
    configurationSet: email.configurationSet?.configurationSetRef.configurationSetName,
  };
}
