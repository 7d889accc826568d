import { CfnElement, Stage } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { IConstruct } from 'constructs';
import { stacksOf, Waits } from '../template/waits';

/** Two policies of which one is synthesized: in the stack of the object of the permissions, or in the stack of the principal. */
interface Choice {
  readonly withObject: iam.Policy;
  readonly withPrincipal: iam.Policy;
}

interface Choices {
  readonly all: Choice[];
  /** The number of choices when `standing` was last determined. */
  judged?: number;
  readonly standing: Set<iam.Policy>;
}

const choicesOf = new WeakMap<IConstruct, Choices>();

/**
 * Synthesizes one of two policies. Nothing depends on a policy, but it makes its stack depend on the other one. So it must be in the stack that already depends on the other, unless neither does.
 * That is known only at synthesis.
 */
export function chooseOne(withObject: iam.Policy, withPrincipal: iam.Policy): void {
  const app = Stage.of(withObject) ?? withObject.node.root;
  const choices = choicesOf.get(app) ?? { all: [], standing: new Set() };
  choicesOf.set(app, choices);
  choices.all.push({ withObject, withPrincipal });
  for (const policy of [withObject, withPrincipal]) {
    const resource = policy.node.defaultChild as unknown as { shouldSynthesize(): boolean };
    const usual = resource.shouldSynthesize.bind(resource);
    resource.shouldSynthesize = () => standing(app, choices).has(policy) && usual();
  }
}

function standing(app: IConstruct, choices: Choices): Set<iam.Policy> {
  const { all } = choices;
  if (choices.judged === all.length) return choices.standing;
  choices.judged = all.length;
  choices.standing.clear();
  const open = new Set<IConstruct>(all.flatMap((each) => Object.values(each) as iam.Policy[]).map(resourceOf));
  const counts = (element: CfnElement) => !open.has(element);
  const waits = new Map<IConstruct | undefined, Waits>();
  // Sorted, so that the order of calls makes no difference: each choice constrains the next.
  const name = ({ withObject, withPrincipal }: Choice) => `${withObject.node.path} ${withPrincipal.node.path}`;
  for (const { withObject, withPrincipal } of [...all].sort((one, other) => (name(one) < name(other) ? -1 : 1))) {
    const above = stacksOf(withObject).find((stack) => stacksOf(withPrincipal).includes(stack));
    const known = waits.get(above) ?? new Waits(app, above, counts);
    waits.set(above, known);
    const stands = known.has(withPrincipal, withObject) ? withPrincipal : withObject;
    known.add(stands, stands === withObject ? withPrincipal : withObject);
    choices.standing.add(stands);
  }
  return choices.standing;
}

const resourceOf = (policy: iam.Policy) => policy.node.defaultChild as CfnElement;
