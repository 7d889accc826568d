import { describe, expect, it } from 'vitest';
import { AttributeSchema, StandardAttribute } from '../../lib';
import { adoptedSchema, checkAdoptedSchema } from '../../lib/adopt/adopted-schema';
import { Problems } from '../../lib/checks/problems';

const problemsOf = (deployed: object[], ...schema: AttributeSchema[]) => {
  const problems = new Problems('Pool');
  checkAdoptedSchema('old.json', deployed as Record<string, unknown>[], schema, problems);
  return problems.messages();
};

describe('an attribute of the props', () => {
  const deployed = [{ Name: 'a', AttributeDataType: 'String', Mutable: true }];

  it.each<[string, AttributeSchema]>([
    ['a bound', AttributeSchema.customString('a')],
    ['another type', AttributeSchema.customNumber('a')],
    ['immutable', AttributeSchema.customString('a', { unbounded: true, mutable: false })],
    ['for administrators', AttributeSchema.customString('a', { unbounded: true, developerOnly: true })],
  ])('is rejected with %s', (_, attribute) => {
    expect(problemsOf(deployed, attribute)).toEqual([
      expect.stringMatching(
        /^schema\[0] is .*"a".*, and .* in old\.json: Cognito can't change an attribute.*or write AttributeSchema\.customString\("a", { unbounded: true }\)\.$/,
      ),
    ]);
  });

  it('may have one bound, as a string of the CDK', () => {
    const half = { ...deployed[0], StringAttributeConstraints: { MaxLength: '50' } };
    expect(problemsOf([half], AttributeSchema.customString('a', { maxLength: 50 }))).toEqual([
      expect.stringContaining('or write AttributeSchema.customString("a", { maxLength: 50, unbounded: true }).'),
    ]);
    expect(problemsOf([half], AttributeSchema.customString('a', { maxLength: 50, unbounded: true }))).toEqual([]);
  });

  it('is rejected if it is a standard one with settings that the pool does not have', () => {
    expect(problemsOf(deployed, AttributeSchema.standard(StandardAttribute.NAME, { required: true }))).toEqual([
      expect.stringContaining('and not in the schema in old.json'),
    ]);
    expect(problemsOf(deployed, AttributeSchema.standard(StandardAttribute.NAME))).toEqual([]);
  });

  it('is the same with Booleans as text', () => {
    const text = [{ Name: 'a', AttributeDataType: 'String', Mutable: 'true', Required: 'false' }];
    expect(problemsOf(text, AttributeSchema.customString('a', { unbounded: true }))).toEqual([]);
    expect(problemsOf(text, AttributeSchema.customString('a', { unbounded: true, mutable: false }))).toEqual([
      expect.stringContaining('or write AttributeSchema.customString("a", { unbounded: true }).'),
    ]);
  });

  it('is the same with numbers as text, and without what is the default', () => {
    const constraints = { MinValue: 0, MaxValue: '5' };
    const number = { Name: 'n', AttributeDataType: 'Number', Mutable: true, NumberAttributeConstraints: constraints };
    expect(
      problemsOf(
        [{ ...number, DeveloperOnlyAttribute: false, Required: false }],
        AttributeSchema.customNumber('n', { min: 0, max: 5 }),
      ),
    ).toEqual([]);
  });
});

it('new attributes come after the deployed ones, which stay as they are', () => {
  const deployed = [
    { Name: 'a', Mutable: true },
    { Name: 'email', Required: true },
  ];
  const schema = [AttributeSchema.customBoolean('b'), AttributeSchema.customString('a')];
  expect(adoptedSchema(deployed, schema)).toEqual([
    ...deployed,
    { Name: 'b', AttributeDataType: 'Boolean', Mutable: true },
  ]);
});
