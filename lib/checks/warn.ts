import { Annotations } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { inLanguageOfApp } from './language';

/** Warns of what Cognito accepts but causes problems for users. The ID is public: acknowledgements name it. */
export function warnAtPool(pool: IConstruct, id: string, text: string): void {
  warn(pool, `UserAuthPool.${id}`, text);
}

/** The same for constructs other than pools; the ID starts with the name of the construct. */
export function warn(construct: IConstruct, id: string, text: string): void {
  annotationsOf(construct).addWarningV2(idOf(id), inLanguageOfApp(text));
}

/** Tells what is worth knowing about a pool, and needs no change. It has an ID, as a warning has. */
export function informAtPool(pool: IConstruct, id: string, text: string): void {
  annotationsOf(pool).addInfoV2(idOf(`UserAuthPool.${id}`), inLanguageOfApp(text));
}

const idOf = (id: string) => `cdk-user-auth-pool:${id}`;

/** The oldest supported aws-cdk-lib looks for acknowledgements above a construct, so its resource has the messages. */
function annotationsOf(construct: IConstruct): Annotations {
  const { node } = construct;
  return Annotations.of(node.tryFindChild('Default') ?? node.tryFindChild('Resource') ?? construct);
}
