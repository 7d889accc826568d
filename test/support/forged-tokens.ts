import { tamperWith } from '../../scripts/users.mjs';
import { decode, encode, Json, newKey, sign, SigningKey, signWithSecret } from './tokens';

/** A token that passes, and what an attacker can make others of. */
export interface Material {
  readonly token: string;
  readonly claims: Json;
  /** The key that it is signed with. */
  readonly key: SigningKey;
  /** The same user's token of another pool, and the key of that. */
  readonly ofOtherPool: { readonly token: string; readonly key: SigningKey };
  /** The same user's token of another client of the pool. */
  readonly ofOtherClient: string;
  /** The user's refresh token. */
  readonly refreshToken: string;
  /** Where the attacker publishes that key. */
  readonly url: string;
}

/** Gives a token, or several values of the header in which tokens are sent. */
type Forge<T> = (material: Material) => T;

/** The attacker's own key. */
export const OWN = newKey('attacker');

const now = () => Math.floor(Date.now() / 1000);
const pemOf = ({ publicKey }: SigningKey) => publicKey.export({ type: 'spki', format: 'pem' });
const modulusOf = ({ jwk }: SigningKey) => Buffer.from(jwk.n!, 'base64url');
const unsigned = (token: string) => token.split('.').slice(0, 2).join('.');

function withPart(token: string, index: number, value: Json): string {
  const parts = token.split('.');
  parts[index] = encode(value);
  return parts.join('.');
}

/** What nobody may take for a token. */
export const FORGED: Readonly<Record<string, Forge<string>>> = {
  garbage: () => 'garbage',
  'three parts of garbage': () => 'a.b.c',
  'three empty objects': () => ['{}', '{}', '{}'].map(encode).join('.'),

  'an expired token': ({ key, claims }) => sign(key, { ...claims, iat: now() - 7200, exp: now() - 60 }),
  'a token that is not valid yet': ({ key, claims }) => sign(key, { ...claims, nbf: now() + 600 }),

  'another header': ({ token, key }) => withPart(token, 0, { alg: 'RS256', kid: key.kid, typ: 'JWT' }),
  'another payload': ({ token, claims }) => withPart(token, 1, { ...claims, 'cognito:groups': ['admins', 'root'] }),
  'a payload with a later expiry': ({ token, claims }) => withPart(token, 1, { ...claims, exp: now() + 86_400 }),
  'another signature': ({ token }) => tamperWith(token),
  'a signature cut short': ({ token }) => token.slice(0, -8),
  'no signature': ({ token }) => unsigned(token),
  'an empty signature': ({ token }) => `${unsigned(token)}.`,
  'a fourth part': ({ token }) => `${token}.${token.split('.')[2]}`,

  'alg none': ({ claims }) => `${encode({ alg: 'none' })}.${encode(claims)}.`,
  'alg none with the key id': ({ key, claims }) => `${encode({ alg: 'none', kid: key.kid })}.${encode(claims)}.`,
  'alg nOnE and a signature': ({ token, key }) => withPart(token, 0, { alg: 'nOnE', kid: key.kid }),
  'HS256 with the public key for a secret': ({ key, claims }) =>
    signWithSecret(pemOf(key), claims, { alg: 'HS256', kid: key.kid }),
  'HS256 with the modulus for a secret': ({ key, claims }) =>
    signWithSecret(modulusOf(key), claims, { alg: 'HS256', kid: key.kid }),
  'HS256 with an empty secret': ({ key, claims }) => signWithSecret('', claims, { alg: 'HS256', kid: key.kid }),

  "the attacker's key under its own id": ({ claims }) => sign(OWN, claims),
  "the attacker's key under the id of the pool's": ({ key, claims }) => sign(OWN, claims, { kid: key.kid }),
  'no key id': ({ key, claims }) => sign(key, claims, { kid: undefined }),
  'a path for a key id': ({ claims }) => sign(OWN, claims, { kid: '../../../../dev/null' }),
  'jku, where the key can be fetched': ({ claims, url }) => sign(OWN, claims, { jku: url }),
  "jku under the id of the pool's key": ({ key, claims, url }) => sign(OWN, claims, { kid: key.kid, jku: url }),
  'x5u, where a certificate can be fetched': ({ claims, url }) => sign(OWN, claims, { x5u: url }),
  'jwk, the key itself': ({ claims }) => sign(OWN, claims, { jwk: OWN.jwk }),
  "jwk under the id of the pool's key": ({ key: { kid }, claims }) =>
    sign(OWN, claims, { kid, jwk: { ...OWN.jwk, kid } }),

  "another pool's token": ({ ofOtherPool }) => ofOtherPool.token,
  "another pool's token, with the right groups": ({ ofOtherPool: { key, token }, claims }) => {
    const { iss, aud, client_id: clientId } = decode(token).claims;
    return sign(key, { ...claims, iss, aud, client_id: clientId });
  },
  "another pool's key, claims of this one": ({ ofOtherPool, claims }) => sign(ofOtherPool.key, claims),
  "another pool's issuer": ({ key, ofOtherPool, claims }) =>
    sign(key, { ...claims, iss: decode(ofOtherPool.token).claims.iss }),
  'an issuer that begins with the right one': ({ key, claims }) =>
    sign(key, { ...claims, iss: `${String(claims.iss)}x` }),
  'no issuer': ({ key, claims }) => sign(key, { ...claims, iss: undefined }),
  "another client's token": ({ ofOtherClient }) => ofOtherClient,
  'an audience that begins with the right one': ({ key, claims }) =>
    sign(key, {
      ...claims,
      ...('aud' in claims ? { aud: `${String(claims.aud)}x` } : { client_id: `${String(claims.client_id)}x` }),
    }),
  'no audience': ({ key, claims }) => sign(key, { ...claims, aud: undefined, client_id: undefined }),
};

