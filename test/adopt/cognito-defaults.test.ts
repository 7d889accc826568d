import { describe, expect, it } from 'vitest';
import { withDefaults, withKept } from '../../lib/adopt/cognito-defaults';

const POOL = 'AWS::Cognito::UserPool';
const CLIENT = 'AWS::Cognito::UserPoolClient';

describe('what Cognito gives', () => {
  it('to a pool with nothing but a name', () => {
    expect(withDefaults(POOL, { UserPoolName: 'a' })).toEqual({
      UserPoolName: 'a',
      // As `aws cognito-idp create-user-pool --pool-name MyUserPool` prints it in the examples of the AWS CLI.
      MfaConfiguration: 'OFF',
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: false },
      Policies: {
        PasswordPolicy: {
          MinimumLength: 8,
          RequireLowercase: true,
          RequireNumbers: true,
          RequireSymbols: true,
          RequireUppercase: true,
        },
        SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD'] },
      },
      DeletionProtection: 'INACTIVE',
      EmailConfiguration: { EmailSendingAccount: 'COGNITO_DEFAULT' },
      IssuerConfiguration: { Type: 'ORIGINAL' },
      KeyConfiguration: { KeyType: 'AWS_OWNED_KEY' },
      UserPoolAddOns: { AdvancedSecurityMode: 'OFF' },
      WebAuthnFactorConfiguration: 'SINGLE_FACTOR',
    });
  });

  it('to a client with nothing but a pool', () => {
    expect(withDefaults(CLIENT, {})).toEqual({
      AllowedOAuthFlowsUserPoolClient: false,
      EnablePropagateAdditionalUserContextData: false,
      EnableTokenRevocation: true,
      ExplicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH', 'ALLOW_USER_SRP_AUTH', 'ALLOW_CUSTOM_AUTH'],
      PreventUserExistenceErrors: 'LEGACY',
      RefreshTokenRotation: { Feature: 'DISABLED' },
    });
  });

  it('to a domain: classic pages', () => {
    expect(withDefaults('AWS::Cognito::UserPoolDomain', { Domain: 'a' })).toEqual({
      Domain: 'a',
      ManagedLoginVersion: 1,
    });
  });

  it('is nothing where there is a value, a part of a policy, or a function', () => {
    const given = {
      MfaConfiguration: 'ON',
      Policies: { PasswordPolicy: { MinimumLength: 6 } },
      EmailConfiguration: { 'Fn::If': ['C', {}, {}] },
      UserPoolAddOns: { AdvancedSecurityMode: 'AUDIT' },
    };
    const filled = withDefaults(POOL, given);
    expect(filled).toMatchObject(given);
    expect(filled.Policies).toHaveProperty('PasswordPolicy', { MinimumLength: 6 });
    expect(filled.EmailConfiguration).toEqual(given.EmailConfiguration);
  });

  it('is not known of the plan, and of other resources', () => {
    expect(withDefaults(POOL, {})).not.toHaveProperty('UserPoolTier');
    expect(withDefaults('AWS::Cognito::UserPoolGroup', {})).toEqual({});
  });
});

describe('what Cognito keeps', () => {
  const factors = { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'WEB_AUTHN'] } };

  it('stays where the new template does not say it', () => {
    expect(withKept({ UserPoolTier: 'PLUS', MfaConfiguration: 'ON', Policies: factors }, {})).toEqual({
      UserPoolTier: 'PLUS',
      Policies: factors,
    });
    expect(withKept({ Policies: factors }, { Policies: { PasswordPolicy: {} } })).toEqual({
      Policies: { PasswordPolicy: {}, ...factors },
    });
  });

  it('changes where it does', () => {
    const after = { UserPoolTier: 'LITE', Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD'] } } };
    expect(withKept({ UserPoolTier: 'PLUS', Policies: factors }, after)).toEqual(after);
  });
});
