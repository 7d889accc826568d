import { atStart } from '../at-start';
import { newAws } from './aws';
import { PreTokenEvent } from './event';
import { newHook } from './hook';

const hook = atStart(() => newHook(process.env, newAws(process.env)));

/** Puts the policy scopes that a caller has earned into the access token, before Cognito issues it. */
export async function handler(event: PreTokenEvent) {
  return hook()(event);
}