/** What the functions of this library reject too, and API Gateway, and a local AWS in its place does not. */
export const FORGED_FINELY: Readonly<Record<string, Forge<string>>> = {
  'no expiry': ({ key, claims }) => sign(key, { ...claims, exp: undefined }),
  'alg none over a signature that is right': ({ key, claims }) => sign(key, claims, { alg: 'none' }),
  'alg RS512 over a signature that is right': ({ key, claims }) => sign(key, claims, { alg: 'RS512' }),
  'the claims of a refresh token': ({ key, claims }) => sign(key, { ...claims, token_use: 'refresh' }),
  'the refresh token': ({ refreshToken }) => refreshToken,
  'no token use': ({ key, claims }) => sign(key, { ...claims, token_use: undefined }),
  'no subject': ({ key, claims }) => sign(key, { ...claims, sub: undefined }),
  'another spelling of the signature': ({ token }) => `${token}==`,
};

/** Headers without a token. */
export const NO_TOKEN: Readonly<Record<string, string[]>> = {
  'no token': [],
  'an empty header': [''],
};

/** Headers that have a good token, and not as they should. */
export const MISSENT: Readonly<Record<string, Forge<string[]>>> = {
  'a scheme and no token': () => ['Bearer'],
  'the scheme Basic': ({ token }) => [`Basic ${token}`],
  'the scheme twice': ({ token }) => [`Bearer Bearer ${token}`],
  'a token and garbage': ({ token }) => [`Bearer ${token} garbage`],
  'two headers, the good one first': ({ token }) => [`Bearer ${token}`, 'Bearer garbage'],
  'two headers, the good one last': ({ token }) => ['Bearer garbage', `Bearer ${token}`],
  'two good headers': ({ token }) => [`Bearer ${token}`, `Bearer ${token}`],
  'two tokens in one header': ({ token }) => [`Bearer ${token},${token}`],
  'a token of 20 kB': ({ token }) => [`Bearer ${token}${'A'.repeat(20_000)}`],
};
