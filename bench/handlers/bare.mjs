import { CognitoJwtVerifier } from 'aws-jwt-verify';

const { USER_POOL_ID, CLIENT_ID } = process.env;
const verifier = CognitoJwtVerifier.create({ userPoolId: USER_POOL_ID, clientId: CLIENT_ID, tokenUse: 'access' });

/** aws-jwt-verify as in its README, without policies. */
export async function handler({ identitySource: [header] }) {
  try {
    const { sub, username } = await verifier.verify(header.replace(/^bearer /i, ''));
    return { isAuthorized: true, context: { sub, username } };
  } catch {
    return { isAuthorized: false };
  }
}
