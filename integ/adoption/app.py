"""The same pools as in app.ts, once this library has taken them over: the step "new" of it, in Python."""

import os

from aws_cdk import App, CfnOutput, CfnResource, CfnWaitConditionHandle, Stack
from aws_cdk.aws_apigatewayv2 import HttpApi, HttpMethod
from aws_cdk.aws_cognito import FeaturePlan
from aws_cdk.aws_lambda import Code, Function, Runtime
from cdk_user_auth_pool import (
    CognitoHttpApiAuthorizer,
    ExistingUserPool,
    HostedUi,
    PasswordPolicy,
    UserAuthClientOptions,
    UserAuthPool,
)

app = App()
folder = app.node.try_get_context("deployed")


def template_of(stack: Stack, logical_id: str) -> ExistingUserPool:
    return ExistingUserPool.from_template(os.path.join(folder, f"{stack.stack_name}.template.json"), logical_id)


def output(stack: Stack, pool: UserAuthPool) -> None:
    CfnOutput(stack, "UserPoolId", value=pool.user_pool_id)
    CfnOutput(stack, "ClientId", value=pool.user_pool_client_id)


client = UserAuthClientOptions(allow_password_sign_in=True)


def plain(stack: Stack) -> None:
    fn = Function(
        stack,
        "Create",
        runtime=Runtime.NODEJS_22_X,
        handler="index.handler",
        code=Code.from_inline("exports.handler = async () => ({ statusCode: 201 });"),
    )
    http_api = HttpApi(stack, "Api")
    CfnOutput(stack, "ApiUrl", value=http_api.api_endpoint)
    pool = UserAuthPool(
        stack,
        "Users",
        existing=template_of(stack, "Users0A0EEA89"),
        feature_plan=FeaturePlan.LITE,
        hosted_ui=HostedUi.cognito_domain(domain_prefix="plain"),
        client=client,
    )
    pool.add_group("Admins", group_name="admins")
    CognitoHttpApiAuthorizer(stack, "Authorizer", user_auth_pool=pool).add_lambda_route(
        fn, http_api=http_api, path="/orders", methods=[HttpMethod.POST]
    )
    output(stack, pool)


def aliases(stack: Stack) -> None:
    existing = template_of(stack, "Users0A0EEA89")
    output(stack, UserAuthPool(stack, "Users", existing=existing, allow_user_name=True, client=client))


def amplify(stack: Stack) -> None:
    existing = template_of(stack, "amplifyAuthUserPool410D002E")
    pool = UserAuthPool(stack, "Users", existing=existing, omit_schema=True, client=client)
    stack.rename_logical_id("UsersClient3B43F2CF", "amplifyAuthUserPoolAppClient3150E7F4")
    output(stack, pool)


def sam(stack: Stack) -> None:
    pool = UserAuthPool(
        stack,
        "Users",
        existing=template_of(stack, "UserPool"),
        user_pool_name="sam-users",
        client=UserAuthClientOptions(
            allow_password_sign_in=True, user_pool_client_name="web", generate_client_secret=False
        ),
    )
    pool.client.cfn_user_pool_client.override_logical_id("WebClient")
    group: CfnResource = pool.add_group("admins").node.default_child
    group.override_logical_id("Admins")
    output(stack, pool)


plain(Stack(app, "Plain"))
aliases(Stack(app, "Aliases"))
amplify(Stack(app, "Amplify"))
sam(Stack(app, "Sam"))

CfnWaitConditionHandle(Stack(app, "Giver"), "Rest")

imported = Stack(app, app.node.get_context("into"))
by_hand = UserAuthPool(
    imported,
    "Users",
    existing=ExistingUserPool.from_description(os.path.join(folder, f"{imported.stack_name}.json")),
    password_policy=PasswordPolicy(minimum_length=12),
    client=client,
)
by_hand.add_group("admins")

app.synth()
