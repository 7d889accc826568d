/*
 * A remedy, once followed, is accepted. Here they are followed by machine: each alternative of each remedy that says
 * what to omit, to set or to write, for random pools and clients with mistakes.
 *
 * RANDOM_RUNS=5000 runs more of them, RANDOM_SEED=... those of an earlier run; a failure prints its seed.
 */
import { Duration } from 'aws-cdk-lib';
import { FeaturePlan } from 'aws-cdk-lib/aws-cognito';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { MfaStatus, OAuthFlow, UserAuthClientOptions, UserAuthPool, UserAuthPoolProps } from '../lib';
import { STRUCTS } from '../lib/checks/structs';
import { runsOr, seed, values } from './support/random';
import { mostly, plainProps, some } from './support/random-props';
import { newStack } from './support/synth';

type Json = Record<string, unknown>;
type Props = Partial<UserAuthPoolProps>;

interface Told {
  readonly where: string;
  readonly outcome: string;
  readonly remedy: string;
}

/** The problems of a pool, read from its error. */
function problemsOf(props: Props): Told[] {
  try {
    new UserAuthPool(newStack('S'), 'Pool', props);
    return [];
  } catch (error) {
    const problems = (error as Error).message.split(/\n {2}\d+\. /).slice(1);
    return problems.map((text) => {
      const [, where = '', rest = ''] = /^(\S+(?: (?:lower|upper) bound)?) is ([^]*)$/.exec(text) ?? [];
      const [given = '', ...remedy] = rest.split(/\. (?=[A-Z])/);
      // What was given may change while the problem stays.
      const outcome = given.split(': ').at(-1)!;
      return { where, outcome, remedy: remedy.join('. ') };
    });
  }
}

/** Props with another value at a path, or without it; undefined where the path leads into an object of a class. */
function changed(props: Props, path: string, value: unknown): Props | undefined {
  const copy: Json = { ...props };
  const names = path.split(/[.[\]]+/).filter(Boolean);
  let at: Json = copy;
  for (const name of names.slice(0, -1)) {
    const inner = at[name] ?? {};
    const prototype: unknown = Object.getPrototypeOf(inner);
    if (prototype !== Object.prototype && prototype !== Array.prototype && prototype !== null) return undefined;
    at = at[name] = (Array.isArray(inner) ? [...(inner as unknown[])] : { ...inner }) as Json;
  }
  const last = names.at(-1)!;
  if (value === undefined && !(last in at)) return undefined;
  if (value === undefined && Array.isArray(at)) at.splice(Number(last), 1);
  else if (value === undefined) delete at[last];
  else at[last] = value;
  return copy;
}

const VALUES: Json = {
  true: true,
  'MfaStatus.OFF': MfaStatus.OFF,
  'MfaStatus.ON': MfaStatus.ON,
  'MfaStatus.OPTIONAL': MfaStatus.OPTIONAL,
  'FeaturePlan.ESSENTIALS': FeaturePlan.ESSENTIALS,
  'FeaturePlan.PLUS': FeaturePlan.PLUS,
};

/** The alternatives that a remedy gives, as changes: a path, and its new value, or none. */
function alternatives({ where, remedy }: Told): { path: string; value?: unknown }[] {
  const path = where.replace(/ (lower|upper) bound$/, '');
  const inContext = (name: string) => {
    if (name === 'it') return path;
    if (name === 'the status') return 'mfaConfiguration.status';
    // A client names its own options alone.
    return path.startsWith('client.') && name.split('.')[0]! in STRUCTS.UserAuthClientOptions!
      ? `client.${name}`
      : name;
  };
  const omitted = [...remedy.matchAll(/\b(?:[Oo]mit|[Rr]emove) (it|[a-z]+[A-Z][\w.]*)(?=[.,; ]|$)/g)].map(
    ([, name]) => ({
      path: inContext(name!),
    }),
  );
  const set = [...remedy.matchAll(/(?<!name a type and )\b[Ss]et (the status|[\w.]+) to ((?:\w+\.)?\w+)/g)].flatMap(
    ([, name, value]) => (value! in VALUES ? { path: inContext(name!), value: VALUES[value!] } : []),
  );
  const given = [...remedy.matchAll(/\b[Gg]ive ([\w.]+) as \{ (\w+): ([\w.]+) \}/g)].map(([, name, key, value]) => ({
    path: name!,
    value: { [key!]: VALUES[value!] },
  }));
  const example = /^Write it as, for example, "([^"]+)"/.exec(remedy)?.[1];
  return [...omitted, ...set, ...given, ...(example === undefined ? [] : [{ path, value: example }])];
}

