import { Token, Tokenization } from 'aws-cdk-lib';
import { Construct, IConstruct } from 'constructs';
import { isObject } from '../base/json';
import { withArticle } from './article';
import { remedyForCdkName } from './cdk-names';
import { checkGaps } from './gaps';
import { nearestOption } from './nearest-option';
import { Problems } from './problems';
import { OBJECTS, STRUCTS } from './structs';
import { show } from './values';

/** What to give for types of which another is a likely mistake. */
const WANTED: Readonly<Record<string, string>> = {
  IUserAuthPool: 'a UserAuthPool; for a pool created in any other way, use UserAuthPool.fromUserAuthPoolAttributes()',
  IHttpApi: 'an HTTP API (HttpApi); REST and WebSocket APIs have other authorizers',
  SecretValue: 'a SecretValue, for example secret.secretValue',
  OAuthScope: "an OAuthScope, for example OAuthScope.custom('reports/read')",
  AccessPolicy: "an AccessPolicy, for example AccessPolicy.group('editors') or the policy of a group",
  IUserPoolClientRef:
    'a client, for example pool.client; for one that another app creates, use UserPoolClient.fromUserPoolClientId()',
  HostedUi: 'a HostedUi, for example HostedUi.cognitoDomain()',
  IdentityProvider: 'an IdentityProvider, for example IdentityProvider.google({ clientId, clientSecret })',
  Duration: 'a Duration, for example Duration.hours(1)',
};

/** The construct that is given something, or the name of the factory. */
type Receiver = IConstruct | string;

/**
 * Checks props or options for unknown names and for values of a wrong kind, before anything else looks at them.
 * TypeScript reports these, but plain JavaScript and tools that skip type checks do not.
 */
export function checkStruct(receiver: Receiver, struct: string, value: unknown): void {
  const problems = new Problems(receiver);
  const options = value === undefined && !hasRequired(struct) ? {} : value;
  if (isObject(options)) findMistakes(problems, struct, options, '');
  else report(problems, 'options', struct, options, false);
  checkGaps(problems, value);
  problems.throwIfAny();
}

/** Checks an argument of a method. Its type is one of the library's structs, a class or an interface. */
export function checkArgument(receiver: Receiver, where: string, type: string, value: unknown): void {
  const problems = new Problems(receiver);
  checkKind(problems, where, `${type}!`, value);
  checkGaps(problems, value, where);
  problems.throwIfAny();
}

const hasRequired = (struct: string) => Object.values(STRUCTS[struct] ?? {}).some((type) => type.endsWith('!'));

function findMistakes(problems: Problems, struct: string, value: object, path: string): void {
  const types = STRUCTS[struct] ?? {};
  if (Construct.isConstruct(value)) {
    problems.add({
      where: path.replace(/\.$/, '') || 'options',
      given: describe(value),
      outcome: `it is not ${describeType(struct)}`,
      remedy: `Give ${describeType(struct)}. ${optionsOf(struct)}`,
    });
    return;
  }
  for (const [name, each] of Object.entries(value)) {
    const type = types[name];
    if (type !== undefined) checkKind(problems, `${path}${name}`, type, each);
    else if (each !== undefined) reportUnknown(problems, struct, `${path}${name}`, name);
  }
  for (const [name, type] of Object.entries(types)) {
    if (type.endsWith('!') && !(name in value)) checkKind(problems, `${path}${name}`, type, undefined);
  }
}

function checkKind(problems: Problems, where: string, type: string, value: unknown): void {
  const isRequired = type.endsWith('!');
  const [, collection, name = ''] = /^(list |map )?(\w+)!?$/.exec(type) ?? [];
  if (value === undefined && !isRequired) return;
  if (collection) checkCollection(problems, where, collection.trim(), name, value, isRequired);
  else if (STRUCTS[name] && isObject(value)) findMistakes(problems, name, value, `${where}.`);
  else if (!isOfType(name, value)) report(problems, where, name, value, !isRequired);
}

function checkCollection(
  problems: Problems,
  where: string,
  collection: string,
  type: string,
  value: unknown,
  isRequired: boolean,
): void {
  if (Token.isUnresolved(value)) return;
  const isRight = collection === 'list' ? Array.isArray(value) : isObject(value);
  if (!isRight) {
    report(problems, where, collection, value, !isRequired);
    return;
  }
  for (const [key, each] of Object.entries(value as object)) {
    // Gaps have a message of their own.
    if (each !== undefined && each !== null) checkKind(problems, `${where}[${key}]`, `${type}!`, each);
  }
}

function isOfType(type: string, value: unknown): boolean {
  if (type === 'any') return value !== null;
  // A boolean that only the deployment knows would count as true.
  if (type === 'boolean') return typeof value === 'boolean';
  if (['string', 'number'].includes(type)) return typeof value === type || Tokenization.isResolvable(value);
  return isObject(value) && (OBJECTS[type] ?? '') in value;
}

/** How a message names a type. */
function describeType(type: string): string {
  if (STRUCTS[type]) return 'an object with options';
  return type === 'any' ? 'a value' : withArticle(type);
}

function report(problems: Problems, where: string, type: string, value: unknown, isOptional: boolean): void {
  const wanted = describeType(type);
  problems.add({
    where,
    given: type === 'SecretValue' && typeof value === 'string' ? 'a literal secret' : describe(value),
    outcome: value === undefined ? 'it is required' : `it is not ${wanted}`,
    remedy: `Give ${WANTED[type] ?? wanted}${isOptional ? ', or omit it' : ''}`,
  });
}

/** What a value is. Of an object, only its kind: what it contains may be a secret. */
export function describe(value: unknown): string {
  if (value === undefined) return 'missing';
  if (value === null || typeof value !== 'object') return typeof value === 'function' ? 'a function' : show(value);
  if (Array.isArray(value)) return 'a list';
  const { constructor } = value;
  return constructor === Object ? 'an object' : `an object of the class ${nameOfClass(constructor)}`;
}

/** The name by which users know a class. Bundlers may have renamed it. */
function nameOfClass(constructor: object & { readonly name: string }): string {
  const { fqn } = (constructor as { [JSII_RTTI]?: { fqn?: string } })[JSII_RTTI] ?? {};
  return fqn?.split('.').at(-1) ?? constructor.name;
}

/** Where jsii keeps what it knows of a class. */
const JSII_RTTI = Symbol.for('jsii.rtti');

const optionsOf = (struct: string) => `The options are ${Object.keys(STRUCTS[struct] ?? {}).join(', ')}`;

function reportUnknown(problems: Problems, struct: string, where: string, name: string): void {
  const nearest = nearestOption(struct, name);
  problems.add({
    where,
    given: 'not a known option',
    outcome: 'it would have no effect',
    remedy: remedyForCdkName(struct, name) ?? (nearest ? `Write ${nearest}` : `Remove it. ${optionsOf(struct)}`),
  });
}
