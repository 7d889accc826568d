import {
  AdminAddUserToGroupCommand,
  AdminConfirmSignUpCommand,
  AdminUpdateUserAttributesCommand,
  CognitoIdentityProviderClient,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { createSrpSession, signSrpSession, wrapAuthChallenge, wrapInitiateAuth } from 'cognito-srp-helper';

/**
 * @typedef {import('@aws-sdk/client-cognito-identity-provider').CognitoIdentityProviderClientConfig} ClientConfig
 *
 * @param {{ clientConfig: ClientConfig }} aws a local AWS
 */
export const cognitoClient = ({ clientConfig }) => new CognitoIdentityProviderClient(clientConfig);

/**
 * A user signs up through the app client; an administrator confirms the account, in place of the code from an email.
 *
 * @param {CognitoIdentityProviderClient} cognito
 * @param {{ userPoolId?: string, clientId?: string, email: string, password: string, attributes?: Record<string,
 * string> }} user
 */
export async function signUp(cognito, { userPoolId, clientId, email, password, attributes = {} }) {
  await cognito.send(
    new SignUpCommand({
      ClientId: clientId,
      Username: email,
      Password: password,
      UserAttributes: Object.entries({ email, ...attributes }).map(([Name, Value]) => ({ Name, Value })),
    }),
  );
  await cognito.send(new AdminConfirmSignUpCommand({ UserPoolId: userPoolId, Username: email }));
}

/**
 * A user signs up, an administrator says what the user is, and the user signs in.
 *
 * @param {CognitoIdentityProviderClient} cognito
 * @param {{ userPoolId: string, clientId: string, email: string, password: string }} user
 * @param {{ groups?: string[], attributes?: Record<string, string> }} is
 */
export async function signUpAndIn(cognito, user, { groups = [], attributes = {} }) {
  await signUp(cognito, user);
  const who = { UserPoolId: user.userPoolId, Username: user.email };
  const UserAttributes = Object.entries(attributes).map(([Name, Value]) => ({ Name, Value }));
  if (UserAttributes.length > 0) {
    await cognito.send(new AdminUpdateUserAttributesCommand({ ...who, UserAttributes }));
  }
  for (const GroupName of groups) await cognito.send(new AdminAddUserToGroupCommand({ ...who, GroupName }));
  return signIn(cognito, user);
}

/** The user signs in by SRP: the password itself never leaves this process. */
export async function signIn(cognito, { userPoolId, clientId, email, password }) {
  const session = createSrpSession(email, password, userPoolId, false);
  const challenge = await cognito.send(
    new InitiateAuthCommand(
      wrapInitiateAuth(session, {
        ClientId: clientId,
        AuthFlow: 'USER_SRP_AUTH',
        AuthParameters: { CHALLENGE_NAME: 'SRP_A', USERNAME: email },
      }),
    ),
  );
  const { AuthenticationResult } = await cognito.send(
    new RespondToAuthChallengeCommand(
      wrapAuthChallenge(signSrpSession(session, challenge), {
        ClientId: clientId,
        ChallengeName: 'PASSWORD_VERIFIER',
        ChallengeResponses: { USERNAME: email },
        Session: challenge.Session,
      }),
    ),
  );
  const { AccessToken: accessToken, IdToken: idToken, RefreshToken: refreshToken } = AuthenticationResult ?? {};
  if (!accessToken || !idToken || !refreshToken) throw new Error('Cognito gave no tokens');
  return { accessToken, idToken, refreshToken };
}

/** A user of a pool that has nothing to do with the API: the token is good, but not here. */
export async function signInElsewhere(cognito, { email, password }) {
  const { UserPool } = await cognito.send(
    new CreateUserPoolCommand({ PoolName: 'elsewhere', UsernameAttributes: ['email'] }),
  );
  const { UserPoolClient } = await cognito.send(
    new CreateUserPoolClientCommand({
      UserPoolId: UserPool?.Id,
      ClientName: 'elsewhere',
      ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
    }),
  );
  const user = { userPoolId: UserPool?.Id, clientId: UserPoolClient?.ClientId, email, password };
  await signUp(cognito, user);
  return signIn(cognito, user);
}

/** The same token with one bit of its signature turned. */
export function tamperWith(token) {
  const [header, payload, signature = ''] = token.split('.');
  const bytes = Buffer.from(signature, 'base64url');
  bytes[0] = (bytes[0] ?? 0) ^ 1;
  return [header, payload, bytes.toString('base64url')].join('.');
}
