/** No token of Cognito comes near it; API Gateway itself takes headers of 10 kB at most. */
const MAX_LENGTH = 16 * 1024;

/**
 * Three parts in base64url. Header and payload are signed as they are spelled; a signature whose bits beyond its last byte are not zero would be
 * another spelling of the same token.
 */
const TOKEN = /^[\w-]+\.[\w-]+\.(?=.)(?:[\w-]{4})*(?:[\w-][AQgw]|[\w-]{2}[AEIMQUYcgkosw048])?$/;

/**
 * The token in an identity source: bare, or after the scheme "Bearer", however that is spelled. None where it is too long, is of another scheme, or is
 * spelled as Cognito does not: two headers, which API Gateway joins by a comma, are no token, and one token has no second spelling.
 */
export function tokenOf(identitySource: unknown): string | undefined {
  const source: unknown = Array.isArray(identitySource) ? identitySource[0] : undefined;
  if (typeof source !== 'string' || source.length > MAX_LENGTH) return undefined;
  const token = source.replace(/^bearer /i, '');
  return TOKEN.test(token) ? token : undefined;
}
