import type { APIGatewayProxyEventV2WithJWTAuthorizer, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { randomUUID } from 'node:crypto';

/** Answers `POST /post/create`. It runs only for requests whose token API Gateway has checked. */
export async function handler(
  event: APIGatewayProxyEventV2WithJWTAuthorizer,
): Promise<APIGatewayProxyStructuredResultV2> {
  const { title } = JSON.parse(event.body ?? '{}') as { title?: string };
  const author = event.requestContext.authorizer.jwt.claims.sub;
  return { statusCode: 201, body: JSON.stringify({ id: randomUUID(), title, author }) };
}
