import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { callerOf } from 'cdk-user-auth-pool/caller';

/** Answers every route with who calls it, the same behind each kind of authorizer. */
export async function handler(event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> {
  const caller = callerOf(event);
  if (!caller) return { statusCode: 200, body: JSON.stringify({ caller: 'anybody' }) };
  const { subject, person, groups } = caller;
  return { statusCode: 200, body: JSON.stringify({ caller: subject, person, groups }) };
}
