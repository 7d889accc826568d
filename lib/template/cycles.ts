import { CfnElement, Stack } from 'aws-cdk-lib';
import { Construct, IConstruct } from 'constructs';
import { getOrCreate } from '../base/get-or-create';
import { pathOf } from '../base/path-of';
import { sortedBy } from '../base/sorted-by';
import { outermostStackOf, stacksOf } from '../base/stacks';
import { Problem, Problems } from '../checks/problems';
import { DeploymentOrder } from './deployment-order';
import { oncePerIndex } from './once-per-index';
import { checkAtPreparation, validateAtSynthesis } from './synthesis';
import { stageOf, TemplateIndex } from './template-index';

/** A construct that refers to one that waits for it. */
interface Cycle {
  /** The construct that waits, and how the user knows it. */
  readonly waiting: IConstruct;
  readonly given: string;
  /** The construct that it waits for, and a word for it. */
  readonly awaited: IConstruct;
  readonly name: string;
}

/** Finds what waits for what refers to it, and so could never be deployed. */
export class Cycles {
  constructor(
    public readonly index: TemplateIndex,
    /** Whether between stacks, or between the nested stacks and resources of one. */
    public readonly areBetweenStacks: boolean,
  ) {}

  /** Those of what an element refers to that wait for the element, by path. */
  public through(element: CfnElement): CfnElement[] {
    const found = [...this.index.dependenciesOf(element)].filter((each) => this.closedBy(each, element));
    return sortedBy(found, ({ node }) => node.path);
  }

  /** What is wrong about a cycle. The remedy is up to whoever makes it. */
  public describe({ waiting, given, awaited, name }: Cycle): Pick<Problem, 'given' | 'outcome'> {
    const asWell = `${name} refers to it as well`;
    if (this.areBetweenStacks) {
      const [one, other] = [waiting, awaited].map((each) => outermostStackOf(each).node.path);
      return {
        given: `${given}, whose stack, ${one}, waits for that of ${name}, ${other}${this.reasonBetween(waiting, awaited)}`,
        outcome: `${asWell}, and stacks that wait for each other cannot be deployed`,
      };
    }
    const stack = Stack.of(waiting);
    const what = stacksOf(awaited).includes(stack) ? 'which' : `whose stack, ${stack.node.path},`;
    return {
      given: `${given}, ${what} refers to ${name} or to something that waits for it`,
      outcome: `${asWell}, and CloudFormation rejects a template with a circular dependency`,
    };
  }

  /**
   * Why the stack of one construct waits for that of another, as the end of a sentence, if something in the one refers
   * to something in the other directly.
   */
  public reasonBetween(one: IConstruct, other: IConstruct): string {
    const [waiting, awaited] = [outermostStackOf(one), outermostStackOf(other)];
    const elements = waiting.node.findAll().filter((each) => CfnElement.isCfnElement(each));
    for (const element of elements) {
      const target = [...this.index.dependenciesOf(element)].find((each) => stacksOf(each).includes(awaited));
      if (target) return `, because ${pathOf(element)} refers to ${pathOf(target)}`;
    }
    return '';
  }

  /**
   * Whether a construct waits for another one that refers to it: the construct itself, or the nearest stack that it is
   * in and the other one is not, since a stack is deployed as a whole.
   *
   * What refers to another stack and closes a cycle is reported, and moved. So it no longer counts in later questions:
   * a cycle that goes with it is not worth another report, whose remedy would be a different one.
   */
  public closedBy(one: IConstruct, other: IConstruct): boolean {
    const [parents, others] = [stacksOf(one), stacksOf(other)];
    const parent = parents.find((stack) => others.includes(stack));
    if ((parent === undefined) !== this.areBetweenStacks) return false;
    const order = orderOf(this.index, parent);
    const isClosed = order.waits(one, other);
    if (isClosed && Stack.of(one) !== Stack.of(other)) order.forget(other, one);
    return isClosed;
  }
}

/** What is checked of a construct. */
interface Check {
  readonly construct: IConstruct;
  readonly find: (cycles: Cycles, problems: Problems) => void;
  readonly isOfPool: boolean;
}

/** The checks of each app or stage. */
const checks = new WeakMap<IConstruct, Check[]>();

/** What each check of an app or stage finds. */
const findings = oncePerIndex((index, areBetweenStacks: boolean) => {
  const cycles = new Cycles(index, areBetweenStacks);
  const all = checks.get(index.stage) ?? [];
  // What pools and clients refer to comes first: the others only use a pool, and most stacks do.
  const ordered = [...all.filter(({ isOfPool }) => isOfPool), ...all.filter(({ isOfPool }) => !isOfPool)];
  return new Map(ordered.map((check) => [check, problemsOf(check, cycles)]));
});

function problemsOf({ construct, find }: Check, cycles: Cycles): Problems {
  const problems = new Problems(construct);
  find(cycles, problems);
  return problems;
}

/**
 * Checks, once the app is complete, that what a construct of this library adds to others closes no cycle.
 *
 * The CDK finds cycles between stacks while it looks for references, before it validates anything, and its error has
 * no remedy. So those are looked for before that, all in one place, since the first error ends the synthesis.
 *
 * @param isOfPool whether the cycles are closed by what a pool or a client refers to, rather than by what uses a pool
 */
export function checkCycles(construct: Construct, find: Check['find'], isOfPool = false): void {
  const check = { construct, find, isOfPool };
  const all = getOrCreate(checks, stageOf(construct), () => {
    checkAtPreparation(construct, (index) => Problems.throwIfAny([...findings(index, true).values()]));
    return [] as Check[];
  });
  all.push(check);
  validateAtSynthesis(construct, (index, problems) => {
    const found = findings(index, false).get(check);
    if (found) problems.addAll(found);
  });
}

const orderOf = oncePerIndex((index, parent: Stack | undefined) => new DeploymentOrder(index, parent));
