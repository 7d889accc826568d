import { Token, Tokenization } from 'aws-cdk-lib';
import { Construct, IConstruct } from 'constructs';
import { isObject } from '../base/json';
import { snakeCase } from '../base/snake-case';
import { remedyForCdkName } from './cdk-names';
import { checkGaps } from './gaps';
import { nearestOption } from './nearest-option';
import { Problems } from './problems';
import { OBJECTS, STRUCTS } from './structs';
import { show } from './values';
import { describeType, optionsOf, remedyForType, WantedType } from './wanted';

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
  else report(problems, 'options', { name: struct, isOptional: false }, options);
  checkGaps(problems, value);
  problems.throwIfAny();
}

/** Checks the arguments of `addX(id, options)` before the options are spread, which makes an object of anything. */
export function checkAddition(receiver: Receiver, id: unknown, struct: string, options: unknown): void {
  checkArgument(receiver, 'id', 'string', id);
  if (!isObject(options)) checkStruct(receiver, struct, options);
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
  // Their members are not options.
  if (
    Construct.isConstruct(value) ||
    /^(aws-cdk-lib|cdk-user-auth-pool)\./.test(rttiOf(value.constructor)?.fqn ?? '')
  ) {
    report(problems, path.replace(/\.$/, '') || 'options', { name: struct, isOptional: false }, value);
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
  const wanted = { name, collection: collection?.trim(), isOptional: !isRequired };
  if (wanted.collection) checkCollection(problems, where, wanted, value);
  else if (STRUCTS[name] && isObject(value)) findMistakes(problems, name, value, `${where}.`);
  else if (!isOfType(name, value)) report(problems, where, wanted, value);
}

function checkCollection(problems: Problems, where: string, wanted: WantedType, value: unknown): void {
  if (Token.isUnresolved(value)) return;
  const isRight = wanted.collection === 'list' ? Array.isArray(value) : isObject(value);
  if (!isRight) {
    report(problems, where, wanted, value);
    return;
  }
  for (const [key, each] of Object.entries(value as object)) {
    // Gaps have a message of their own.
    if (each !== undefined && each !== null) checkKind(problems, `${where}[${key}]`, `${wanted.name}!`, each);
  }
}

function isOfType(type: string, value: unknown): boolean {
  if (type === 'any') return value !== null;
  // A boolean that only the deployment knows would count as true.
  if (type === 'boolean') return typeof value === 'boolean';
  if (['string', 'number'].includes(type)) return typeof value === type || Tokenization.isResolvable(value);
  return isObject(value) && (OBJECTS[type] ?? '') in value;
}

function report(problems: Problems, where: string, wanted: WantedType, value: unknown): void {
  const { name, collection } = wanted;
  problems.add({
    where,
    given: name === 'SecretValue' && typeof value === 'string' ? 'a literal secret' : describe(value),
    outcome:
      value === undefined ? 'it is required' : `it is not ${collection ? `a ${collection}` : describeType(name)}`,
    remedy: remedyForType(where, wanted, value),
  });
}

/** What a value is. Of an object, only its kind: what it contains may be a secret. */
export function describe(value: unknown): string {
  if (value === undefined) return 'missing';
  if (value === null || typeof value !== 'object') return typeof value === 'function' ? 'a function' : show(value);
  if (Array.isArray(value)) return 'a list';
  const { constructor } = value as { readonly constructor?: typeof value.constructor };
  return !constructor || constructor === Object ? 'an object' : `an object of the class ${nameOfClass(constructor)}`;
}

/** The name by which users know a class. Bundlers may have renamed it. */
function nameOfClass(constructor: object & { readonly name: string }): string {
  return rttiOf(constructor)?.fqn?.split('.').at(-1) ?? constructor.name;
}

/** What jsii knows of a class of a library. */
const rttiOf = (constructor: object | undefined) =>
  (constructor as { [JSII_RTTI]?: { readonly fqn?: string } } | undefined)?.[JSII_RTTI];

const JSII_RTTI = Symbol.for('jsii.rtti');

function reportUnknown(problems: Problems, struct: string, where: string, name: string): void {
  const inSnakeCase = Object.keys(STRUCTS[struct] ?? {}).find((each) => each !== name && snakeCase(each) === name);
  // A property injector in Python returns names as in TypeScript. In quotes, the message leaves one as it is.
  const nearest = inSnakeCase ? show(inSnakeCase) : nearestOption(struct, name);
  problems.add({
    where,
    given: 'not a known option',
    outcome: 'it would have no effect',
    remedy: remedyForCdkName(struct, name) ?? (nearest ? `Write ${nearest}` : `Remove it. ${optionsOf(struct)}`),
  });
}
