import { Reference, Token, Tokenization } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { Problems } from '../checks/problems';
import { checkPattern } from '../checks/values';

/** The name itself of a group that is given by reference, as `groupName` of a group of this library or of the CDK. */
export function literalGroupName(groupName: string): string {
  const isToken = typeof groupName === 'string' && Token.isUnresolved(groupName);
  const { firstToken, length } = isToken ? Tokenization.reverseString(groupName) : { length: 0 };
  const target = length === 1 && Reference.isReference(firstToken) ? firstToken.target : undefined;
  return (cognito.CfnUserPoolGroup.isCfnUserPoolGroup(target) ? target.groupName : undefined) ?? groupName;
}

/** Checks the name of a group. */
export function checkGroupName(problems: Problems, where: string, value: string): void {
  checkPattern(problems, where, value, /^[\p{L}\p{M}\p{S}\p{N}\p{P}]{1,128}$/u, {
    outcome: 'Cognito accepts names of 1 to 128 characters, without spaces, and rejects the group',
    remedy: 'Write it as, for example, "editors"',
  });
}
