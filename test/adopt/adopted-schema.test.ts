import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { AttributeSchema, StandardAttribute } from '../../lib';
import { adoptedSchema, checkAdoptedSchema, lineOf } from '../../lib/adopt/adopted-schema';
import { Problems } from '../../lib/checks/problems';
import { asInTemplate } from '../../lib/sign-in/attribute-schema';

const problemsOf = (deployed: object[], ...schema: AttributeSchema[]) => {
  const problems = new Problems('Pool');
  checkAdoptedSchema('old.json', deployed as Record<string, unknown>[], schema, problems);
  return problems.messages();
};

describe('the line of an attribute', () => {
  it.each<[string, AttributeSchema]>([
    ['AttributeSchema.customString("a", { unbounded: true })', AttributeSchema.customString('a', { unbounded: true })],
    [
      'AttributeSchema.customString("a", { minLength: 1, maxLength: 9, mutable: false })',
      AttributeSchema.customString('a', { minLength: 1, maxLength: 9, mutable: false }),
    ],
    ['AttributeSchema.customNumber("a")', AttributeSchema.customNumber('a')],
    ['AttributeSchema.customNumber("a", { min: -1 })', AttributeSchema.customNumber('a', { min: -1 })],
    ['AttributeSchema.customNumber("a", { min: 0, max: 5 })', AttributeSchema.customNumber('a', { min: 0, max: 5 })],
    [
      'AttributeSchema.customBoolean("a", { developerOnly: true })',
      AttributeSchema.customBoolean('a', { developerOnly: true }),
    ],
    [
      'AttributeSchema.customDateTime("a", { mutable: false })',
      AttributeSchema.customDateTime('a', { mutable: false }),
    ],
    [
      'AttributeSchema.standard(StandardAttribute.FAMILY_NAME, { required: true, mutable: false })',
      AttributeSchema.standard(StandardAttribute.FAMILY_NAME, { required: true, mutable: false }),
    ],
  ])('%s', (line, attribute) => {
    const deployed = asInTemplate(attribute);
    expect(lineOf(deployed)).toBe(line);
    // The line, once written, is accepted.
    const written = runInNewContext(line, { AttributeSchema, StandardAttribute }) as AttributeSchema;
    expect(problemsOf([deployed], written)).toEqual([]);
  });

  it('is of an immutable attribute if the template does not say so', () => {
    expect(lineOf({ Name: 'a', AttributeDataType: 'Number' })).toBe(
      'AttributeSchema.customNumber("a", { mutable: false })',
    );
  });
});

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

  it('is rejected if it is a standard one with settings that the pool does not have', () => {
    expect(problemsOf(deployed, AttributeSchema.standard(StandardAttribute.NAME, { required: true }))).toEqual([
      expect.stringContaining('and not in the schema in old.json'),
    ]);
    expect(problemsOf(deployed, AttributeSchema.standard(StandardAttribute.NAME))).toEqual([]);
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
