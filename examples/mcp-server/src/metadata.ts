import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';

const { RESOURCE, ORIGIN, DOMAIN, JWKS_URI } = process.env;

/** What a client reads before it has a token: RFC 9728 about this server, RFC 8414 about the pool. */
const DOCUMENTS: Record<string, object> = {
  '/.well-known/oauth-protected-resource/mcp': {
    resource: RESOURCE,
    authorization_servers: [ORIGIN],
    bearer_methods_supported: ['header'],
    scopes_supported: ['openid'],
  },
  // The document that Cognito publishes does not mention PKCE, without which clients refuse to go on.
  '/.well-known/oauth-authorization-server': {
    issuer: ORIGIN,
    authorization_endpoint: `${DOMAIN}/oauth2/authorize`,
    token_endpoint: `${DOMAIN}/oauth2/token`,
    revocation_endpoint: `${DOMAIN}/oauth2/revoke`,
    jwks_uri: JWKS_URI,
    response_types_supported: ['code'],
    grant_types_supported: ['authorization_code', 'refresh_token'],
    code_challenge_methods_supported: ['S256'],
    token_endpoint_auth_methods_supported: ['none'],
    scopes_supported: ['openid', 'email', 'profile'],
  },
};

export async function handler({ rawPath }: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> {
  const document = DOCUMENTS[rawPath];
  if (!document) return { statusCode: 404 };
  return {
    statusCode: 200,
    headers: { 'content-type': 'application/json', 'cache-control': 'public, max-age=3600' },
    body: JSON.stringify(document),
  };
}
