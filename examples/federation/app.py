from aws_cdk import App, CfnOutput, SecretValue, Stack
from aws_cdk.aws_cognito import AttributeMapping, ProviderAttribute
from cdk_user_auth_pool import HostedUi, IdentityProvider, SamlMetadata, UserAuthClientOptions, UserAuthPool
from constructs import Construct


class FederationStack(Stack):
    """Users sign in with an account that they have elsewhere, on pages that Cognito hosts."""

    def __init__(self, scope: Construct, construct_id: str, **kwargs) -> None:
        super().__init__(scope, construct_id, **kwargs)

        pool = UserAuthPool(
            self,
            "Pool",
            hosted_ui=HostedUi.cognito_domain(domain_prefix="example-sign-in"),
            client=UserAuthClientOptions(callback_urls=["https://app.example.com/"]),
            identity_providers=[
                IdentityProvider.google(
                    client_id="1234567890-abc.apps.googleusercontent.com",
                    client_secret=SecretValue.secrets_manager("sign-in/google"),
                    attribute_mapping=AttributeMapping(profile_picture=ProviderAttribute.GOOGLE_PICTURE),
                ),
                IdentityProvider.facebook(
                    client_id="1234567890",
                    client_secret=SecretValue.secrets_manager("sign-in/facebook"),
                ),
                IdentityProvider.login_with_amazon(
                    client_id="amzn1.application-oa2-client.0123456789abcdef",
                    client_secret=SecretValue.secrets_manager("sign-in/amazon"),
                ),
                IdentityProvider.sign_in_with_apple(
                    client_id="com.example.web",
                    team_id="AB12CD34EF",
                    key_id="GH56IJ78KL",
                    private_key=SecretValue.secrets_manager("sign-in/apple"),
                ),
                IdentityProvider.oidc(
                    "Partner",
                    client_id="example-sign-in",
                    client_secret=SecretValue.secrets_manager("sign-in/partner"),
                    issuer_url="https://login.partner.example",
                ),
                IdentityProvider.saml(
                    "Company",
                    metadata=SamlMetadata.from_url("https://login.company.example/metadata.xml"),
                    identifiers=["company.example"],  # users with such an address are sent there
                ),
            ],
        )

        CfnOutput(self, "UserPoolId", value=pool.user_pool_id)
        CfnOutput(self, "UserPoolClientId", value=pool.user_pool_client_id)


app = App()
FederationStack(app, "Federation")
app.synth()
