from aws_cdk import App, CfnOutput, Environment, Stack
from aws_cdk.aws_certificatemanager import Certificate, CertificateValidation, ICertificate
from aws_cdk.aws_route53 import HostedZone, IHostedZone
from cdk_user_auth_pool import HostedUi, UserAuthClientOptions, UserAuthPool
from constructs import Construct

domain_name = "auth.example.com"


class CertificateStack(Stack):
    """The certificate of the domain, in the one region from which Cognito takes it."""

    def __init__(self, scope: Construct, construct_id: str, **kwargs) -> None:
        super().__init__(scope, construct_id, **kwargs)

        self.hosted_zone = HostedZone.from_hosted_zone_attributes(
            self, "Zone", hosted_zone_id="Z0123456789ABCDEFGHIJ", zone_name="example.com"
        )
        self.certificate = Certificate(
            self,
            "Certificate",
            domain_name=domain_name,
            validation=CertificateValidation.from_dns(self.hosted_zone),
        )


class UsersStack(Stack):
    """Users sign in at a domain of your own."""

    def __init__(
        self, scope: Construct, construct_id: str, hosted_zone: IHostedZone, certificate: ICertificate, **kwargs
    ) -> None:
        super().__init__(scope, construct_id, **kwargs)

        pool = UserAuthPool(
            self,
            "Pool",
            hosted_ui=HostedUi.custom_domain(
                domain_name=domain_name, certificate=certificate, hosted_zone=hosted_zone
            ),
            client=UserAuthClientOptions(callback_urls=["https://app.example.com/"]),
        )

        CfnOutput(self, "SignIn", value=pool.client.sign_in_url)


app = App()
certificates = CertificateStack(
    app, "Certificate", env=Environment(region="us-east-1"), cross_region_references=True
)
UsersStack(
    app,
    "Users",
    env=Environment(region="eu-west-1"),
    cross_region_references=True,
    hosted_zone=certificates.hosted_zone,
    certificate=certificates.certificate,
)
app.synth()
