/*
 * What the demo shows and the end-to-end test asserts: who may call the route of examples/quickstart.
 */
import { join } from 'node:path';
import { urlOf } from './local-aws.mjs';
import { root } from './setup.mjs';
import { cognitoClient, signIn, signInElsewhere, signUp, tamperWith } from './users.mjs';

export const app = join(root, 'examples', 'quickstart');
export const user = { email: 'ana@example.com', password: 'Correct-horse-7' };

export const routeUrl = (aws, apiUrl) => urlOf(aws, apiUrl, '/post/create');

/**
 * Calls `POST /post/create`.
 *
 * @param {string} url
 * @param {string} [token]
 */
export async function createPost(url, token) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify({ title: 'Hello' }),
  });
  return { status: response.status, body: await response.text() };
}

/** Signs a user up and in, and says with which tokens the route is to be called and what it must answer. */
export async function prepareCalls(aws, outputs) {
  const cognito = cognitoClient(aws);
  const pool = { userPoolId: outputs.UserPoolId, clientId: outputs.UserPoolClientId };
  await signUp(cognito, { ...pool, ...user });
  const { accessToken } = await signIn(cognito, { ...pool, ...user });
  const elsewhere = await signInElsewhere(cognito, user);
  return {
    accessToken,
    calls: [
      { name: 'no token', token: undefined, expected: 401 },
      { name: 'a tampered token', token: tamperWith(accessToken), expected: 401 },
      { name: "another pool's token", token: elsewhere.accessToken, expected: 401 },
      { name: "the user's own token", token: accessToken, expected: 201 },
    ],
  };
}
