import { IConstruct } from 'constructs';

/** The path of the construct that the user made, rather than of the resource in it. */
export const nameOf = ({ node }: IConstruct): string => node.path.replace(/(\/Default)?\/Resource$/, '');
