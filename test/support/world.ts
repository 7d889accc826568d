import { App, NestedStack, Stack } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { cycleOf } from './cycles';
import { newApp } from './synth';

/** In which stack the constructs of each kind stand: its path. */
export interface Layout {
  /** The first pool. */
  readonly users: string;
  /** The second pool. */
  readonly others: string;
  /** Most functions and roles. */
  readonly code: string;
  /** The API, a function and a role. */
  readonly web: string;
}

export type Place = keyof Layout;

/** The stacks are made in the order in which they are named. */
export const LAYOUTS: Record<string, Layout> = {
  oneStack: { users: 'S', others: 'S', code: 'S', web: 'S' },
  poolsApart: { users: 'Users', others: 'Users', code: 'App', web: 'App' },
  functionsApart: { users: 'S', others: 'S', web: 'S', code: 'Code' },
  functionsApartAndFirst: { code: 'Code', users: 'S', others: 'S', web: 'S' },
  eachApart: { users: 'Users', others: 'Others', code: 'Code', web: 'Web' },
  eachApartFromTheEnd: { web: 'Web', code: 'Code', others: 'Others', users: 'Users' },
  functionsNested: { users: 'S', others: 'S', web: 'S', code: 'S/Code' },
  poolsNested: { users: 'S/Users', others: 'S/Users', code: 'S', web: 'S' },
  eachNested: { users: 'S/Users', others: 'S/Others', code: 'S/Code', web: 'S/Web' },
};

/** A call, with everything that it is called with. */
export interface Step<T = unknown> {
  readonly id: string;
  readonly place: Place;
  /** Which of the calls that may come next is next in the other order: the lowest. */
  readonly rank: number;
  /** What has to be there before. */
  readonly needs: readonly Step[];
  readonly make: (world: World) => T;
  /** The pool in whose props it may be given, and whether it is in the other order. */
  readonly prop?: { readonly pool: Step; readonly isGiven: boolean };
}

export interface FunctionStep extends Step<lambda.IFunction> {
  /** What it is an alias of. */
  readonly of?: FunctionStep;
}

/** One app: what has been made in it so far. */
export class World {
  public readonly app: App = newApp();
  private readonly stacks = new Map<string, Stack>();
  private readonly made = new Map<Step, unknown>();

  constructor(
    private readonly layout: Layout,
    /** What is given in the props of a pool, and not added to it later. */
    public readonly given: readonly Step[],
  ) {
    for (const path of Object.values(layout) as string[]) this.stackAt(path);
  }

  public at(place: Place): Stack {
    return this.stackAt(this.layout[place]);
  }

  public the<T>(step: Step<T>): T {
    return this.made.get(step) as T;
  }

  public run(step: Step): void {
    this.made.set(step, step.make(this));
  }

  private stackAt(path: string): Stack {
    const existing = this.stacks.get(path);
    if (existing) return existing;
    const [first = '', nested] = path.split('/');
    const env = { region: 'us-east-1', account: '111111111111' };
    const stack = nested ? new NestedStack(this.stackAt(first), nested) : new Stack(this.app, first, { env });
    this.stacks.set(path, stack);
    return stack;
  }
}

/**
 * The calls in the order of their ranks, as far as their needs allow, with what is given in the props of a pool taken
 * out.
 */
export function reordered(steps: readonly Step[]): { given: Step[]; order: Step[] } {
  const given = steps.filter(({ prop }) => prop?.isGiven);
  const waiting = steps.filter((step) => !given.includes(step));
  const order: Step[] = [];
  const isThere = (need: Step, step: Step) => need === step || order.includes(need);
  while (waiting.length > 0) {
    const ready = waiting.filter((step) =>
      [step, ...given.filter(({ prop }) => prop?.pool === step)].every((each) =>
        each.needs.every((need) => isThere(need, step)),
      ),
    );
    const next = ready.reduce((first, step) => (step.rank < first.rank ? step : first));
    order.push(next);
    waiting.splice(waiting.indexOf(next), 1);
  }
  return { given, order };
}

/** What joins constructs. */
export type Tie =
  | { readonly kind: 'calls'; readonly pool: Step; readonly fn: FunctionStep }
  | { readonly kind: 'knows'; readonly pool: Step; readonly fn: FunctionStep; readonly client?: Step }
  | { readonly kind: 'accepts'; readonly pool: Step; readonly api: Step }
  | { readonly kind: 'joins'; readonly pool: Step; readonly client: Step }
  | { readonly kind: 'names'; readonly by: Step; readonly what: Step };

export const underlying = (fn: FunctionStep): FunctionStep => fn.of ?? fn;

/** What waits for what by its nature. */
function waitsOf(tie: Tie, ties: readonly Tie[]): [Step, Step][] {
  switch (tie.kind) {
    case 'calls':
      return [[tie.pool, underlying(tie.fn)]];
    case 'knows': {
      // A hook reads the id of its pool from its event.
      const { pool, fn, client } = tie;
      const isHook = ties.some((each) => each.kind === 'calls' && each.pool === pool && underlying(each.fn) === fn);
      return isHook ? [] : [pool, ...(client ? [client] : [])].map((each): [Step, Step] => [fn, each]);
    }
    case 'accepts': {
      const { pool, api } = tie;
      const clients = ties.flatMap((each) => (each.kind === 'joins' && each.pool === pool ? [each.client] : []));
      return [pool, ...clients].map((each): [Step, Step] => [api, each]);
    }
    case 'joins':
      return [[tie.client, tie.pool]];
    case 'names':
      return [[tie.by, tie.what]];
  }
}

/**
 * Whether something would have to wait for itself, whatever a library did: a stack, a nested stack or a construct.
 * Rights are not among it: nothing waits for a policy, so it can stand on either side, and on that which waits for the
 * other anyway.
 */
export function hasCycle(ties: readonly Tie[], layout: Layout): boolean {
  const pairs = ties.flatMap((tie) => waitsOf(tie, ties));
  const path = ({ place }: Step) => layout[place];
  const stack = (step: Step) => path(step).split('/')[0]!;
  const inStack = pairs.filter(([one, other]) => stack(one) === stack(other));
  return (
    isCycle(pairs, stack) ||
    isCycle(inStack, (step) => (path(step).includes('/') ? path(step) : step.id)) ||
    isCycle(pairs, ({ id }) => id)
  );
}

function isCycle(pairs: [Step, Step][], nameOf: (step: Step) => string): boolean {
  const waits = new Map<string, string[]>();
  for (const [one, other] of pairs.map((pair) => pair.map(nameOf) as [string, string])) {
    if (one !== other) waits.set(one, [...(waits.get(one) ?? []), other]);
  }
  return cycleOf(waits) !== undefined;
}
