import os

from aws_cdk import App, CfnOutput, Duration, RemovalPolicy, Stack
from aws_cdk.aws_apigatewayv2 import CorsHttpMethod, CorsPreflightOptions, HttpApi, HttpMethod
from aws_cdk.aws_lambda import Runtime
from aws_cdk.aws_lambda_nodejs import NodejsFunction
from cdk_user_auth_pool import (
    Branding,
    CognitoHttpApiAuthorizer,
    HostedUi,
    HttpApiAccess,
    UserAuthClientOptions,
    UserAuthPool,
    UserAuthScope,
)
from constructs import Construct

# The origin of the page in web/.
page_origin = os.environ.get("PAGE_ORIGIN", "http://localhost:5173")


class HostedSignInStack(Stack):
    """People sign in on the hosted pages, and a machine with a client secret. Each has its own route."""

    def __init__(self, scope: Construct, construct_id: str, **kwargs) -> None:
        super().__init__(scope, construct_id, **kwargs)

        pool = UserAuthPool(
            self,
            "Pool",
            removal_policy=RemovalPolicy.DESTROY,  # deletes the users with the stack: omit it in production
            hosted_ui=HostedUi.cognito_domain(branding=Branding.classic()),
            client=UserAuthClientOptions(callback_urls=[f"{page_origin}/"], logout_urls=[f"{page_origin}/"]),
        )
        reports = pool.add_resource_server(
            "Reports",
            identifier="reports",
            scopes=[UserAuthScope(scope_name="read", scope_description="Read the reports")],
        )
        machine = pool.add_machine_client("Machine", scopes=[reports.scope("read")])

        who_calls = NodejsFunction(self, "WhoCalls", entry="src/who-calls.ts", runtime=Runtime.NODEJS_22_X)
        http_api = HttpApi(
            self,
            "Api",
            cors_preflight=CorsPreflightOptions(
                allow_origins=[page_origin],
                allow_methods=[CorsHttpMethod.GET],
                allow_headers=["authorization"],
                max_age=Duration.hours(1),
            ),
        )
        authorizer = CognitoHttpApiAuthorizer(self, "Authorizer", user_auth_pool=pool)
        authorizer.add_lambda_route(
            who_calls,
            http_api=http_api,
            path="/me",
            methods=[HttpMethod.GET],
            authorization_scopes=["openid"],  # access tokens have it if the user signed in on the hosted pages
        )
        authorizer.add_lambda_route(
            who_calls,
            http_api=http_api,
            path="/report",
            methods=[HttpMethod.GET],
            authorization_scopes=[reports.scope("read").scope_name],
        )
        HttpApiAccess.of(http_api).record_in("access.md")

        CfnOutput(self, "ApiUrl", value=http_api.url)
        CfnOutput(self, "ConfigParameter", value=pool.front_end_config().to_parameter(self, "Config").parameter_name)
        CfnOutput(self, "MachineClientId", value=machine.user_pool_client_id)
        CfnOutput(self, "MachineSecretArn", value=machine.client_secret.secret_arn)


app = App()
HostedSignInStack(app, "HostedSignIn")
app.synth()
