import { Stack } from 'aws-cdk-lib';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as route53 from 'aws-cdk-lib/aws-route53';
import { describe, expect, it } from 'vitest';
import { HostedUi, UserAuthPool } from '../../lib';
import { newApp, only, templateOf } from '../support/synth';

const ARN = 'arn:aws:acm:us-east-1:111111111111:certificate/01234567-89ab-cdef-0123-456789abcdef';
const zoneIn = (stack: Stack) =>
  route53.HostedZone.fromHostedZoneAttributes(stack, 'Zone', { hostedZoneId: 'Z0123456789', zoneName: 'example.com' });
const poolIn = (stack: Stack, domainName = 'auth.example.com') => {
  const certificate = acm.Certificate.fromCertificateArn(stack, 'Certificate', ARN);
  return new UserAuthPool(stack, 'Pool', { hostedUi: HostedUi.customDomain({ domainName, certificate }) });
};
const target = route53.RecordTarget.fromIpAddresses('192.0.2.1');
const awaited = (stack: Stack) => {
  const { DependsOn = [] } = only(templateOf(stack), 'AWS::Cognito::UserPoolDomain') as {
    DependsOn?: string | string[];
  };
  return [DependsOn].flat();
};

describe('the A record of the parent domain', () => {
  it.each<[string, (stack: Stack) => void]>([
    ['as the CDK makes it', (stack) => new route53.ARecord(stack, 'Record', { zone: zoneIn(stack), target })],
    [
      'in capitals',
      (stack) => new route53.ARecord(stack, 'Record', { zone: zoneIn(stack), recordName: 'EXAMPLE.com.', target }),
    ],
    [
      'as an L1 without a trailing dot',
      (stack) =>
        new route53.CfnRecordSet(stack, 'Record', { name: 'example.com', type: 'A', hostedZoneName: 'example.com.' }),
    ],
    [
      'in a group',
      (stack) =>
        new route53.CfnRecordSetGroup(stack, 'Record', {
          hostedZoneName: 'example.com.',
          recordSets: [
            { name: 'www.example.com.', type: 'A', ttl: '300', resourceRecords: ['192.0.2.1'] },
            { name: 'example.com.', type: 'A', ttl: '300', resourceRecords: ['192.0.2.1'] },
          ],
        }),
    ],
  ])('is created before the domain, %s', (_, make) => {
    for (const order of ['before', 'after']) {
      const stack = new Stack(newApp(), 'S');
      if (order === 'before') make(stack);
      poolIn(stack);
      if (order === 'after') make(stack);
      expect(awaited(stack), order).toEqual([expect.stringMatching(/^Record/)]);
    }
  });

  it.each([
    ['of another domain', 'auth.www.example.com'],
    ['of a domain further up', 'a.auth.example.com'],
    ['of the domain itself', 'example.com'],
  ])('does not delay the domain if it is one %s', (_, domainName) => {
    const stack = new Stack(newApp(), 'S');
    new route53.ARecord(stack, 'Record', { zone: zoneIn(stack), target });
    poolIn(stack, domainName);
    expect(awaited(stack)).toEqual([]);
  });

  it('is not a record of another type', () => {
    const stack = new Stack(newApp(), 'S');
    new route53.TxtRecord(stack, 'Record', { zone: zoneIn(stack), values: ['text'] });
    poolIn(stack);
    expect(awaited(stack)).toEqual([]);
  });

  it('is not awaited across stacks', () => {
    const app = newApp();
    const stack = new Stack(app, 'S');
    const other = new Stack(app, 'T');
    new route53.ARecord(other, 'Record', { zone: zoneIn(other), target });
    poolIn(stack);
    expect(awaited(stack)).toEqual([]);
    expect(stack.dependencies).toEqual([]);
  });

  it('is not awaited if it waits for the domain', () => {
    const stack = new Stack(newApp(), 'S');
    const pool = poolIn(stack);
    const record = new route53.ARecord(stack, 'Record', { zone: zoneIn(stack), target });
    record.node.addDependency(pool);
    expect(awaited(stack)).toEqual([]);
  });
});
