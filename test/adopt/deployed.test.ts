import { expect, it } from 'vitest';
import { deployedIn, poolsIn, Template } from '../../lib/adopt/deployed';

const template: Template = {
  Pool: { Type: 'AWS::Cognito::UserPool', Properties: { Schema: [{ Name: 'a' }] } },
  Other: { Type: 'AWS::Cognito::UserPool' },
  Web: { Type: 'AWS::Cognito::UserPoolClient', Properties: { UserPoolId: { Ref: 'Pool' } } },
  Joined: { Type: 'AWS::Cognito::UserPoolClient', Properties: { UserPoolId: { 'Fn::Join': ['', [{ Ref: 'Pool' }]] } } },
  ByAttribute: {
    Type: 'AWS::Cognito::UserPoolGroup',
    Properties: { UserPoolId: { 'Fn::GetAtt': ['Pool', 'UserPoolId'] } },
  },
  ByText: { Type: 'AWS::Cognito::UserPoolGroup', Properties: { UserPoolId: { 'Fn::GetAtt': 'Pool' } } },
  OfOther: { Type: 'AWS::Cognito::UserPoolClient', Properties: { UserPoolId: { Ref: 'Other' } } },
  Imported: { Type: 'AWS::Cognito::UserPoolClient', Properties: { UserPoolId: 'eu-west-1_Ab12Cd34E' } },
  Topic: { Type: 'AWS::SNS::Topic', Properties: { UserPoolId: { Ref: 'Pool' } } },
};

it('a template has pools', () => {
  expect(poolsIn(template)).toEqual(['Pool', 'Other']);
});

it('a pool has what refers to it, and nothing else', () => {
  const deployed = deployedIn(template, 'Pool', 'old.json');
  expect([...deployed.resources.keys()]).toEqual(['Pool', 'Web', 'Joined', 'ByAttribute', 'ByText']);
  expect(deployed.schema).toEqual([{ Name: 'a' }]);
});

it('a schema that is a function is none', () => {
  const Schema = { 'Fn::If': ['C', [], []] };
  expect(deployedIn({ Pool: { Type: 'AWS::Cognito::UserPool', Properties: { Schema } } }, 'Pool', '').schema).toEqual(
    [],
  );
});
