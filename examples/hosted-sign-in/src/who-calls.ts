import type { APIGatewayProxyEventV2WithJWTAuthorizer, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';

/**
 * Answers with what the access token says about the caller. A machine has no username: it is known by its app client.
 */
export async function handler(
  event: APIGatewayProxyEventV2WithJWTAuthorizer,
): Promise<APIGatewayProxyStructuredResultV2> {
  const { client_id: client, sub: user, username } = event.requestContext.authorizer.jwt.claims;
  return { statusCode: 200, body: JSON.stringify(username ? { user } : { client }) };
}
