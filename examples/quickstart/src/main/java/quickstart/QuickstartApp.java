package quickstart;

import io.github.cdkuserauthpool.AddLambdaRouteOptions;
import io.github.cdkuserauthpool.CognitoHttpApiAuthorizer;
import io.github.cdkuserauthpool.HttpApiAccess;
import io.github.cdkuserauthpool.PasswordPolicy;
import io.github.cdkuserauthpool.UserAuthPool;
import io.github.cdkuserauthpool.UserVerificationType;
import java.util.List;
import software.amazon.awscdk.App;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.apigatewayv2.HttpApi;
import software.amazon.awscdk.services.apigatewayv2.HttpMethod;
import software.amazon.awscdk.services.lambda.Runtime;
import software.amazon.awscdk.services.lambda.nodejs.NodejsFunction;
import software.constructs.Construct;

public class QuickstartApp {
    public static void main(final String[] args) {
        App app = new App();
        new QuickstartStack(app, "Quickstart");
        app.synth();
    }

    static class QuickstartStack extends Stack {
        QuickstartStack(final Construct scope, final String id) {
            super(scope, id);

            NodejsFunction createPost = NodejsFunction.Builder.create(this, "CreatePost")
                .entry("src/index.ts")
                .runtime(Runtime.NODEJS_22_X)
                .build();
            HttpApi myGateway = new HttpApi(this, "MyGateway");

            UserAuthPool myUserPool = UserAuthPool.Builder.create(this, "MyUserPool")
                .userVerificationType(UserVerificationType.EMAIL_CODE)
                .passwordPolicy(PasswordPolicy.builder().minimumLength(8).build())
                .build();
            CognitoHttpApiAuthorizer authorizer = CognitoHttpApiAuthorizer.Builder.create(this, "Authorizer")
                .userAuthPool(myUserPool)
                .build();

            authorizer.addLambdaRoute(createPost, AddLambdaRouteOptions.builder()
                .httpApi(myGateway)
                .path("/post/create")
                .methods(List.of(HttpMethod.POST))
                .build());

            HttpApiAccess.of(myGateway).recordIn("access.md");
            CfnOutput.Builder.create(this, "ApiUrl").value(myGateway.getApiEndpoint()).build();
            CfnOutput.Builder.create(this, "UserPoolId").value(myUserPool.getUserPoolId()).build();
            CfnOutput.Builder.create(this, "UserPoolClientId").value(myUserPool.getUserPoolClientId()).build();
        }
    }
}