const callbackUrl = fc.constantFrom(
  'https://a.example.com/',
  'http://a.example.com/',
  'myapp://in',
  'x',
  '',
  'https://a/#b',
);
const duration = fc.integer({ min: 0, max: 400_000 }).map((minutes) => Duration.minutes(minutes));
const clientOptions: fc.Arbitrary<UserAuthClientOptions> = some<UserAuthClientOptions>({
  userPoolClientName: mostly(fc.constant('web'), fc.string()),
  generateClientSecret: fc.boolean(),
  enablePropagateAdditionalUserContextData: fc.boolean(),
  allowSrpSignIn: fc.boolean(),
  allowChoiceBasedSignIn: fc.boolean(),
  allowPasswordSignIn: fc.boolean(),
  callbackUrls: fc.uniqueArray(callbackUrl, { maxLength: 2 }),
  logoutUrls: fc.uniqueArray(callbackUrl, { maxLength: 2 }),
  defaultRedirectUri: callbackUrl,
  allowedOAuthFlows: fc.uniqueArray(values(OAuthFlow), { maxLength: 2 }),
  accessTokenValidity: duration,
  idTokenValidity: duration,
  refreshTokenValidity: duration,
  refreshTokenRotationGracePeriod: duration,
  enableTokenRevocation: fc.boolean(),
  authSessionValidity: duration,
  allowOnlyExternalIdentityProviders: fc.boolean(),
  writableCustomAttributes: fc.constantFrom([], ['plan'], ['custom:plan']),
});
const anyProps = fc
  .record({ pool: plainProps, client: fc.option(clientOptions, { nil: undefined }) })
  .map(({ pool, client }) => ({ ...pool, ...(client && { client }) }));

const keyOf = ({ where, outcome }: Told) => `${where}: ${outcome}`;
const runs = runsOr(process.env.LANE === 'latest' ? 30 : 150);
const followed = new Set<string>();

/** Follows remedies until none is left that a machine can follow. What a remedy has mended never comes back. */
function follow(props: Props, mended: readonly string[] = []): void {
  const told = problemsOf(props);
  for (const problem of told) {
    expect(mended, `${problem.remedy} in ${JSON.stringify(props)}`).not.toContain(keyOf(problem));
  }
  // Each alternative at first, then the first of each.
  const all = told.flatMap((problem) => alternatives(problem).map((each) => ({ problem, ...each })));
  const possible = all.flatMap(({ problem, path, value }) => {
    const next = changed(props, path, value);
    // Without an element, those after it have other places.
    const [, list] = (value === undefined && /^(.*\[)\d+\]$/.exec(path)) || [];
    const mendedThen = list === undefined ? [...mended, keyOf(problem)] : mended.filter((key) => !key.startsWith(list));
    return next ? { problem, next, mendedThen } : [];
  });
  for (const { problem, next, mendedThen } of mended.length === 0 ? possible : possible.slice(0, 1)) {
    followed.add(problem.remedy);
    follow(next, mendedThen);
  }
}

it(`a remedy that is followed is accepted (seed ${seed})`, { timeout: 600_000 }, () => {
  fc.assert(
    fc.property(anyProps, (props) => follow(props)),
    { numRuns: runs, seed },
  );
  expect(followed.size).toBeGreaterThan(runs / 15);
});
