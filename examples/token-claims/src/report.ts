import type { APIGatewayProxyEventV2WithJWTAuthorizer, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';

/** Answers `GET /report`, with the tenant that the token names. */
export async function handler(
  event: APIGatewayProxyEventV2WithJWTAuthorizer,
): Promise<APIGatewayProxyStructuredResultV2> {
  const { tenant } = event.requestContext.authorizer.jwt.claims;
  return { statusCode: 200, body: JSON.stringify({ tenant }) };
}
