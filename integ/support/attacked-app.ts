import {
  AdminAddUserToGroupCommand,
  AdminRemoveUserFromGroupCommand,
  CognitoIdentityProviderClient,
  CreateGroupCommand,
  CreateResourceServerCommand,
  CreateUserPoolClientCommand,
  DescribeUserPoolCommand,
  InitiateAuthCommand,
  UpdateUserPoolClientCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { DeleteFunctionCommand, GetFunctionConfigurationCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { createHash, randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { join } from 'node:path';
import { inject } from 'vitest';
import { deploy, LocalAws, urlOf } from '../../scripts/local-aws.mjs';
import { root } from '../../scripts/setup.mjs';
import { cognitoClient, signIn, signInElsewhere, signUpAndIn } from '../../scripts/users.mjs';
import { Json } from '../../test/support/tokens';
import { ask, secretValue, signInMachine, tokenEndpoint } from './token-endpoint';

export type Tokens = Awaited<ReturnType<typeof signIn>>;

interface Answer {
  readonly status: number;
  readonly body: any;
}

const password = 'Correct-horse-7';
const callback = 'http://localhost:5173/';
const emailOf = (name: string) => `${name}@example.com`;

/** examples/access-policies on a local AWS, its users, and what somebody may do to both behind the library's back. */
export class AttackedApp {
  public static async start(): Promise<AttackedApp> {
    const aws = inject('aws');
    const { AccessPolicies: outputs } = await deploy(join(root, 'examples', 'access-policies'), aws.env);
    return new AttackedApp(aws, outputs);
  }

  private readonly cognito: CognitoIdentityProviderClient;
  private readonly userPoolId: string;
  private readonly clientId: string;

  private constructor(
    public readonly aws: LocalAws,
    private readonly outputs: Record<string, string>,
  ) {
    this.cognito = cognitoClient(aws);
    this.userPoolId = outputs.UserPoolId!;
    this.clientId = outputs.UserPoolClientId!;
  }

  // Requests

  /** Sends a request as it is, with as many headers as given, and tells how often the function was called. */
  public async send(path: string, authorization: string[] = [], { method = 'GET', headers = [] as string[] } = {}) {
    const before = await this.callsOfFunction();
    const answer = await this.request(path, method, [
      ...headers,
      ...authorization.flatMap((value) => ['Authorization', value]),
    ]);
    return { ...answer, calls: (await this.callsOfFunction()) - before };
  }

  private request(path: string, method: string, headers: string[]): Promise<Answer> {
    const { host, hostname, port, pathname } = new URL(urlOf(this.aws, this.outputs.ApiUrl!, ''));
    const options = { host: hostname, port, path: pathname + path, method, headers: ['Host', host, ...headers] };
    return new Promise((resolve, reject) => {
      const sent = request({ ...options, agent: false });
      sent.on('error', reject);
      sent.on('response', (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () =>
          resolve({ status: response.statusCode!, body: parsed(Buffer.concat(chunks).toString()) }),
        );
      });
      sent.end();
    });
  }

  /** How often the function has been called. */
  private async callsOfFunction(): Promise<number> {
    const logGroupName = `/aws/lambda/${this.outputs.FunctionName}`;
    const filter = { logGroupName, filterPattern: 'START' };
    const { events = [] } = await ask(this.aws, 'Logs_20140328.FilterLogEvents', filter);
    return events.length;
  }

  // Who signs in

  /** Somebody signs up, an administrator says what they are, and they sign in. */
  public signUp(name: string, { groups = [], plan }: { groups?: string[]; plan?: string } = {}): Promise<Tokens> {
    return signUpAndIn(this.cognito, this.user(name), { groups, attributes: plan ? { 'custom:plan': plan } : {} });
  }

  public signIn(name: string, clientId = this.clientId): Promise<Tokens> {
    return signIn(this.cognito, { ...this.user(name), clientId });
  }

  /** The same person as a user of a pool that has nothing to do with the API. */
  public signInElsewhere(name: string): Promise<Tokens> {
    return signInElsewhere(this.cognito, this.user(name));
  }

  /** Signs in as the page of the pool does, by code and PKCE, and gives the access token. */
  public async signInOnPage(name: string, scopes: string[]): Promise<string> {
    const verifier = randomUUID() + randomUUID();
    const form = {
      response_type: 'code',
      client_id: this.clientId,
      redirect_uri: callback,
      scope: scopes.join(' '),
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
    };
    const body = new URLSearchParams({ ...form, username: emailOf(name), password });
    const { headers } = await fetch(`${this.aws.endpoint}/login`, { method: 'POST', body, redirect: 'manual' });
    const code = new URL(headers.get('location')!).searchParams.get('code')!;
    return this.tokenFor({
      grant_type: 'authorization_code',
      client_id: this.clientId,
      redirect_uri: callback,
      code,
      code_verifier: verifier,
    });
  }

  /** The access token that a machine gets, asking for some scope or for none. */
  public async machineToken(scope?: string): Promise<string> {
    const { MachineClientId: clientId, MachineSecretArn: arn } = this.outputs;
    return tokenIn(await signInMachine(this.aws, { clientId, clientSecret: await secretValue(this.aws, arn!) }, scope));
  }

  /** The access token that a user gets from the SDK for the refresh token, asking for something or other. */
  public async nextToken({ refreshToken }: Tokens, asked: Record<string, string> = {}): Promise<string> {
    const { AuthenticationResult } = await this.cognito.send(
      new InitiateAuthCommand({
        ClientId: this.clientId,
        AuthFlow: 'REFRESH_TOKEN_AUTH',
        AuthParameters: { REFRESH_TOKEN: refreshToken, ...asked },
        ClientMetadata: asked,
      }),
    );
    return AuthenticationResult!.AccessToken!;
  }

  /** The same from the token endpoint. */
  public refresh({ refreshToken }: Tokens, scope: string): Promise<string> {
    const form = { grant_type: 'refresh_token', client_id: this.clientId, refresh_token: refreshToken };
    return this.tokenFor({ ...form, scope });
  }

  private async tokenFor(form: Record<string, string>): Promise<string> {
    return tokenIn(await tokenEndpoint(this.aws, form));
  }

  private user(name: string) {
    return { userPoolId: this.userPoolId, clientId: this.clientId, email: emailOf(name), password };
  }

  // What changes behind the back of the library

  /** A user enters a group, which is created if there is none. */
  public async enter(name: string, groupName: string): Promise<void> {
    const group = { UserPoolId: this.userPoolId, GroupName: groupName };
    await this.cognito.send(new CreateGroupCommand(group)).catch(() => undefined);
    await this.cognito.send(new AdminAddUserToGroupCommand({ ...group, Username: emailOf(name) }));
  }

  public async leave(name: string, groupName: string): Promise<void> {
    const membership = { UserPoolId: this.userPoolId, Username: emailOf(name), GroupName: groupName };
    await this.cognito.send(new AdminRemoveUserFromGroupCommand(membership));
  }

  /** Creates a client. */
  public async newClient(): Promise<string> {
    const { UserPoolClient } = await this.cognito.send(
      new CreateUserPoolClientCommand({
        UserPoolId: this.userPoolId,
        ClientName: 'behind the back',
        ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
      }),
    );
    return UserPoolClient!.ClientId!;
  }

  /**
   * Creates a resource server of the library's reserved name, and allows its scopes to the client that people sign in
   * through.
   */
  public async allowScopes(scopes: string[]): Promise<void> {
    const { userPoolId: UserPoolId } = this;
    const [Identifier] = scopes.map((scope) => scope.split('/')[0]!);
    const Scopes = scopes.map((scope) => ({ ScopeName: scope.split('/')[1], ScopeDescription: scope }));
    await this.cognito.send(new CreateResourceServerCommand({ UserPoolId, Identifier, Name: 'x', Scopes }));
    await this.cognito.send(
      new UpdateUserPoolClientCommand({
        UserPoolId,
        ClientId: this.clientId,
        AllowedOAuthFlowsUserPoolClient: true,
        AllowedOAuthFlows: ['code'],
        AllowedOAuthScopes: ['openid', ...scopes],
        CallbackURLs: [callback],
        ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
        SupportedIdentityProviders: ['COGNITO'],
      }),
    );
  }

  /** Deletes the function that the app has for a hook. */
  public async removeHook(): Promise<void> {
    const lambda = new LambdaClient(this.aws.clientConfig);
    const { UserPool } = await this.cognito.send(new DescribeUserPoolCommand({ UserPoolId: this.userPoolId }));
    const FunctionName = UserPool!.LambdaConfig!.PreTokenGenerationConfig!.LambdaArn;
    const { Environment } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
    const { functionArn } = JSON.parse(Environment!.Variables!.USER_HOOK!);
    await lambda.send(new DeleteFunctionCommand({ FunctionName: functionArn }));
  }
}

async function tokenIn(response: Response): Promise<string> {
  const { access_token: token } = (await response.json()) as Json;
  return String(token);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
