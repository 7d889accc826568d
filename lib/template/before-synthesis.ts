import { Stage } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { Problems } from '../checks/problems';

/**
 * Throws an error if the stage that a construct is in has been synthesized: `addStage` of CDK Pipelines does that, and
 * the CDK then never runs a check that is added later. The app itself is synthesized last.
 */
export function checkBeforeSynthesis(construct: IConstruct, call: string): void {
  const stage = Stage.of(construct);
  if (!stage || stage === construct.node.root || !isSynthesized(stage)) return;
  Problems.throw(construct, {
    where: call,
    given: `called after the stage ${stage.node.path} was synthesized`,
    outcome: 'the CDK does not synthesize a stage again, so nothing would be checked',
    remedy: 'Call it before pipeline.addStage(), which synthesizes the stage',
  });
}

/** The CDK keeps what it has synthesized, in a private property. */
const isSynthesized = (stage: Stage) => (stage as unknown as { assembly?: object }).assembly !== undefined;
