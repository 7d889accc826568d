import { expect, it } from 'vitest';
import { oneRemedyOf } from '../../lib/checks/one-remedy-of';
import { Problems } from '../../lib/checks/problems';

it('a remedy with several ways has a line and a period for each', () => {
  const problems = new Problems('Pool');
  problems.add({
    where: 'a',
    given: '1',
    outcome: 'it fails',
    remedy: oneRemedyOf('Write 2', 'If it is to go, omit it'),
  });
  expect(problems.messages()).toEqual([
    'a is 1: it fails. Do one of these:\n    - Write 2.\n    - If it is to go, omit it.',
  ]);
});
