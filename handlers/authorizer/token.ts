/** Far longer than any token from Cognito. API Gateway accepts headers of up to 10 kB. */
const MAX_LENGTH = 16 * 1024;

/** The last letters that base64url can have, by its length modulo 4, if the bits beyond the last byte are zero. */
const LAST_LETTERS: Readonly<Record<number, string>> = { 2: 'AQgw', 3: 'AEIMQUYcgkosw048' };

/**
 * The token in an identity source, with or without the scheme "Bearer" in upper or lowercase. Undefined if it is too
 * long, or if its signature is not canonical base64url: no token has a second spelling. Nothing else is checked here.
 */
export function tokenOf(identitySource: unknown): string | undefined {
  const source: unknown = Array.isArray(identitySource) ? identitySource[0] : undefined;
  if (typeof source !== 'string' || source.length > MAX_LENGTH) return undefined;
  const token = source.replace(/^bearer /i, '');
  return isCanonical(token.length - token.lastIndexOf('.') - 1, token.charAt(token.length - 1)) ? token : undefined;
}

/** Only a signature can have a second spelling, because header and payload are signed as they are spelled. */
function isCanonical(length: number, last: string): boolean {
  return length % 4 === 0 ? last !== '=' : (LAST_LETTERS[length % 4]?.includes(last) ?? false);
}
