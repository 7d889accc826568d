/**
 * The part of the event that is read here. Cognito sends it before it issues tokens. Any part of it may be missing.
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

/** Changes to the tokens. */
export interface Overrides {
  readonly idTokenGeneration?: ClaimOverrides;
  readonly accessTokenGeneration?: ClaimOverrides & {
    readonly scopesToAdd?: readonly string[] | null;
    readonly scopesToSuppress?: readonly string[] | null;
  };
  /** If this is missing, Cognito keeps the groups. If it is null or lists none, Cognito removes them all. */
  readonly groupOverrideDetails?: { readonly groupsToOverride?: readonly string[] | null } | null;
}

export interface ClaimOverrides {
  readonly claimsToAddOrOverride?: Readonly<Record<string, unknown>> | null;
  readonly claimsToSuppress?: readonly string[] | null;
}

/** Whether the token is for a machine, which signs in with nothing but its client's secret. */
export function isForMachine(event: PreTokenEvent): boolean {
  return event.triggerSource === 'TokenGeneration_ClientCredentials';
}
