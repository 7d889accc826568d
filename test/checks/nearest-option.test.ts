import { expect, it } from 'vitest';
import { nearestOption } from '../../lib/checks/nearest-option';

it.each([
  ['another case', 'AddLambdaRouteOptions', 'accesspolicy', 'accessPolicy'],
  ['a letter too few', 'AddLambdaRouteOptions', 'acessPolicy', 'accessPolicy'],
  ['two letters turned round', 'UserAuthPoolProps', 'passwrodPolicy', 'passwordPolicy'],
  ['the end of a name', 'AddLambdaRouteOptions', 'scopes', 'authorizationScopes'],
  ['a short form', 'PasswordPolicy', 'minLength', 'minimumLength'],
  ['an option of a nested struct', 'UserAuthPoolProps', 'callbackUrls', 'client.callbackUrls'],
  ['a resource that can be overridden', 'UserAuthPoolProps', 'webAclAssociation', undefined],
  ['few letters', 'AddLambdaRouteOptions', 'auth', undefined],
  [
    'a property of CloudFormation',
    'UserAuthPoolOverrides',
    'MfaConfiguration',
    'userPool: { "MfaConfiguration": ... }, or the name of another resource that has the property',
  ],
  ['nothing alike', 'AddLambdaRouteOptions', 'authorizer', undefined],
  ['an unknown struct', 'Nothing', 'name', undefined],
])('knows what is meant by %s: %s of %s', (_, struct, name, expected) => {
  expect(nearestOption(struct, name)).toBe(expected);
});
