import * as cognito from 'aws-cdk-lib/aws-cognito';
import { Problems } from '../checks/problems';
import { isKnown, show } from '../checks/values';
import { listAtSynthesis } from '../template/synthesis';
import { TemplateIndex } from '../template/template-index';
import { UserAuthClientBase } from './client-base';
import { PoolFeatures } from './pool-features';
import { PoolAttributes } from '../sign-in/pool-attributes';
import { customName, NOT_WRITABLE, STANDARD_NAMES, SUB } from '../sign-in/standard-attribute';

/** @internal */
export interface ClientAttributeProps {
  /**
   * The user attributes that the application can read. An empty list or an attribute that the pool does not have fails
   * synthesis.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html#user-pool-settings-attribute-permissions-and-scopes
   * @default - all attributes
   */
  readonly readAttributes?: cognito.ClientAttributes;

  /**
   * The user attributes that the application can write, also on the user's behalf: with their own access token, users
   * can set each of these attributes to any value, and so can anyone who signs up.
   *
   * Attributes that the client's identity providers fill are added automatically, since Cognito otherwise rejects the
   * sign-in, and so are those that the pool requires, which Cognito keeps writable. `email_verified` and
   * `phone_number_verified`, which no application can write, are not included. If no attribute remains, or the pool
   * does not have one of them, synthesis fails.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html#user-pool-settings-attribute-permissions-and-scopes
   * @default - the standard attributes, and those that `writableCustomAttributes` names; of a client of an `existing`
   * pool, as deployed, while neither is given
   */
  readonly writeAttributes?: cognito.ClientAttributes;

  /**
   * The custom attributes that the application can write, in addition to `writeAttributes`, without the prefix
   * `custom:`. By default, an application writes no custom attribute, since an attribute on which access depends, such
   * as a tenant, would then be chosen by whoever signs up. An attribute that the pool does not have fails synthesis.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html#user-pool-settings-attribute-permissions-and-scopes
   * @default - none
   */
  readonly writableCustomAttributes?: string[];
}

const writable = (names: readonly string[]) =>
  [...new Set(names)].filter((name) => !NOT_WRITABLE.includes(name)).sort();

/**
 * The attributes that a client must be able to write: those its identity providers fill, and those the pool requires of
 * each user.
 */
export interface NeededAttributes {
  readonly mapped: readonly string[];
  readonly attributes: PoolAttributes;
}

const allWritable = (
  { writeAttributes, writableCustomAttributes = [] }: ClientAttributeProps,
  { mapped, attributes }: NeededAttributes,
) =>
  writable([
    ...(writeAttributes?.attributes() ?? STANDARD_NAMES),
    ...writableCustomAttributes.map((name) => customName(name)),
    ...mapped,
    ...(attributes.required ?? []),
  ]);

export function checkClientAttributes(props: ClientAttributeProps, needed: NeededAttributes, problems: Problems): void {
  const { readAttributes, writeAttributes, writableCustomAttributes = [] } = props;
  const { custom } = needed.attributes;
  checkPrefix(writableCustomAttributes, problems);
  const read = readAttributes?.attributes();
  checkNotEmpty(problems, 'readAttributes', read, 'empty');
  checkExist(problems, 'readAttributes', read, custom);
  const written = writeAttributes && allWritable({ writeAttributes }, needed);
  checkNotEmpty(problems, 'writeAttributes', written, 'empty, or lists only attributes that no application can write');
  checkExist(problems, 'writeAttributes', written, custom);
  const named = writableCustomAttributes.filter((name) => !isPrefixed(name)).map((name) => customName(name));
  checkExist(problems, 'writableCustomAttributes', named, custom, withoutPrefix);
}

function checkNotEmpty(problems: Problems, where: string, names: string[] | undefined, given: string): void {
  if (names?.length !== 0) return;
  problems.add({
    where,
    given,
    outcome: 'Cognito treats an empty list like none, and gives the application all attributes',
    remedy: 'Name at least one attribute, such as locale',
  });
}

/** Checks that the pool has custom attributes, as far as its own are known. `written` is how the user writes a name. */
function checkExist(
  problems: Problems,
  where: string,
  names: readonly string[] = [],
  custom?: readonly string[],
  written = (name: string) => name,
): void {
  if (!custom) return;
  for (const name of names.filter((each) => isKnown(each) && each.includes(':') && !custom.includes(each))) {
    problems.add({
      where,
      given: `a list that has ${show(written(name))}`,
      outcome: 'the pool has no such attribute, and Cognito rejects the client',
      remedy: `${name === customName(SUB) ? 'Omit it' : 'Add it to the schema of the pool, or omit it'}; ${customAttributesOfPool(custom.map(written))}`,
    });
  }
}

const customAttributesOfPool = (names: readonly string[]) =>
  names.length > 0
    ? `the custom attributes of the pool are ${names.map(show).join(', ')}`
    : 'the pool has no custom attributes';

const withoutPrefix = (name: string) => name.replace(/^(custom:)+/, '');

const isPrefixed = (name: string) => isKnown(name) && name.startsWith('custom:');

function checkPrefix(names: readonly string[], problems: Problems): void {
  for (const name of names.filter(isPrefixed)) {
    problems.add({
      where: 'writableCustomAttributes',
      given: `a list that has ${show(name)}`,
      outcome: 'the library adds the prefix, so the name would have it twice, and Cognito would reject the client',
      remedy: `Write ${show(withoutPrefix(name))}`,
    });
  }
}

export function refineClientAttributes(
  client: UserAuthClientBase,
  props: ClientAttributeProps,
  needed: (index: TemplateIndex) => NeededAttributes,
  pool?: PoolFeatures,
): void {
  const { cfnUserPoolClient: resource } = client;
  resource.readAttributes = props.readAttributes?.attributes();
  const isGiven = props.writeAttributes !== undefined || props.writableCustomAttributes !== undefined;
  resource.writeAttributes = listAtSynthesis(client, (index) => {
    const deployed = isGiven ? undefined : pool?.deployedClient(resource);
    return deployed ? deployed.writeAttributes : allWritable(props, needed(index));
  });
}

/** A standard attribute on which nobody bases a decision. */
const UNIMPORTANT = 'updated_at';

/**
 * Nobody writes attributes through a machine client, but anyone who has its secret can sign up through it. So it writes
 * only what it must: to Cognito, an empty list means all attributes.
 */
export function refineMachineAttributes(client: UserAuthClientBase, pool?: PoolFeatures): void {
  const { cfnUserPoolClient: resource } = client;
  resource.writeAttributes = listAtSynthesis(client, (index) => {
    const deployed = pool?.deployedClient(resource);
    if (deployed) return deployed.writeAttributes;
    // Which attributes another app's pool requires is not known.
    const required = pool?.attributes(index).required ?? STANDARD_NAMES;
    return writable(required.length > 0 ? required : [UNIMPORTANT]);
  });
}
