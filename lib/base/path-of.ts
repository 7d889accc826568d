import { IConstruct } from 'constructs';

/** The path of the construct that the user made, rather than that of the resource in it. */
export const pathOf = ({ node }: IConstruct): string => node.path.replace(/(\/Default)?\/Resource$/, '');
