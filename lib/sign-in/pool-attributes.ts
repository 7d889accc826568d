import * as cognito from 'aws-cdk-lib/aws-cognito';
import { isScalar } from '../template/scalars';
import { TemplateIndex } from '../template/template-index';
import { entryOf, textOf, Value } from '../template/value';
import { schemaOf } from './schema';
import { customName, isStandard } from './standard-attribute';

/** The user attributes of a pool. */
export interface PoolAttributes {
  /** The attributes that every user must have, or may have to have. Undefined if not all of them are known. */
  readonly required?: readonly string[];
  /** The attributes that cannot change once a user has been created. */
  readonly immutable: readonly string[];
  /** The custom attributes, with their prefix. Undefined if not all of them are known. */
  readonly custom?: readonly string[];
}

/** The attributes of a pool. */
export function attributesOf(index: TemplateIndex, pool: cognito.CfnUserPool): PoolAttributes {
  const rendered = index.resource(pool).value('Schema');
  const schema = rendered.kind === 'absent' ? index.evaluate(schemaOf(pool, undefined), pool.stack) : rendered;
  // An override may make a function of it.
  if (schema.kind !== 'list') return { immutable: [] };
  const attributes = schema.items.map(attributeOf);
  const named = (isOfKind: (attribute: RenderedAttribute) => boolean) =>
    attributes.filter(isOfKind).flatMap(({ name }) => name ?? []);
  const allNamed = (isOfKind: (attribute: RenderedAttribute) => boolean) => {
    const isUnnamed = (each: RenderedAttribute) => isOfKind(each) && each.name === undefined;
    return attributes.some(isUnnamed) ? undefined : named(isOfKind);
  };
  return {
    required: allNamed(({ required }) => required),
    immutable: named(({ immutable }) => immutable),
    custom: allNamed(({ name }) => name === undefined || !isStandard(name)),
  };
}

interface RenderedAttribute {
  /** The full name. Undefined if it is not known. */
  readonly name?: string;
  readonly required: boolean;
  readonly immutable: boolean;
}

function attributeOf(attribute: Value): RenderedAttribute {
  const is = (property: string, wanted: boolean) => isScalar(entryOf(attribute, property), wanted);
  const name = textOf(entryOf(attribute, 'Name'));
  return {
    name: name === undefined || isStandard(name) ? name : customName(name, is('DeveloperOnlyAttribute', true)),
    required: entryOf(attribute, 'Required').kind !== 'absent' && !is('Required', false),
    // Cognito creates an attribute that does not say so as immutable.
    immutable: is('Mutable', false) || entryOf(attribute, 'Mutable').kind === 'absent',
  };
}
