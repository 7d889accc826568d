import type { PreTokenGenerationV2TriggerEvent } from 'aws-lambda';

const PAYING = ['acme'];

/** Tells the API in each token to which tenant a user belongs, and whether the tenant pays. */
export async function handler(event: PreTokenGenerationV2TriggerEvent): Promise<PreTokenGenerationV2TriggerEvent> {
  const tenant = event.request.userAttributes['custom:tenant'] ?? 'none';
  event.response.claimsAndScopeOverrideDetails = {
    accessTokenGeneration: {
      claimsToAddOrOverride: { tenant },
      scopesToAdd: PAYING.includes(tenant) ? ['reports/read'] : [],
    },
  };
  return event;
}
