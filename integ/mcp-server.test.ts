/*
 * examples/mcp-server on a local AWS, called by the official client of the Model Context Protocol. The local AWS knows
 * no resource indicators: tokens get their audience here, and are signed again with the key of the pool.
 */
import { UnauthorizedError, OAuthClientProvider } from '@modelcontextprotocol/sdk/client/auth.js';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { join } from 'node:path';
import { beforeAll, expect, inject, it } from 'vitest';
import { deploy, urlOf } from '../scripts/local-aws.mjs';
import { root } from '../scripts/setup.mjs';
import { cognitoClient, signUpAndIn } from '../scripts/users.mjs';
import { decode, keyOfPool, sign } from '../test/support/tokens';
import { keptTemplates } from './support/kept-templates';

const app = join(root, 'integ', 'mcp-server');
const password = 'correctHorse-7-Battery';
const REDIRECT = 'http://localhost:33418/callback';

const aws = inject('aws');
let outputs: { McpUrl: string; UserPoolId: string; UserPoolClientId: string };
let tokens: { reader: string; editor: string };

beforeAll(async () => {
  ({ McpServer: outputs } = await deploy(app, aws.env, keptTemplates('mcp-server')));
  const cognito = cognitoClient(aws);
  const pool = { userPoolId: outputs.UserPoolId, clientId: outputs.UserPoolClientId };
  const signInAs = async (name: string, groups: string[]) => {
    const { accessToken } = await signUpAndIn(cognito, { ...pool, email: `${name}@example.com`, password }, { groups });
    return accessToken;
  };
  tokens = { reader: await signInAs('reader', []), editor: await signInAs('editor', ['editors']) };
});

/** The token that Cognito issues if a client asks for one that is for a resource. */
function boundTo(resource: string, token: string): string {
  return sign(keyOfPool(aws, token), { ...decode(token).claims, aud: resource });
}

/** A client that its user has registered by hand. */
class Registered implements OAuthClientProvider {
  readonly redirectUrl = REDIRECT;
  readonly clientMetadata = { client_name: 'test', redirect_uris: [REDIRECT] };
  readonly authorizations: URL[] = [];
  private verifier = '';

  constructor(private readonly token?: string) {}

  clientInformation = () => ({ client_id: outputs.UserPoolClientId, issuer: new URL(outputs.McpUrl).origin });
  tokens = () => (this.token === undefined ? undefined : { access_token: this.token, token_type: 'Bearer' });
  saveTokens = () => {};
  redirectToAuthorization = (url: URL) => void this.authorizations.push(url);
  saveCodeVerifier = (verifier: string) => void (this.verifier = verifier);
  codeVerifier = () => this.verifier;
}

/** The client believes that the API is where it will be on AWS. */
async function connect(provider: OAuthClientProvider): Promise<Client> {
  const client = new Client({ name: 'test', version: '1.0.0' });
  const transport = new StreamableHTTPClientTransport(new URL(outputs.McpUrl), {
    authProvider: provider,
    fetch: async (input, init) => {
      const { pathname } = new URL(input);
      const response = await fetch(urlOf(aws, outputs.McpUrl, pathname), init);
      if (response.status !== 401) return response;
      // API Gateway adds this header, which does not say where the metadata is. The local AWS adds none.
      expect(response.headers.get('www-authenticate')).toBeNull();
      return new Response(response.body, { status: 401, headers: { 'WWW-Authenticate': 'Bearer' } });
    },
  });
  await client.connect(transport);
  return client;
}

async function refused(provider: Registered): Promise<URL> {
  await expect(connect(provider)).rejects.toThrow(UnauthorizedError);
  const [authorization, ...more] = provider.authorizations;
  expect(more).toEqual([]);
  return authorization!;
}

it('a client without a token is sent to the sign-in pages of the pool, for a token that is for this server', async () => {
  const { origin, pathname, searchParams } = await refused(new Registered());
  expect(origin).toMatch(/\.auth\.us-east-1\.amazoncognito\.com$/);
  expect(pathname).toBe('/oauth2/authorize');
  expect(Object.fromEntries(searchParams)).toMatchObject({
    response_type: 'code',
    client_id: outputs.UserPoolClientId,
    redirect_uri: REDIRECT,
    code_challenge_method: 'S256',
    resource: outputs.McpUrl,
  });
});

it('a token that is for this server lists the tools and calls one', async () => {
  const client = await connect(new Registered(boundTo(outputs.McpUrl, tokens.reader)));
  expect((await client.listTools()).tools.map(({ name }) => name)).toEqual(['whoami']);
  const { content } = await client.callTool({ name: 'whoami' });
  expect(content).toEqual([{ type: 'text', text: decode(tokens.reader).claims.username }]);
});

it('a token that is for no server in particular is rejected, although the authorizer lets it in', async () => {
  await refused(new Registered(tokens.reader));
});

it('a token that is for another server is rejected', async () => {
  await refused(new Registered(boundTo('https://other.example.com/mcp', tokens.editor)));
});

it('a tool for editors is there for editors, and for nobody else', async () => {
  const call = { name: 'publish', arguments: { title: 'News' } };
  const editor = await connect(new Registered(boundTo(outputs.McpUrl, tokens.editor)));
  expect((await editor.listTools()).tools.map(({ name }) => name)).toEqual(['whoami', 'publish']);
  expect((await editor.callTool(call)).content).toEqual([{ type: 'text', text: 'Published News' }]);
  const reader = await connect(new Registered(boundTo(outputs.McpUrl, tokens.reader)));
  expect((await reader.listTools()).tools.map(({ name }) => name)).toEqual(['whoami']);
  const answer = await reader.callTool(call).catch((error: Error) => ({ isError: true, content: error.message }));
  expect(answer.isError).toBe(true);
  expect(JSON.stringify(answer.content)).toMatch(/not found/);
});
