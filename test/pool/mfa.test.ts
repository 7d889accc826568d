import { it } from 'vitest';
import { UserAuthPool } from '../../lib';
import { newStack, templateOf } from '../support/synth';

it('offers an authenticator app to everybody and asks it of nobody', () => {
  const stack = newStack();
  new UserAuthPool(stack, 'Pool');
  templateOf(stack).hasResourceProperties('AWS::Cognito::UserPool', {
    MfaConfiguration: 'OPTIONAL',
    EnabledMfas: ['SOFTWARE_TOKEN_MFA'],
  });
});
