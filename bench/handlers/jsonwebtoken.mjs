import jwt from 'jsonwebtoken';
import jwksClient from 'jwks-rsa';

const { USER_POOL_ID, CLIENT_ID } = process.env;
const issuer = `https://cognito-idp.${USER_POOL_ID.split('_')[0]}.amazonaws.com/${USER_POOL_ID}`;
const client = jwksClient({ jwksUri: `${issuer}/.well-known/jwks.json` });

function getKey({ kid }, callback) {
  client.getSigningKey(kid, (error, key) => callback(error, key?.getPublicKey()));
}

/** jsonwebtoken and jwks-rsa as in their READMEs, without policies. */
export function handler({ identitySource: [header] }) {
  return new Promise((resolve) => {
    jwt.verify(header.replace(/^bearer /i, ''), getKey, { algorithms: ['RS256'], issuer }, (error, claims) => {
      const isAuthorized = !error && claims.client_id === CLIENT_ID && claims.token_use === 'access';
      resolve(
        isAuthorized ? { isAuthorized, context: { sub: claims.sub, username: claims.username } } : { isAuthorized },
      );
    });
  });
}
