import { expect, it } from 'vitest';
import { UserAuthPool, UserVerificationType } from '../../lib';
import { newStack, only, templateOf } from '../support/synth';

it('gives a pool that sends text messages a role of its own', () => {
  const stack = newStack();
  const pool = new UserAuthPool(stack, 'Pool', {
    allowPhoneNumberAsUserName: true,
    userVerificationType: UserVerificationType.SMS,
  });
  const template = templateOf(stack);
  const role = only(template, 'AWS::IAM::Role');
  const trust = (role.properties.AssumeRolePolicyDocument as { Statement: unknown[] }).Statement;
  const externalId = (only(template, 'AWS::Cognito::UserPool').properties.SmsConfiguration as { ExternalId: string })
    .ExternalId;

  expect(externalId).toMatch(/^\w{2,128}$/);
  expect(trust).toEqual([
    {
      Action: 'sts:AssumeRole',
      Condition: { StringEquals: { 'sts:ExternalId': externalId, 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
      Effect: 'Allow',
      Principal: { Service: 'cognito-idp.amazonaws.com' },
    },
  ]);
  expect(role.properties.Policies).toEqual([
    {
      PolicyName: 'SendTextMessages',
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Action: 'sns:Publish',
            Effect: 'Allow',
            NotResource: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':sns:*:*:*']] },
          },
        ],
      },
    },
  ]);
  expect(role.properties.ManagedPolicyArns).toBeUndefined();
  template.hasResourceProperties('AWS::Cognito::UserPool', {
    SmsConfiguration: { SnsCallerArn: { 'Fn::GetAtt': [role.id, 'Arn'] } },
  });
  expect(pool.smsRole?.roleArn).toBeDefined();
});
