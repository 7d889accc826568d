import * as cognito from 'aws-cdk-lib/aws-cognito';
import { IConstruct } from 'constructs';
import { Problems } from './problems';
import { checkEnum, isKnown, show } from './values';
import { informAtPool } from './warn';

/** @internal */
export interface FeaturePlanProps {
  /**
   * The feature plan of the pool, which determines the available features and the price per user. A feature that the
   * plan lacks fails synthesis, but only if a plan is set here: pools that were created before plans were introduced
   * keep features that their plan lacks.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-sign-in-feature-plans.html
   * @default - chosen by Cognito, which gives new pools ESSENTIALS
   */
  readonly featurePlan?: cognito.FeaturePlan;
}

const PLANS = [cognito.FeaturePlan.LITE, cognito.FeaturePlan.ESSENTIALS, cognito.FeaturePlan.PLUS];

export function checkFeaturePlan({ featurePlan }: FeaturePlanProps, problems: Problems): void {
  checkEnum(problems, 'featurePlan', featurePlan, { FeaturePlan: cognito.FeaturePlan });
}

export function renderFeaturePlan({ featurePlan }: FeaturePlanProps) {
  return { featurePlan } satisfies cognito.UserPoolProps;
}

/**
 * What the features of one pool need: each concern reports its own features, under the name that the user gave them.
 */
export class FeaturePlanNeeds {
  private readonly needs = new Map<string, cognito.FeaturePlan>();

  constructor(private readonly featurePlan?: cognito.FeaturePlan) {}

  /** Records that a feature needs a plan, and reports it if the pool is set to a lower one. */
  public needsPlan(plan: cognito.FeaturePlan, what: string, problems: Problems, instead = `remove ${what}`): void {
    this.needs.set(what, plan);
    const { featurePlan } = this;
    // An unknown plan is reported by itself. If none is set, the pool may be one that keeps features that its plan
    // lacks.
    if (!isKnown(featurePlan) || !PLANS.includes(featurePlan)) return;
    if (PLANS.indexOf(featurePlan) >= PLANS.indexOf(plan)) return;
    problems.add({
      where: what,
      given: `set, with featurePlan ${show(featurePlan)}`,
      outcome: `it requires the ${plan} plan or higher, and Cognito rejects the pool`,
      remedy: `Set featurePlan to FeaturePlan.${plan}, or ${instead}`,
    });
  }

  /** Informs of the plan that the features need if none is set. It is never enforced. */
  public inform(pool: IConstruct): void {
    if (this.featurePlan !== undefined || this.needs.size === 0) return;
    const needed = [...this.needs.values()];
    const plan = PLANS.filter((each) => needed.includes(each)).at(-1);
    const features = [...this.needs].filter(([, each]) => each === plan).map(([what]) => what);
    informAtPool(
      pool,
      'neededPlan',
      `The pool needs the ${plan} plan, for ${features.join(', ')}. New pools get ESSENTIALS; an older pool may have another plan. ` +
        'To have the plan set and checked, specify featurePlan.',
    );
  }
}
