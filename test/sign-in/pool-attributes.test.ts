import { Aws, CfnParameter, Fn, Stack } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import { AttributeSchema, StandardAttribute, UserAuthPool, UserAuthPoolProps } from '../../lib';
import { attributesOf } from '../../lib/sign-in/pool-attributes';
import { TemplateIndex } from '../../lib/template/template-index';
import { newStack } from '../support/synth';

const schema = [
  AttributeSchema.standard(StandardAttribute.NAME, { required: true }),
  AttributeSchema.standard(StandardAttribute.EMAIL, { required: true, mutable: false }),
  AttributeSchema.customString('tenant', { mutable: false }),
  AttributeSchema.customNumber('level', { developerOnly: true }),
];
const ATTRIBUTES = {
  required: ['name', 'email'],
  immutable: ['email', 'custom:tenant'],
  custom: ['custom:tenant', 'dev:custom:level'],
};

/** The attributes of a pool, after changes to it. */
function read(props: UserAuthPoolProps, change?: (pool: UserAuthPool, stack: Stack) => void) {
  const stack = newStack();
  const pool = new UserAuthPool(stack, 'Pool', props);
  change?.(pool, stack);
  return attributesOf(new TemplateIndex(stack.node.root), pool.cfnUserPool);
}
const override = (value: unknown) => (pool: UserAuthPool) => pool.cfnUserPool.addPropertyOverride('Schema', value);

describe('the attributes of a pool', () => {
  it('are those of its schema', () => {
    expect(read({ schema })).toEqual(ATTRIBUTES);
  });

  it('are known although the template omits them', () => {
    expect(read({ schema, omitSchema: true })).toEqual(ATTRIBUTES);
  });

  it('are the standard ones without a schema, and Cognito requires none', () => {
    expect(read({})).toEqual({ required: [], immutable: [], custom: [] });
  });

  it('are those of an override, in which what does not say so is immutable', () => {
    expect(read({ schema }, override([{ Name: 'plan' }, { Name: 'name', Mutable: true }]))).toEqual({
      required: [],
      immutable: ['custom:plan'],
      custom: ['custom:plan'],
    });
  });

  it('are the same with Booleans as text', () => {
    const attributes = [
      { Name: 'name', Required: 'true', Mutable: 'false' },
      { Name: 'level', Mutable: 'true', DeveloperOnlyAttribute: 'true' },
    ];
    expect(read({}, override(attributes))).toEqual({
      required: ['name'],
      immutable: ['name'],
      custom: ['dev:custom:level'],
    });
  });

  it('are those that are named, and not all of them, if a name is known only at deployment', () => {
    const name = (stack: Stack) => new CfnParameter(stack, 'Name').valueAsString;
    const attributes = read({}, (pool, stack) =>
      pool.cfnUserPool.addPropertyOverride('Schema', [{ Name: name(stack), Required: true }, { Name: 'plan' }]),
    );
    expect(attributes).toEqual({ required: undefined, immutable: ['custom:plan'], custom: undefined });
  });

  it.each([
    ['a function', Fn.conditionIf('C', [], Aws.NO_VALUE)],
    ['text', 'x'],
    ['a list of something else', ['x', 5, null]],
  ])('are not known of %s', (_, value) => {
    const { required, immutable, custom = [] } = read({ schema }, override(value));
    expect({ required, immutable, custom }).toEqual({ required: undefined, immutable: [], custom: [] });
  });

  it.each<[unknown, string[]]>([
    [true, ['name']],
    ['true', ['name']],
    [Fn.conditionIf('C', true, false), ['name']],
    [false, []],
    ['false', []],
    [undefined, []],
  ])('are required where Required is or may be true: %j', (Required, required) => {
    expect(read({}, override([{ Name: 'name', Mutable: true, Required }])).required).toEqual(required);
  });
});
