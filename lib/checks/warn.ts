import { Annotations } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';

/** Says what Cognito accepts and users stumble over. The id is public: it is what an acknowledgement names. */
export function warn(pool: IConstruct, id: string, text: string): void {
  warnAt(pool, `UserAuthPool.${id}`, text);
}

/** The same of what is no pool: the id begins with the name of the construct that warns. */
export function warnAt(construct: IConstruct, id: string, text: string): void {
  // The oldest aws-cdk-lib looks for an acknowledgement above what is warned of, not at it: an acknowledgement at the construct has to count too.
  const resource = construct.node.tryFindChild('Resource') ?? construct;
  Annotations.of(resource).addWarningV2(`cdk-user-auth-pool:${id}`, text);
}
