import { IConstruct } from 'constructs';

/** The path of a construct as the user knows it, without the part that the CDK adds for the resource in it. */
export const pathOf = ({ node }: IConstruct): string => node.path.replace(/(\/Default)?\/Resource$/, '');
