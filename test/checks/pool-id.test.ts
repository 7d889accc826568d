import { expect, it } from 'vitest';
import { POOL_ID, REGION_NAME } from '../../lib/checks/pool-id';

it.each(['eu-west-1', 'us-gov-east-1', 'cn-north-1', 'ap-southeast-12', 'eusc-de-east-1'])('%s is a region', (text) => {
  expect(text).toMatch(REGION_NAME);
  expect(`${text}_Ab12Cd34E`).toMatch(POOL_ID);
  expect(text).not.toMatch(POOL_ID);
});

it.each(['', 'eu', 'eu-west', 'EU-WEST-1', 'eu-west-1a', 'e-west-1', 'eu-west-1 '])('%j is none', (text) => {
  expect(text).not.toMatch(REGION_NAME);
  expect(`${text}_Ab12Cd34E`).not.toMatch(POOL_ID);
});

it.each(['eu-west-1_', 'eu-west-1-Ab12', 'eu-west-1_Ab_12', 'https://eu-west-1_Ab12', 'eu-west-1_Ab12/'])(
  '%j is the ID of no pool',
  (text) => expect(text).not.toMatch(POOL_ID),
);
