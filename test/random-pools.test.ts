/*
 * Random pools. Each is either rejected with one clear error or synthesizes to a template that the validator and
 * cfn-lint accept; never anything else, and never two outcomes for one input.
 *
 * RANDOM_RUNS=5000 runs more of them, RANDOM_SEED=... those of an earlier run; a failure prints its seed.
 */
import { Stack } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as ses from 'aws-cdk-lib/aws-ses';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import {
  LogDestination,
  PreTokenGenerationVersion,
  UserAuthPool,
  UserAuthPoolProps,
  UserPoolHook,
  UserPoolHooks,
} from '../lib';
import { runsOr, seed, values } from './support/random';
import { mostly, plainProps, some } from './support/random-props';
import { newStack, templateOf } from './support/synth';

const runs = runsOr(200);

/** What needs other constructs: which of them, and how they are put together in a stack. */
const seldom = <T>(arbitrary: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary });
const surroundings = fc.record({
  hooks: fc.subarray(Object.values(UserPoolHook)),
  version: seldom(values(PreTokenGenerationVersion)),
  ses: seldom(
    some({
      fromEmail: mostly(fc.constantFrom('a@example.com', 'A <a@example.com>'), fc.string()),
      replyToEmailAddress: fc.emailAddress(),
    }),
  ),
  logs: seldom(fc.constantFrom('errors', 's3', 'cloudWatch')),
  encrypted: fc.boolean(),
});

type Surroundings = typeof surroundings extends fc.Arbitrary<infer T> ? T : never;

function make(stack: Stack, id: string, plain: Partial<UserAuthPoolProps>, around: Surroundings): UserAuthPool {
  const fn = lambda.Function.fromFunctionAttributes(stack, `${id}Function`, {
    functionArn: 'arn:aws:lambda:us-east-1:111111111111:function:f',
    sameEnvironment: true,
  });
  const logGroup = () => logs.LogGroup.fromLogGroupName(stack, `${id}Logs`, 'logs');
  const hooks = Object.fromEntries(around.hooks.map((hook) => [hook, fn])) as UserPoolHooks;
  return new UserAuthPool(stack, id, {
    ...plain,
    hooks: { ...hooks, preTokenGenerationVersion: around.version },
    emailConfiguration: around.ses && {
      ...around.ses,
      sesIdentity: ses.EmailIdentity.fromEmailIdentityName(stack, `${id}Identity`, 'example.com'),
    },
    logDelivery: around.logs && {
      ...(around.logs === 'errors' && { notificationErrors: logGroup() }),
      ...(around.logs === 'cloudWatch' && { authenticationEvents: LogDestination.cloudWatch(logGroup()) }),
      ...(around.logs === 's3' && {
        authenticationEvents: LogDestination.s3(s3.Bucket.fromBucketName(stack, `${id}Bucket`, 'events')),
      }),
    },
    encryptionKey: around.encrypted
      ? kms.Key.fromKeyArn(stack, `${id}Key`, 'arn:aws:kms:us-east-1:111111111111:key/0123')
      : undefined,
  });
}

const rejection: string[] = [];
const accepted: [Partial<UserAuthPoolProps>, Surroundings][] = [];

/** The template, or the error that rejects the pool. Any other error is a fault of the library. */
function outcome(plain: Partial<UserAuthPoolProps>, around: Surroundings): string {
  const stack = newStack('S', { env: { region: 'us-east-1', account: '111111111111' } });
  try {
    make(stack, 'Pool', plain, around);
  } catch (error) {
    expect(error).toBeInstanceOf(Error);
    const { message } = error as Error;
    expect(message).toMatch(
      /^S\/Pool has (1 problem|\d+ problems):\n( {2}\d+\. [^]+? is [^]+?: [^]+?\. [^]+?\.(\n|$))+/,
    );
    return message;
  }
  return JSON.stringify(templateOf(stack, { keep: false }).toJSON());
}

describe('a random pool', () => {
  it(`is rejected with one clear error or gives a valid template (seed ${seed})`, { timeout: 600_000 }, () => {
    fc.assert(
      fc.property(plainProps, surroundings, (plain, around) => {
        const first = outcome(plain, around);
        expect(outcome(plain, around)).toBe(first);
        if (first.startsWith('{')) accepted.push([plain, around]);
        else rejection.push(first);
      }),
      { numRuns: runs, seed },
    );
  });

  it('is of both kinds often enough to mean something', () => {
    expect(accepted.length).toBeGreaterThan(runs / 20);
    expect(rejection.length).toBeGreaterThan(runs / 20);
  });
});

afterAll(() => {
  // For cfn-lint, many to a template; in one lane, since both make the same.
  if (process.env.LANE !== 'latest') return;
  for (let start = 0; start < accepted.length; start += 20) {
    const stack = newStack(`Random${start}`, { env: { region: 'us-east-1', account: '111111111111' } });
    accepted.slice(start, start + 20).forEach(([plain, around], index) => make(stack, `Pool${index}`, plain, around));
    templateOf(stack);
  }
}, 600_000);
