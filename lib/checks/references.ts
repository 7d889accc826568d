import {
  DefaultTokenResolver,
  Fn,
  IPostProcessor,
  IResolvable,
  IResolveContext,
  Reference,
  StringConcat,
} from 'aws-cdk-lib';
import { IConstruct } from 'constructs';

/** What joins the parts of a text. */
type Concat = Pick<StringConcat, 'join'>;

/** Resolves tokens, and tells of each reference on the way: to what it is, and what it has been resolved to. */
export class ReferenceResolver extends DefaultTokenResolver {
  constructor(
    private readonly tell: (target: IConstruct, resolved: unknown) => void,
    concat: Concat = new StringConcat(),
  ) {
    super(concat);
  }

  public override resolveToken(token: IResolvable, context: IResolveContext, postProcessor: IPostProcessor): unknown {
    const resolved = super.resolveToken(token, context, postProcessor) as unknown;
    if (Reference.isReference(token)) this.tell(token.target, resolved);
    return resolved;
  }
}

/** Joins the parts of a text as templates do. */
export function joinAsTemplate(resolve: (value: unknown) => unknown): Concat {
  return {
    join: (left: unknown, right: unknown): unknown => {
      const parts = [left, right].filter((part) => part !== undefined) as string[];
      return resolve(Fn.join('', parts));
    },
  };
}
