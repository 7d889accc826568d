import { Annotations } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { inLanguageOfApp } from './language';

/** Warns of what Cognito accepts but causes problems for users. The ID is public: acknowledgements name it. */
export function warnAtPool(pool: IConstruct, id: string, text: string): void {
  warn(pool, `UserAuthPool.${id}`, text);
}

/** The same for constructs other than pools; the ID starts with the name of the construct. */
export function warn(construct: IConstruct, id: string, text: string): void {
  // The oldest supported aws-cdk-lib looks for acknowledgements above the construct, not at it, so the warning goes to
  // its resource.
  const resource = construct.node.tryFindChild('Default') ?? construct.node.tryFindChild('Resource') ?? construct;
  Annotations.of(resource).addWarningV2(`cdk-user-auth-pool:${id}`, inLanguageOfApp(text));
}

/** Adds information that is good to know and needs no action. */
export function inform(construct: IConstruct, text: string): void {
  Annotations.of(construct).addInfo(inLanguageOfApp(text));
}
