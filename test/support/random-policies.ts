import fc from 'fast-check';

/** The methods of `AccessPolicy`, of whichever build of the library a test has. */
interface Policies<P> {
  signedIn(): P;
  group(name: string): P;
  attribute(name: string, ...values: string[]): P;
  /** A client by its name. */
  ofClient?(name: string): P;
  anyOf(...policies: P[]): P;
  allOf(...policies: P[]): P;
}
export type WritePolicy = <P>(policies: Policies<P>) => P;

/** The first is in every policy on plans: what nobody could satisfy would be an error. */
const PLANS = ['1', '2', '3'];

interface Options {
  /** Whether attributes can be evaluated. */
  readonly attributes?: boolean;
  readonly clients?: readonly string[];
}

/** Random policies on groups, on clients and, where they can be evaluated, on the attribute `custom:plan`. */
export function randomPolicy(
  groups: string[],
  { attributes = true, clients = [] }: Options = {},
): fc.Arbitrary<WritePolicy> {
  const [first, ...others] = PLANS as [string, ...string[]];
  const plan = fc.subarray(others).map((rest) => [first, ...rest]);
  return fc.letrec<{ policy: WritePolicy }>((tie) => ({
    policy: fc.oneof(
      { maxDepth: 3, depthIdentifier: 'policy' },
      fc.constant<WritePolicy>((policies) => policies.signedIn()),
      fc.constantFrom(...groups).map<WritePolicy>((name) => (policies) => policies.group(name)),
      ...(attributes
        ? [plan.map<WritePolicy>((list) => (policies) => policies.attribute('custom:plan', ...list))]
        : []),
      ...(clients.length > 0
        ? [fc.constantFrom(...clients).map<WritePolicy>((name) => (policies) => policies.ofClient!(name))]
        : []),
      fc
        .tuple(fc.boolean(), fc.array(tie('policy'), { minLength: 1, maxLength: 3 }))
        .map<WritePolicy>(([any, parts]) => (policies) => {
          const all = parts.map((part) => part(policies));
          return any ? policies.anyOf(...all) : policies.allOf(...all);
        }),
    ),
  })).policy;
}

/** Random people, by what policies look at. */
export const randomPerson = (groups: string[]) =>
  fc.record({ groups: fc.subarray(groups), plan: fc.constantFrom(undefined, ...PLANS) });
