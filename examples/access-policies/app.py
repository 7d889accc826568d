from typing import Optional

from aws_cdk import App, CfnOutput, RemovalPolicy, Stack
from aws_cdk.aws_apigatewayv2 import HttpApi, HttpMethod, IHttpRouteAuthorizer
from aws_cdk.aws_apigatewayv2_integrations import HttpLambdaIntegration
from aws_cdk.aws_cognito import FeaturePlan
from aws_cdk.aws_lambda import Runtime
from aws_cdk.aws_lambda_nodejs import NodejsFunction
from cdk_user_auth_pool import (
    AccessPolicy,
    AttributeSchema,
    Branding,
    CognitoHttpApiAuthorizer,
    HostedUi,
    HttpApiAccess,
    PolicyEnforcement,
    PreTokenGenerationVersion,
    TokenUse,
    UserAuthClientOptions,
    UserAuthPool,
    UserAuthScope,
    UserPoolHooks,
)
from constructs import Construct


class AccessPoliciesStack(Stack):
    """One API, with every way to control who may call a route."""

    def __init__(self, scope: Construct, construct_id: str, **kwargs) -> None:
        super().__init__(scope, construct_id, **kwargs)

        def fn(name: str, file: str) -> NodejsFunction:
            return NodejsFunction(self, name, entry=f"src/{file}", runtime=Runtime.NODEJS_22_X)

        pool = UserAuthPool(
            self,
            "Pool",
            feature_plan=FeaturePlan.ESSENTIALS,  # policies in the token need it
            removal_policy=RemovalPolicy.DESTROY,  # deletes the users with the stack: omit it in production
            # Users can't set their own plan: clients write no custom attribute unless writable_custom_attributes
            # lists it.
            schema=[AttributeSchema.custom_string("plan", max_length=20)],
            # Machines get their tokens at its domain.
            hosted_ui=HostedUi.cognito_domain(branding=Branding.classic()),
            client=UserAuthClientOptions(callback_urls=["http://localhost:5173/"]),
            hooks=UserPoolHooks(
                pre_token_generation=fn("PreTokenGeneration", "pre-token-generation.ts"),
                pre_token_generation_version=PreTokenGenerationVersion.V2_0,
            ),
        )
        pool.add_group("admins")
        pool.add_group("editors")
        reports = pool.add_resource_server("reports", scopes=[UserAuthScope(scope_name="read")])
        machine = pool.add_machine_client("Machine", scopes=[reports.scope("read")])

        in_token = CognitoHttpApiAuthorizer(self, "InToken", user_auth_pool=pool)
        at_request = CognitoHttpApiAuthorizer(
            self, "AtRequest", user_auth_pool=pool, enforcement=PolicyEnforcement.at_request()
        )
        of_id_tokens = CognitoHttpApiAuthorizer(
            self,
            "OfIdTokens",
            user_auth_pool=pool,
            enforcement=PolicyEnforcement.at_request(token_use=TokenUse.ID),
        )
        admins = AccessPolicy.group("admins")
        editors = AccessPolicy.any_group("admins", "editors")
        pro = AccessPolicy.attribute("custom:plan", "pro")

        http_api = HttpApi(self, "Api")
        who_calls = fn("WhoCalls", "who-calls.ts")
        # One permission for the whole API instead of one for each route.
        integration = HttpLambdaIntegration("WhoCalls", who_calls, scope_permission_to_route=False)

        def get(path: str, authorizer: Optional[IHttpRouteAuthorizer] = None) -> None:
            http_api.add_routes(path=path, methods=[HttpMethod.GET], integration=integration, authorizer=authorizer)

        get("/jwt", in_token)
        get("/scoped", in_token.require_scopes(reports.scope("read")))
        get("/signed-in", in_token.require(AccessPolicy.signed_in()))
        get("/editors", in_token.require(editors))
        get("/admins", in_token.require(admins))
        get("/request/editors", at_request.require(editors))
        get("/request/id", of_id_tokens.require(pro))
        get("/health")
        in_token.require_on_every_route(http_api, public_routes=["GET /health"])
        HttpApiAccess.of(http_api).record_in("access.md")  # who may call what, for code reviews

        CfnOutput(self, "ApiUrl", value=http_api.api_endpoint)
        CfnOutput(self, "UserPoolId", value=pool.user_pool_id)
        CfnOutput(self, "UserPoolClientId", value=pool.user_pool_client_id)
        CfnOutput(self, "MachineClientId", value=machine.user_pool_client_id)
        CfnOutput(self, "MachineSecretArn", value=machine.client_secret.secret_arn)
        CfnOutput(self, "FunctionName", value=who_calls.function_name)


app = App()
AccessPoliciesStack(app, "AccessPolicies")
app.synth()
