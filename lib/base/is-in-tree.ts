import { IConstruct } from 'constructs';

/** Whether a construct is still in its app: it keeps its path and its scope when it is removed. */
export const isInTree = ({ node: { scopes } }: IConstruct): boolean =>
  scopes.every(({ node: { id } }, index) => index === 0 || scopes[index - 1]?.node.tryFindChild(id) === scopes[index]);
