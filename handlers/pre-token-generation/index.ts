import * as aws from './aws';
import { PreTokenEvent } from './event';
import { newHook } from './hook';

let hook: ReturnType<typeof newHook> | undefined;

/** Puts the policy scopes that a caller has earned into the access token, before Cognito mints it. */
export async function handler(event: PreTokenEvent) {
  hook ??= newHook(process.env, aws);
  return hook(event);
}
