import { expect, it } from 'vitest';
import { regionOfArn } from '../../lib/base/region-of-arn';

it.each([
  ['arn:aws:acm:us-east-1:111111111111:certificate/abc', 'us-east-1'],
  ['arn:aws-us-gov:lambda:us-gov-west-1:111111111111:function:f', 'us-gov-west-1'],
  ['arn:aws:iam::111111111111:role/r', ''],
  ['none', undefined],
])('the region in %s is %j', (arn, region) => {
  expect(regionOfArn(arn)).toBe(region);
});
