import { CfnElement } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { IConstruct } from 'constructs';
import { getOrCreate } from '../base/get-or-create';
import { sortedBy } from '../base/sorted-by';
import { DeploymentOrder } from '../template/deployment-order';
import { stacksOf } from '../base/stacks';
import { checkAtPreparation } from '../template/synthesis';
import { stageOf, TemplateIndex } from '../template/template-index';

/**
 * Two policies of which one is synthesized: in the stack of what the permissions are on, or in the stack of the
 * principal.
 */
interface Candidates {
  readonly withObject: iam.Policy;
  readonly withPrincipal: iam.Policy;
}

const placements = new WeakMap<IConstruct, Placement>();

/**
 * Synthesizes one of two policies, which give a principal of one stack permissions on an object of another.
 *
 * Nothing depends on such a policy, but it names both the principal and the object, so its stack depends on the other
 * one. If that other stack depends on it as well, for any reason, neither of them can be deployed. So the policy has to
 * be in the stack that depends on the other anyway, if there is one. Calls that come later may add that dependency,
 * and a construct can't move to another stack. That is why there are two policies, and synthesis, when all dependencies
 * are known, keeps one.
 */
export function synthesizeOneOf(withObject: iam.Policy, withPrincipal: iam.Policy): void {
  const stage = stageOf(withObject);
  const placement = getOrCreate(placements, stage, () => new Placement(stage));
  placement.add({ withObject, withPrincipal });
  for (const policy of [withObject, withPrincipal]) synthesizeOnlyIf(policy, () => placement.isChosen(policy));
}

/** Has a policy synthesized only while a condition holds. The CDK asks its resource, and has no option for that. */
function synthesizeOnlyIf(policy: iam.Policy, condition: () => boolean): void {
  const resource = policy.node.defaultChild as unknown as { shouldSynthesize(): boolean };
  const usual = resource.shouldSynthesize.bind(resource);
  resource.shouldSynthesize = () => condition() && usual();
}

/** Chooses among the candidates of an app or stage. */
class Placement {
  private readonly candidates: Candidates[] = [];
  private chosen?: Set<iam.Policy>;

  constructor(private readonly stage: IConstruct) {
    // The CDK asks what is going to be in a template whenever one resource is told to wait for another, and what waits
    // for what may change until it prepares the app, which begins at the top.
    checkAtPreparation(stage, () => this.invalidate());
  }

  public add(candidates: Candidates): void {
    this.candidates.push(candidates);
    this.invalidate();
  }

  public isChosen(policy: iam.Policy): boolean {
    return (this.chosen ?? this.choose()).has(policy);
  }

  /** Has the policies chosen again, since what waits for what may have changed. */
  private invalidate(): void {
    this.chosen = undefined;
  }

  private choose(): Set<iam.Policy> {
    // Set before it is complete: a lazy value that is read on the way may ask, too.
    const chosen = (this.chosen = new Set<iam.Policy>());
    const index = new TemplateIndex(this.stage);
    const policies = this.candidates.flatMap(({ withObject, withPrincipal }) => [withObject, withPrincipal]);
    const undecided = new Set<IConstruct>(policies.map(resourceOf));
    const isDecided = (element: CfnElement) => !undecided.has(element);
    const orders = new Map<IConstruct | undefined, DeploymentOrder>();
    // Sorted, so that the order of calls makes no difference: each choice constrains the next.
    const name = ({ withObject, withPrincipal }: Candidates) => `${withObject.node.path} ${withPrincipal.node.path}`;
    for (const { withObject, withPrincipal } of sortedBy(this.candidates, name)) {
      const parent = stacksOf(withObject).find((stack) => stacksOf(withPrincipal).includes(stack));
      const order = getOrCreate(orders, parent, () => new DeploymentOrder(index, parent, isDecided));
      const isAwaited = order.waits(withPrincipal, withObject);
      const [policy, other] = isAwaited ? [withPrincipal, withObject] : [withObject, withPrincipal];
      order.add(policy, other);
      chosen.add(policy);
    }
    return chosen;
  }
}

const resourceOf = (policy: iam.Policy) => policy.node.defaultChild as CfnElement;
