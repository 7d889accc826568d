import { App, CfnOutput, SecretValue, Stack, StackProps } from 'aws-cdk-lib';
import { ProviderAttribute } from 'aws-cdk-lib/aws-cognito';
import { HostedUi, IdentityProvider, SamlMetadata, UserAuthPool } from 'cdk-user-auth-pool';
import { Construct } from 'constructs';

/** Users sign in with an account that they have elsewhere, on pages that Cognito hosts. */
class FederationStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    const pool = new UserAuthPool(this, 'Pool', {
      hostedUi: HostedUi.cognitoDomain({ domainPrefix: 'example-sign-in' }),
      client: { callbackUrls: ['https://app.example.com/'] },
      identityProviders: [
        IdentityProvider.google({
          clientId: '1234567890-abc.apps.googleusercontent.com',
          clientSecret: SecretValue.secretsManager('sign-in/google'),
          attributeMapping: { profilePicture: ProviderAttribute.GOOGLE_PICTURE },
        }),
        IdentityProvider.facebook({
          clientId: '1234567890',
          clientSecret: SecretValue.secretsManager('sign-in/facebook'),
        }),
        IdentityProvider.loginWithAmazon({
          clientId: 'amzn1.application-oa2-client.0123456789abcdef',
          clientSecret: SecretValue.secretsManager('sign-in/amazon'),
        }),
        IdentityProvider.signInWithApple({
          clientId: 'com.example.web',
          teamId: 'AB12CD34EF',
          keyId: 'GH56IJ78KL',
          privateKey: SecretValue.secretsManager('sign-in/apple'),
        }),
        IdentityProvider.oidc('Partner', {
          clientId: 'example-sign-in',
          clientSecret: SecretValue.secretsManager('sign-in/partner'),
          issuerUrl: 'https://login.partner.example',
        }),
        IdentityProvider.saml('Company', {
          metadata: SamlMetadata.fromUrl('https://login.company.example/metadata.xml'),
          identifiers: ['company.example'], // users with such an address are sent there
        }),
      ],
    });

    new CfnOutput(this, 'UserPoolId', { value: pool.userPoolId });
    new CfnOutput(this, 'UserPoolClientId', { value: pool.userPoolClientId });
  }
}

new FederationStack(new App(), 'Federation');
