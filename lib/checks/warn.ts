import { Annotations } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';

/** Says what Cognito accepts and users stumble over. The id is public: it is what an acknowledgement names. */
export function warn(pool: IConstruct, id: string, text: string): void {
  // The oldest aws-cdk-lib looks for an acknowledgement above what is warned of, not at it: an acknowledgement at the pool has to count too.
  const resource = pool.node.tryFindChild('Resource') ?? pool;
  Annotations.of(resource).addWarningV2(`cdk-user-auth-pool:UserAuthPool.${id}`, text);
}
