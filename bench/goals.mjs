/*
 * What the library is to reach, and whether it does. The median decides.
 */
import { GROWING } from './apps/growing.mjs';
import { SIZES } from './synth.mjs';

/**
 * Growth is taken for linear if a route among the last 200 costs at most this many times what one of the 90 before them
 * does: a quadratic one costs 3.6 times.
 */
const LINEAR = 1.25;

export const decimal = (value) => value.toFixed(2);
export const times = (value) => `${decimal(value)} times`;
export const ms = (value) => `${value.toFixed(digitsOf(Math.abs(value)))} ms`;
const digitsOf = (value) => (value < 0.1 ? 3 : value < 1 ? 2 : value < 100 ? 1 : 0);
export const between = ({ low, high }, format) => `${format(low)} to ${format(high)}`;
const kB = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;

/** @returns each goal with what was measured, the spread of that, and whether it is met */
export function goalsOf({ routes, policies, synth, imports, handlers, growing }) {
  const [early, late] = synth.growth.library.map(({ median }) => median);
  return [
    goal('Resources for each protected route', 'one', String(routes.library.perRoute), routes.library.perRoute === 1),
    goal('Routes in one stack', '300', String(routes.library.most), routes.library.most >= 300),
    goal('Policies of a pool in the token', '300', String(policies.token), policies.token >= 300),
    goal('Routes with a policy each at the request', '300', String(policies.request), policies.request >= 300),
    ...SIZES.map((size) =>
      atMost(`Build and synth of ${counted(size, 'route', 'routes')}`, BEST, 1.1, synth.ratios[size]),
    ),
    goal(
      'Growth from 10 to 300 routes',
      'linear',
      `${ms(early)} a route up to 100, ${ms(late)} up to 300`,
      late <= early * LINEAR,
    ),
    ...GROWING_GOALS.flatMap(([what, title, limit]) =>
      GROWING[what].sizes.map((size) => atMost(title(size), BEST, limit, growing.ratios(what, size))),
    ),
    atMost('300 policies in the token', 'the same routes and functions without policies', 1.1, growing.withoutPolicies),
    exponent('Growth from 50 to 100 tenants', growing.exponent('tenants', 'library')),
    atMost('Import', 'the same modules of aws-cdk-lib alone', 1.05, imports.ratio),
    atMost('Import with all exports', 'the same modules of aws-cdk-lib alone', 1.15, imports.inUse),
    ...[
      ['authorizer', handlers.sizes.library],
      ['pre token generation hook', handlers.sizes.hook],
    ].map(([name, size]) => goal(`Bundle of the ${name}`, 'at most 25 kB', kB(size), size <= 25_000)),
    atMost('Start of the authorizer', 'aws-jwt-verify', 1.1, handlers.start.ratios.bare),
    atMost('Verification, warm', 'aws-jwt-verify', 1.1, handlers.warm.ratios.bare),
    inMs('First request of a new authorizer, keys over TLS', 4, handlers.firstRequest.times.library),
    goal(
      'Files of the SDK that the token hook loads in its first call',
      'none',
      String(handlers.firstHookCall.sdkFiles.inCall),
      handlers.firstHookCall.sdkFiles.inCall === 0,
    ),
    ahead('Start of the authorizer', handlers.start.ratios.jsonwebtoken),
    ahead('Verification, warm', handlers.warm.ratios.jsonwebtoken),
    {
      ...goal('Evaluation of 50 policies', 'under 0.1 ms', ms(handlers.policy.median), handlers.policy.median < 0.1),
      spread: between(handlers.policy, ms),
    },
    ...Object.entries(handlers.policies.hookCalls).map(([count, call]) =>
      inMs(`Call of the token hook with ${counted(count, 'policy', 'policies')}`, 0.2, call),
    ),
    ...Object.entries(handlers.policies.authorizerAnswers).map(([count, answer]) =>
      inMs(`Answer of the authorizer with ${counted(count, 'policy', 'policies')}, verification included`, 0.2, answer),
    ),
    inMs('Start of the token hook with 300 policies, less that with one', 2, handlers.policies.hookStart),
    inMs('Start of the authorizer with 300 policies, less that with one', 2, handlers.policies.authorizerStart),
  ];
}

const counted = (count, one, many) => `${count} ${Number(count) === 1 ? one : many}`;

const BEST = 'plain L2 in its best style';

/** What grows, what a row of it is called, and how many times the time of plain L2 it may take. */
const GROWING_GOALS = [
  ['tenants', (size) => `${size} tenants in one app, a stack each`, 1.2],
  ['providers', (size) => `10 clients and ${size} providers made with the CDK's own constructs`, 1.3],
  ['surroundings', (size) => `One pool and 10 routes among ${size.toLocaleString('en')} other constructs`, 1.03],
  ['clients', (size) => `${counted(size, 'client', 'clients')} with callbacks, and 10 providers`, 1.1],
  ['policies', (size) => `${counted(size, 'policy', 'policies')} in the token`, 1.1],
];

const exponent = (what, growth) => ({
  ...goal(what, 'an exponent of at most 1.1', decimal(growth.median), growth.median <= 1.1),
  spread: between(growth, decimal),
});

const inMs = (what, limit, time) => ({
  ...goal(what, `at most ${limit} ms`, ms(time.median), time.median <= limit),
  spread: between(time, ms),
});

const goal = (what, wanted, measured, met) => ({ what, wanted, measured, met, spread: '' });

const atMost = (what, whom, limit, ratio) => ({
  ...goal(what, `at most ${limit} times ${whom}`, times(ratio.median), ratio.median <= limit),
  spread: between(ratio, decimal),
});

const ahead = (what, ratio) => ({
  ...goal(what, 'ahead of jsonwebtoken and jwks-rsa', times(ratio.median), ratio.median < 1),
  spread: between(ratio, decimal),
});
