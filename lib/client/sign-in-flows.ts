import { Problems } from '../checks/problems';
import { warn } from '../checks/warn';
import { AppClient, CUSTOM_FLOW, REFRESH_FLOW } from '../sign-in/app-client';
import { UserAuthClientBase } from './client-base';
import { SupportedIdentityProviderProps } from './supported-identity-providers';
import { rotates, TokenProps } from './tokens';

/** @internal */
export interface SignInFlowProps {
  /**
   * Whether users can sign in with their password over SRP, which never sends the password. Set it to false if another
   * method must be the only one, such as a custom sign-in that a password alone must not bypass.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-authentication-flow-methods.html#amazon-cognito-user-pools-authentication-flow-methods-srp
   * @default true
   */
  readonly allowSrpSignIn?: boolean;

  /**
   * Whether users can choose how to sign in, among the methods that the pool offers: password, passkey, or a code sent
   * by email or SMS. Requires the Essentials plan or higher: `true` fails synthesis if the `featurePlan` of the pool is
   * LITE.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/authentication-flows-selection-sdk.html#authentication-flows-selection-choice
   * @default - true for a pool of this library with `passwordless`
   */
  readonly allowChoiceBasedSignIn?: boolean;

  /**
   * Whether users can sign in with custom authentication, defined by the challenge hooks.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-challenge.html
   * @default - true for a pool of this library with the hook `defineAuthChallenge`
   */
  readonly allowCustomSignIn?: boolean;

  /**
   * Whether the application can send the password itself, which SRP avoids. The `userMigration` hook requires it, since
   * it has to verify the password against another system.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-authentication-flow-methods.html#amazon-cognito-user-pools-authentication-flow-methods-password
   * @default false
   */
  readonly allowPasswordSignIn?: boolean;

  /**
   * Whether a server with administrator permissions can sign users in with their password.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/authentication-flows-public-server-side.html
   * @default false
   */
  readonly allowAdminSignIn?: boolean;
}

const CHOICES = [
  'allowSrpSignIn',
  'allowChoiceBasedSignIn',
  'allowCustomSignIn',
  'allowPasswordSignIn',
  'allowAdminSignIn',
] as const satisfies (keyof SignInFlowProps)[];

type Props = SignInFlowProps & SupportedIdentityProviderProps & TokenProps;

export function checkSignInFlows(props: Props, problems: Problems, path: string): void {
  if (!props.allowOnlyExternalIdentityProviders) return;
  for (const choice of CHOICES) {
    if (!props[choice]) continue;
    problems.add({
      where: `${path}${choice}`,
      given: 'true, with allowOnlyExternalIdentityProviders',
      outcome: "it lets the pool's own users sign in, which the other option prevents",
      remedy: 'Omit one of the two',
    });
  }
}

/** What the defaults depend on. */
interface FlowsOfPool {
  readonly offersChoice: boolean;
  readonly hasCustomFlow: boolean;
}

/**
 * The authentication flows to enable in the Cognito API. With an empty list, Cognito would enable SRP and other flows;
 * without hooks for challenges, a custom flow lets nobody in.
 */
export function signInFlows(props: Props, pool: FlowsOfPool): string[] {
  const flows = usableFlows(props, pool);
  return flows.length > 0 ? flows : [CUSTOM_FLOW];
}

export function checkNoFlow(props: Props, pool: FlowsOfPool, problems: Problems): void {
  if (!rotates(props) || usableFlows(props, pool).length > 0 || !pool.hasCustomFlow) return;
  problems.add({
    where: 'refreshTokenRotationGracePeriod',
    given: 'set, on a client without any sign-in through the API, of a pool with the hook defineAuthChallenge',
    outcome:
      'Cognito requires at least one authentication flow on the client, and the only harmless one, ALLOW_CUSTOM_AUTH, would let users sign in through that hook',
    remedy: 'Omit the rotation, or use the hook in another pool',
  });
}

/** Warns of a client through which nobody can sign in. */
export function warnOfNoSignIn(client: UserAuthClientBase, { hasHostedPages, allowsApiSignIn }: AppClient): void {
  if (hasHostedPages || allowsApiSignIn) return;
  warn(
    client,
    'UserAuthClient.noSignIn',
    'Nobody can sign in through the client: it has no callbackUrls, which the hosted pages require, and no sign-in through the API is enabled. Set callbackUrls, or set one of the allow...SignIn options to true. If this is intended, acknowledge this warning.',
  );
}

function usableFlows(props: Props, { offersChoice, hasCustomFlow }: FlowsOfPool): string[] {
  const local = !props.allowOnlyExternalIdentityProviders;
  return [
    ...(local && (props.allowSrpSignIn ?? true) ? ['ALLOW_USER_SRP_AUTH'] : []),
    ...(local && (props.allowChoiceBasedSignIn ?? offersChoice) ? ['ALLOW_USER_AUTH'] : []),
    ...(local && (props.allowCustomSignIn ?? hasCustomFlow) ? [CUSTOM_FLOW] : []),
    ...(props.allowPasswordSignIn ? ['ALLOW_USER_PASSWORD_AUTH'] : []),
    ...(props.allowAdminSignIn ? ['ALLOW_ADMIN_USER_PASSWORD_AUTH'] : []),
    // It cannot rotate, and Cognito rejects it in combination with rotation.
    ...(rotates(props) ? [] : [REFRESH_FLOW]),
  ];
}
