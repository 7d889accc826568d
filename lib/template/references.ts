import {
  DefaultTokenResolver,
  IPostProcessor,
  IResolvable,
  IResolveContext,
  Reference,
  StringConcat,
} from 'aws-cdk-lib';
import { IConstruct } from 'constructs';

/** Joins the parts of a string. */
type Concat = Pick<StringConcat, 'join'>;

/** Resolves tokens, and reports the target and result of each reference. */
export class ReferenceResolver extends DefaultTokenResolver {
  private readonly known = new Map<IResolvable, unknown>();

  constructor(
    private readonly tell: (target: IConstruct, resolved: unknown) => void,
    concat: Concat = new StringConcat(),
  ) {
    super(concat);
  }

  public override resolveToken(token: IResolvable, context: IResolveContext, postProcessor: IPostProcessor): unknown {
    if (!Reference.isReference(token)) return super.resolveToken(token, context, postProcessor) as unknown;
    // Resolving a reference is slow, so results are cached. Overrides may modify them, so each caller gets a copy.
    const known = this.known.get(token) ?? (super.resolveToken(token, context, postProcessor) as unknown);
    this.known.set(token, known);
    const resolved = typeof known === 'object' && known !== null ? { ...known } : known;
    this.tell(token.target, resolved);
    return resolved;
  }
}

/** Joins the parts of a string as templates do. */
export const AS_TEMPLATE: Concat = {
  join: (left: unknown, right: unknown): unknown => {
    const parts: unknown[] = [];
    for (const part of [...partsOf(left), ...partsOf(right)]) {
      const last = parts.at(-1);
      if (typeof part === 'string' && typeof last === 'string') parts[parts.length - 1] = last + part;
      else parts.push(part);
    }
    return parts.length > 1 ? { 'Fn::Join': ['', parts] } : parts[0];
  },
};

function partsOf(value: unknown): unknown[] {
  if (value === undefined) return [];
  if (typeof value === 'object' && value !== null && 'Fn::Join' in value) {
    const [delimiter, parts] = value['Fn::Join'] as [unknown, unknown];
    if (delimiter === '' && Array.isArray(parts)) return parts as unknown[];
  }
  return [typeof value === 'number' ? String(value) : value];
}
