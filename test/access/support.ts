import { AccessPolicy } from '../../lib';
import { Problems } from '../../lib/checks/problems';
import { messageOf, newStack } from '../support/synth';

export const rejection = (policy: AccessPolicy, attributes = true) => {
  const problems = new Problems(newStack('S'));
  policy._check(problems, { attributes });
  return messageOf(() => problems.throwIfAny());
};
export const isAccepted = (policy: AccessPolicy, attributes = true) => {
  const problems = new Problems(newStack('S'));
  policy._check(problems, { attributes });
  return problems.count === 0;
};
