import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { Caller, callerOf } from 'cdk-user-auth-pool/caller';
import { z } from 'zod';

/** The scope that only editors have in their tokens, and the URL of this server, which its tokens name. */
const { EDITORS_SCOPE = '', RESOURCE = '' } = process.env;

/** The tools that a caller has. It is made for each request, because nothing is kept between requests. */
function serverFor(caller: Caller): McpServer {
  const server = new McpServer({ name: 'notes', version: '1.0.0' });
  server.registerTool('whoami', { description: 'Who you are' }, () => say(caller.username ?? caller.subject));
  if (caller.scopes.includes(EDITORS_SCOPE)) {
    server.registerTool(
      'publish',
      { description: 'Publishes a note', inputSchema: { title: z.string() } },
      ({ title }) => say(`Published ${title}`),
    );
  }
  return server;
}

const say = (text: string) => ({ content: [{ type: 'text' as const, text }] });

/** Answers `POST /mcp`. It runs only for requests whose token API Gateway has checked. */
export async function handler(event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> {
  const caller = callerOf(event);
  if (!caller) return { statusCode: 500 };
  // The authorizer rejects tokens for other servers, and lets in those that name no server at all.
  if (caller.claims.aud !== RESOURCE) return { statusCode: 401 };
  const transport = new WebStandardStreamableHTTPServerTransport({
    sessionIdGenerator: undefined, // no session: any instance of the function can answer any request
    enableJsonResponse: true, // API Gateway does not stream
  });
  const server = serverFor(caller);
  await server.connect(transport);
  try {
    const response = await transport.handleRequest(requestOf(event));
    return {
      statusCode: response.status,
      headers: Object.fromEntries(response.headers),
      body: await response.text(),
    };
  } finally {
    await server.close();
  }
}

function requestOf({ rawPath, headers, body, isBase64Encoded, requestContext }: APIGatewayProxyEventV2): Request {
  return new Request(`https://${requestContext.domainName}${rawPath}`, {
    method: requestContext.http.method,
    headers: headers as Record<string, string>,
    body: isBase64Encoded ? Buffer.from(body ?? '', 'base64') : body,
  });
}
