/**
 * What Cognito sends before it mints tokens, as far as it is read here. Nothing of it is taken for granted.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html
 */
export interface PreTokenEvent {
  readonly version?: unknown;
  readonly triggerSource?: unknown;
  readonly callerContext?: unknown;
  readonly request?: unknown;
  readonly response?: unknown;
}

/** What is to be changed in the tokens. */
export interface Overrides {
  readonly idTokenGeneration?: ClaimOverrides;
  readonly accessTokenGeneration?: ClaimOverrides & {
    readonly scopesToAdd?: readonly string[] | null;
    readonly scopesToSuppress?: readonly string[] | null;
  };
  /** Cognito leaves the groups as they are where this is missing, and takes them all away where it is null or has none. */
  readonly groupOverrideDetails?: { readonly groupsToOverride?: readonly string[] | null } | null;
}

export interface ClaimOverrides {
  readonly claimsToAddOrOverride?: Readonly<Record<string, unknown>> | null;
  readonly claimsToSuppress?: readonly string[] | null;
}

/** Whether the token is for a machine, which signs in by its client's secret alone. */
export function isForMachine(event: PreTokenEvent): boolean {
  return event.triggerSource === 'TokenGeneration_ClientCredentials';
}
