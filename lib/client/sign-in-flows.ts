import * as cognito from 'aws-cdk-lib/aws-cognito';
import { Problems } from '../checks/problems';
import type { PoolOffer } from '../pool/offer';
import { rotates, TokenProps } from './tokens';

/** @internal */
export interface SignInFlowProps {
  /**
   * Whether users sign in by SRP, with their password, which never leaves the device. Set it to false where another way is to be the only one: a sign-in of your own that a password alone must not get round, say.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-authentication-flow-methods.html#amazon-cognito-user-pools-authentication-flow-methods-srp
   * @default true
   */
  readonly allowSrpSignIn?: boolean;

  /**
   * Whether users choose how to sign in, among the ways that the pool offers: password, passkey, code by e-mail or text message.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/authentication-flows-selection-sdk.html#authentication-flows-selection-choice
   * @default - true for a pool of this library with `passwordless`
   */
  readonly allowChoiceBasedSignIn?: boolean;

  /**
   * Whether a sign-in of your own, by the hooks for challenges, goes through this client.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-challenge.html
   * @default - true for a pool of this library with the hook `defineAuthChallenge`
   */
  readonly allowCustomSignIn?: boolean;

  /**
   * Whether the application may send the password itself, which SRP does without. The hook `userMigration` needs it, for it has to compare the password with another system's.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-authentication-flow-methods.html#amazon-cognito-user-pools-authentication-flow-methods-password
   * @default false
   */
  readonly allowPasswordSignIn?: boolean;

  /**
   * Whether a server with rights of an administrator may sign users in with their password.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/authentication-flows-public-server-side.html
   * @default false
   */
  readonly allowAdminSignIn?: boolean;

  /**
   * The identity providers that the hosted page offers for this client: `UserPoolClientIdentityProvider.COGNITO` for the pool's own users, and identity providers. An empty list fails synthesis.
   *
   * @default - the pool's own users, and all identity providers that it has at synth
   */
  readonly supportedIdentityProviders?: cognito.UserPoolClientIdentityProvider[];

  /**
   * Whether users come from identity providers only: the hosted page asks for no password, and no sign-in by the API is open. A pool without any provider fails synthesis.
   *
   * @default false
   */
  readonly allowOnlyExternalIdentityProviders?: boolean;
}

const CHOICES = [
  'allowSrpSignIn',
  'allowChoiceBasedSignIn',
  'allowCustomSignIn',
  'allowPasswordSignIn',
  'allowAdminSignIn',
] as const satisfies (keyof SignInFlowProps)[];

export function checkSignInFlows(props: SignInFlowProps, problems: Problems, path: string): void {
  const { supportedIdentityProviders, allowOnlyExternalIdentityProviders } = props;
  if (supportedIdentityProviders?.length === 0) {
    problems.add({
      where: `${path}supportedIdentityProviders`,
      given: 'empty',
      outcome: 'nobody could sign in on the hosted page',
      remedy: 'Name the providers, or leave it out for all of them',
    });
  }
  if (!allowOnlyExternalIdentityProviders) return;
  for (const choice of CHOICES) {
    if (!props[choice]) continue;
    problems.add({
      where: `${path}${choice}`,
      given: 'true, with allowOnlyExternalIdentityProviders',
      outcome: "it lets the pool's own users in, whom the other keeps out",
      remedy: 'Leave one of the two out',
    });
  }
}

/** Without any way, Cognito would open SRP and others; this one leads nowhere but to the pool's own challenges. */
const NO_WAY = 'ALLOW_CUSTOM_AUTH';

/** The ways to sign in by the API of Cognito. */
export function signInFlows(props: SignInFlowProps & TokenProps, offer: PoolOffer): string[] {
  const flows = openFlows(props, offer);
  return flows.length > 0 ? flows : [NO_WAY];
}

/** To be asked at synth, when all hooks are there. */
export function checkNoFlow(props: SignInFlowProps & TokenProps, offer: PoolOffer, problems: Problems): void {
  if (!rotates(props) || openFlows(props, offer).length > 0 || !offer.custom) return;
  problems.add({
    where: 'refreshTokenRotationGracePeriod',
    given: 'set, on a client without any sign-in by the API, of a pool with the hook defineAuthChallenge',
    outcome: 'Cognito wants one way in, and the one that leads nowhere else leads to that hook here',
    remedy: 'Leave the rotation out, or have the hook in another pool',
  });
}

function openFlows(props: SignInFlowProps & TokenProps, { choice, custom }: PoolOffer): string[] {
  const local = !props.allowOnlyExternalIdentityProviders;
  return [
    ...(local && (props.allowSrpSignIn ?? true) ? ['ALLOW_USER_SRP_AUTH'] : []),
    ...(local && (props.allowChoiceBasedSignIn ?? choice) ? ['ALLOW_USER_AUTH'] : []),
    ...(local && (props.allowCustomSignIn ?? custom) ? ['ALLOW_CUSTOM_AUTH'] : []),
    ...(props.allowPasswordSignIn ? ['ALLOW_USER_PASSWORD_AUTH'] : []),
    ...(props.allowAdminSignIn ? ['ALLOW_ADMIN_USER_PASSWORD_AUTH'] : []),
    // Cognito refuses it beside rotation, which it can't do.
    ...(rotates(props) ? [] : ['ALLOW_REFRESH_TOKEN_AUTH']),
  ];
}
