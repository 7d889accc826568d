from aws_cdk import App, CfnOutput, Stack
from aws_cdk.aws_apigatewayv2 import HttpApi, HttpMethod
from aws_cdk.aws_lambda import Runtime
from aws_cdk.aws_lambda_nodejs import NodejsFunction
from cdk_user_auth_pool import (
    CognitoHttpApiAuthorizer,
    HttpApiAccess,
    PasswordPolicy,
    UserAuthPool,
    UserVerificationType,
)
from constructs import Construct


class QuickstartStack(Stack):
    def __init__(self, scope: Construct, construct_id: str, **kwargs) -> None:
        super().__init__(scope, construct_id, **kwargs)

        create_post = NodejsFunction(
            self, "CreatePost", entry="src/index.ts", runtime=Runtime.NODEJS_22_X
        )
        my_gateway = HttpApi(self, "MyGateway")

        my_user_pool = UserAuthPool(
            self,
            "MyUserPool",
            user_verification_type=UserVerificationType.EMAIL_CODE,
            password_policy=PasswordPolicy(minimum_length=8),
        )
        authorizer = CognitoHttpApiAuthorizer(self, "Authorizer", user_auth_pool=my_user_pool)

        authorizer.add_lambda_route(
            create_post, http_api=my_gateway, path="/post/create", methods=[HttpMethod.POST]
        )

        HttpApiAccess.of(my_gateway).record_in("access.md")
        CfnOutput(self, "ApiUrl", value=my_gateway.api_endpoint)
        CfnOutput(self, "UserPoolId", value=my_user_pool.user_pool_id)
        CfnOutput(self, "UserPoolClientId", value=my_user_pool.user_pool_client_id)


app = App()
QuickstartStack(app, "Quickstart")
app.synth()
