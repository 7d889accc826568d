import { FetchError } from 'aws-jwt-verify/error';
import { Fetcher } from 'aws-jwt-verify/https';
import {
  createHmac,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  JsonWebKey,
  KeyObject,
  sign as signBytes,
} from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { AddressInfo } from 'node:net';
import { join } from 'node:path';

export const POOL = 'eu-west-1_Pool1';
export const CLIENT = 'client1';

/** A key as a user pool has it. */
export interface SigningKey {
  readonly kid: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  /** The public key as a pool publishes it. */
  readonly jwk: JsonWebKey;
}

export type Json = Record<string, unknown>;

export function newKey(kid: string): SigningKey {
  return keyFrom(kid, generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey);
}

/** The key that a private key belongs to, which may be given as PEM. */
export function keyFrom(kid: string, privateKey: KeyObject | string): SigningKey {
  const key = typeof privateKey === 'string' ? createPrivateKey(privateKey) : privateKey;
  const publicKey = createPublicKey(key);
  const jwk = { ...publicKey.export({ format: 'jwk' }), kid, alg: 'RS256', use: 'sig' };
  return { kid, privateKey: key, publicKey, jwk };
}

/** What a token says, whoever signed it. */
export function decode(token: string): { header: Json; claims: Json } {
  const [header, claims] = token.split('.', 2).map((part) => JSON.parse(Buffer.from(part, 'base64url').toString()));
  return { header, claims };
}

/** The key that a pool has signed a token with, from where the local AWS keeps it. */
export function keyOfPool({ stateDir }: { readonly stateDir: string }, token: string): SigningKey {
  const { header, claims } = decode(token);
  const file = `${String(claims.iss).split('/').pop()}-${String(claims.token_use)}.pem`;
  return keyFrom(String(header.kid), readFileSync(join(stateDir, 'cognito-pool-keys', file), 'utf8'));
}

/** Base64url of a text, or of a value as JSON. */
export function encode(value: unknown): string {
  return Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
}

/** A token signed as Cognito signs. Header and payload may be given as text, for JSON that no object can express. */
export function sign(key: SigningKey, payload: Json | string, header: Json | string = {}): string {
  const head = typeof header === 'string' ? header : { alg: 'RS256', kid: key.kid, ...header };
  const input = `${encode(head)}.${encode(payload)}`;
  return `${input}.${signBytes('RSA-SHA256', Buffer.from(input), key.privateKey).toString('base64url')}`;
}

/** A token signed with a shared secret. */
export function signWithSecret(secret: string | Buffer, payload: Json, header: Json): string {
  const input = `${encode(header)}.${encode(payload)}`;
  return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`;
}

const now = () => Math.floor(Date.now() / 1000);

/** The issuer of a pool's tokens. */
export function issuerOf(userPoolId: string): string {
  return `https://cognito-idp.${userPoolId.split('_')[0]}.amazonaws.com/${userPoolId}`;
}

/** The claims of a person's access token. */
export function accessClaims(claims: Json = {}): Json {
  return {
    sub: '11111111-2222-4333-8444-555555555555',
    'cognito:groups': ['admins'],
    iss: issuerOf(POOL),
    client_id: CLIENT,
    origin_jti: 'origin',
    event_id: 'event',
    token_use: 'access',
    scope: 'aws.cognito.signin.user.admin openid',
    auth_time: now(),
    exp: now() + 3600,
    iat: now(),
    jti: 'jti',
    username: 'ada',
    ...claims,
  };
}

/** The claims of a person's ID token. */
export function idClaims(claims: Json = {}): Json {
  return {
    sub: '11111111-2222-4333-8444-555555555555',
    'cognito:groups': ['admins'],
    email_verified: true,
    iss: issuerOf(POOL),
    'cognito:username': 'ada',
    origin_jti: 'origin',
    aud: CLIENT,
    event_id: 'event',
    token_use: 'id',
    auth_time: now(),
    exp: now() + 3600,
    iat: now(),
    jti: 'jti',
    email: 'ada@example.com',
    'custom:plan': 'pro',
    ...claims,
  };
}

/** The claims of a machine's access token. */
export function machineClaims(claims: Json = {}): Json {
  return {
    sub: CLIENT,
    token_use: 'access',
    scope: 'orders/read',
    auth_time: now(),
    iss: issuerOf(POOL),
    exp: now() + 3600,
    iat: now(),
    version: 2,
    jti: 'jti',
    client_id: CLIENT,
    ...claims,
  };
}

/** A server on the loopback that publishes the keys of user pools. */
export class JwksServer {
  /** The keys that each pool publishes. */
  public readonly keys = new Map<string, readonly SigningKey[]>();
  /** What has been asked for. */
  public readonly requests: string[] = [];
  /** What it answers with in place of the keys, once it is set. */
  public answer?: { status: number; body: string };
  private readonly server = createServer((request, response) => {
    const path = request.url ?? '';
    this.requests.push(path);
    const keys = this.keys.get(path.split('/')[1] ?? '');
    const found = keys && { status: 200, body: JSON.stringify({ keys: keys.map(({ jwk }) => jwk) }) };
    const { status, body } = this.answer ?? found ?? { status: 404, body: '{}' };
    response.writeHead(status).end(body);
  });

  public async start(): Promise<this> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return this;
  }

  public async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** Where the server has what is published at an address of Cognito. */
  public at(uri: string): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}${new URL(uri).pathname}`;
  }

  /** Fetches from this server what is published at addresses of Cognito. */
  public get fetcher(): Fetcher {
    return {
      fetch: async (uri) => {
        const response = await fetch(this.at(uri)).catch((error: Error) => {
          throw new FetchError(uri, error.message);
        });
        if (response.status !== 200) throw new FetchError(uri, `status ${response.status}`);
        return response.arrayBuffer();
      },
    };
  }
}
