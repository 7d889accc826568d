import { Caller, Policy } from '../../lib/access/policy';

/** What a policy means, by the set of all facts about a caller: written apart from what the library evaluates. */
export function oracle(policy: Policy, caller: Caller): boolean {
  const facts = new Set([`client=${caller.clientId}`]);
  if (caller.person) {
    facts.add('person');
    for (const group of caller.groups) facts.add(`group=${group}`);
    for (const [name, value] of Object.entries(caller.attributes)) facts.add(`${name}=${value}=`);
  }
  const count = (policies: Policy[]) => policies.filter((part) => oracle(part, caller)).length;
  if ('signedIn' in policy) return facts.has('person');
  if ('group' in policy) return facts.has(`group=${policy.group}`);
  if ('client' in policy) return facts.has(`client=${policy.client}`);
  if ('anyOf' in policy) return count(policy.anyOf) > 0;
  if ('allOf' in policy) return policy.allOf.length > 0 && count(policy.allOf) === policy.allOf.length;
  return policy.values.some((value) => facts.has(`${policy.attribute}=${value}=`));
}
