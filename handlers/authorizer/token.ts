/** No token of Cognito comes near it; API Gateway itself takes headers of 10 kB at most. */
const MAX_LENGTH = 16 * 1024;

/** What base64url ends with after so many letters beyond a multiple of four, where the bits beyond the last byte are zero. */
const LAST_LETTERS: Readonly<Record<number, string>> = { 2: 'AQgw', 3: 'AEIMQUYcgkosw048' };

/**
 * The token in an identity source: bare, or after the scheme "Bearer", however that is spelled. None where it is too long, or where its signature is spelled as Cognito does not: one token has
 * no second spelling. Whether it is a token at all is for whoever verifies it.
 */
export function tokenOf(identitySource: unknown): string | undefined {
  const source: unknown = Array.isArray(identitySource) ? identitySource[0] : undefined;
  if (typeof source !== 'string' || source.length > MAX_LENGTH) return undefined;
  const token = source.replace(/^bearer /i, '');
  return isCanonical(token.length - token.lastIndexOf('.') - 1, token.charAt(token.length - 1)) ? token : undefined;
}

/** Header and payload are signed as they are spelled. */
function isCanonical(length: number, last: string): boolean {
  return length % 4 === 0 ? last !== '=' : (LAST_LETTERS[length % 4]?.includes(last) ?? false);
}
