import type { PreTokenGenerationV2TriggerEvent } from 'aws-lambda';

/** Gives those with the plan `pro` the scope of the reports. Whose plan is `closed` gets no tokens at all. */
export async function handler(event: PreTokenGenerationV2TriggerEvent): Promise<PreTokenGenerationV2TriggerEvent> {
  const plan = event.request.userAttributes['custom:plan'];
  if (plan === 'closed') throw new Error('This account is closed.');
  event.response.claimsAndScopeOverrideDetails = {
    accessTokenGeneration: { scopesToAdd: plan === 'pro' ? ['reports/read'] : [] },
  };
  return event;
}
