import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { AttributeSchema, StandardAttribute } from '../../lib';
import { asInTemplate } from '../../lib/sign-in/attribute-schema';
import { schemaLine } from '../../lib/sign-in/schema-line';

describe('the line of an attribute', () => {
  it.each<[string, AttributeSchema]>([
    ['AttributeSchema.customString("a", { unbounded: true })', AttributeSchema.customString('a', { unbounded: true })],
    [
      'AttributeSchema.customString("a", { minLength: 1, maxLength: 9, mutable: false })',
      AttributeSchema.customString('a', { minLength: 1, maxLength: 9, mutable: false }),
    ],
    [
      'AttributeSchema.customString("a", { minLength: 1, unbounded: true })',
      AttributeSchema.customString('a', { minLength: 1, unbounded: true }),
    ],
    [
      'AttributeSchema.customString("a", { maxLength: 50, unbounded: true, developerOnly: true })',
      AttributeSchema.customString('a', { maxLength: 50, unbounded: true, developerOnly: true }),
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
    expect(schemaLine(asInTemplate(attribute))).toBe(line);
    const written = runInNewContext(line, { AttributeSchema, StandardAttribute }) as AttributeSchema;
    expect(asInTemplate(written)).toEqual(asInTemplate(attribute));
  });

  it('is of an immutable attribute if the template does not say so', () => {
    expect(schemaLine({ Name: 'a', AttributeDataType: 'Number' })).toBe(
      'AttributeSchema.customNumber("a", { mutable: false })',
    );
  });

  it('is the same for bounds that are numbers', () => {
    const bounds = { MinLength: 1, MaxLength: 50 };
    const tenant = { Name: 'tenant', AttributeDataType: 'String', Mutable: true, StringAttributeConstraints: bounds };
    expect(schemaLine(tenant)).toBe('AttributeSchema.customString("tenant", { minLength: 1, maxLength: 50 })');
  });

  it('is of a string if the template has no type, as older ones of the CDK for standard attributes', () => {
    expect(schemaLine({ Name: 'email', Mutable: true, Required: true })).toBe(
      'AttributeSchema.standard(StandardAttribute.EMAIL, { required: true })',
    );
    expect(schemaLine({ Name: 'a', Mutable: true })).toBe('AttributeSchema.customString("a", { unbounded: true })');
  });
});
