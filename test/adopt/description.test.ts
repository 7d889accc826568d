import { describe, expect, it } from 'vitest';
import { schemaIn } from '../../lib/adopt/description';

describe('the schema of a described pool', () => {
  it('leaves out what every pool has', () => {
    expect(
      schemaIn([
        { Name: 'sub', AttributeDataType: 'String', Required: true, Mutable: false },
        { Name: 'email_verified', AttributeDataType: 'Boolean', Mutable: true, Required: false },
        { Name: 'name', AttributeDataType: 'String', Mutable: true, Required: false, DeveloperOnlyAttribute: false },
        { Name: 'identities', AttributeDataType: 'String', Mutable: true },
      ]),
    ).toEqual([]);
  });

  it('has standard attributes with other settings', () => {
    const constraints = { StringAttributeConstraints: { MinLength: '0', MaxLength: '2048' } };
    expect(
      schemaIn([
        { Name: 'email', AttributeDataType: 'String', Required: true, Mutable: true, ...constraints },
        { Name: 'updated_at', AttributeDataType: 'Number', Required: false, Mutable: false },
      ]),
    ).toEqual([
      { Name: 'email', AttributeDataType: 'String', Required: true, Mutable: true },
      { Name: 'updated_at', AttributeDataType: 'Number', Required: false, Mutable: false },
    ]);
  });

  it('has custom attributes without their prefix, with the bounds that they have', () => {
    expect(
      schemaIn([
        { Name: 'custom:a', AttributeDataType: 'String', Mutable: true, StringAttributeConstraints: {} },
        {
          Name: 'custom:b',
          AttributeDataType: 'Number',
          Mutable: false,
          NumberAttributeConstraints: { MinValue: '1' },
        },
        { Name: 'dev:custom:c', AttributeDataType: 'Boolean', Mutable: true, DeveloperOnlyAttribute: true },
      ]),
    ).toEqual([
      { Name: 'a', AttributeDataType: 'String', Mutable: true },
      { Name: 'b', AttributeDataType: 'Number', Mutable: false, NumberAttributeConstraints: { MinValue: '1' } },
      { Name: 'c', AttributeDataType: 'Boolean', Mutable: true, DeveloperOnlyAttribute: true },
    ]);
  });
});
