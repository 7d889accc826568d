import { CfnOutput, CfnParameter, Stack } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { isKnown } from '../checks/values';
import { Elements } from './elements';
import { References } from './references';
import { ABSENT, alternativesOf, Branch, literal, oneOf, showValue, textOf, Value } from './value';

type Operands = readonly Value[];

/** A string, unless the CDK has yet to look it up, or CloudFormation does at the deployment. */
function text(rendered: string, stack: Stack): Value {
  if (!isKnown(rendered)) return unknown('lookup', literal(rendered), ...environmentOf(stack));
  return rendered.includes('{{resolve:') ? unknown('resolve', literal(rendered)) : literal(rendered);
}

/** With more combinations of branches, a value counts as unknown. */
const MAX_COMBINATIONS = 64;

/** Works out what values of templates are, as far as that is known at synthesis. */
export class Evaluator {
  /** What is being evaluated, since templates may refer to each other in cycles. */
  private readonly open = new Set<unknown>();

  constructor(
    private readonly references: References,
    private readonly elements: Elements,
  ) {}

  /** A rendered value of a stack's template. */
  public evaluate(rendered: unknown, stack: Stack): Value {
    if (rendered === undefined || rendered === null) return ABSENT;
    if (typeof rendered === 'string') return text(rendered, stack);
    if (typeof rendered !== 'object') return literal(rendered as number | boolean);
    if (Array.isArray(rendered)) return this.list(rendered, stack);
    const entries = Object.entries(rendered);
    const [[name, argument] = ['', undefined]] = entries;
    if (entries.length === 1 && (name === 'Ref' || name.startsWith('Fn::'))) return this.apply(name, argument, stack);
    const evaluated = Object.fromEntries(entries.map(([key, each]) => [key, this.evaluate(each, stack)]));
    // A transform may add anything to what is next to it.
    const transform = entries.find(([key]) => key.startsWith('Fn::'));
    return transform ? unknown(transform[0], ...Object.values(evaluated)) : { kind: 'map', entries: evaluated };
  }

  private list(items: readonly unknown[], stack: Stack): Value {
    const evaluated = items.map((each) => this.evaluate(each, stack));
    return { kind: 'list', items: evaluated.filter(({ kind }) => kind !== 'absent') };
  }

  private apply(name: string, argument: unknown, stack: Stack): Value {
    switch (name) {
      case 'Ref':
        return this.reference(String(argument), 'Ref', stack);
      case 'Fn::GetAtt': {
        const [id, ...attribute] = Array.isArray(argument) ? (argument as unknown[]) : String(argument).split('.');
        return this.reference(String(id), attribute.map(String).join('.'), stack);
      }
      case 'Fn::If': {
        const [condition = ABSENT, ...branches] = this.operandsOf(argument, stack);
        const [then, otherwise] = branches;
        if (!then || !otherwise || branches.length > 2) return unknown(name, ...branches);
        const when = textOf(condition) ?? showValue(condition);
        return oneOf([
          { when: [when], value: then },
          { when: [`!${when}`], value: otherwise },
        ]);
      }
      case 'Fn::Sub':
        return this.substitute(argument, stack);
      case 'Fn::ImportValue':
        return this.import(this.evaluate(argument, stack), stack);
    }
    const operands = this.operandsOf(argument, stack);
    const fold = FOLDS[name];
    return fold ? forEachBranch(name, operands, fold) : unknown(name, ...operands);
  }

  private operandsOf(argument: unknown, stack: Stack): Operands {
    const operands: unknown[] = Array.isArray(argument) ? argument : [argument];
    return operands.map((each) => this.evaluate(each, stack));
  }

  /** What an attribute of an element is, or of what stands behind it: a parameter or an output of a nested stack. */
  private reference(id: string, attribute: string, stack: Stack): Value {
    if (id === 'AWS::NoValue') return ABSENT;
    if (id.startsWith('AWS::')) return pseudoParameter(id, stack);
    const target = this.references.targetOf(id) ?? this.elements.withLogicalId(stack, id);
    if (!target) return unknown(attribute, literal(id), { kind: 'reference', target: stack, attribute: 'Ref' });
    const inner = target instanceof CfnParameter ? this.given(target) : this.outputOfNested(target, attribute);
    return inner ?? { kind: 'reference', target, attribute };
  }

  /** What a parameter of a nested stack is given by its parent stack. */
  private given(parameter: CfnParameter): Value | undefined {
    const { nestedStackResource, nestedStackParent } = parameter.stack;
    if (!nestedStackResource || !nestedStackParent) return undefined;
    const { Properties } = this.references.render(nestedStackResource);
    const given = (Properties?.Parameters ?? {}) as Record<string, unknown>;
    const value = given[parameter.stack.resolve(parameter.logicalId) as string];
    return value === undefined ? undefined : this.once(parameter, () => this.evaluate(value, nestedStackParent));
  }

  private outputOfNested(resource: IConstruct, attribute: string): Value | undefined {
    const [, output] = /^Outputs\.(\w+)$/.exec(attribute) ?? [];
    if (output === undefined) return undefined;
    const nested = this.elements.nestedBy(resource);
    const found = nested && this.elements.withLogicalId(nested, output);
    return found instanceof CfnOutput ? this.outputOf(found) : undefined;
  }

  private import(name: Value, stack: Stack): Value {
    const output = this.elements.exportedAs(textOf(name) ?? '', stack);
    return (output && this.outputOf(output)) ?? unknown('Fn::ImportValue', name, ...environmentOf(stack));
  }

  private outputOf(output: CfnOutput): Value | undefined {
    return this.once(output, () => this.evaluate(this.references.resolve(output, output.value), output.stack));
  }

  private once(key: unknown, action: () => Value): Value | undefined {
    if (this.open.has(key)) return undefined;
    this.open.add(key);
    try {
      return action();
    } finally {
      this.open.delete(key);
    }
  }

  private substitute(argument: unknown, stack: Stack): Value {
    const [text, variables = {}] = (Array.isArray(argument) ? argument : [argument]) as [unknown, object?];
    if (typeof text !== 'string') return unknown('Fn::Sub', this.evaluate(text, stack));
    const own = new Map(Object.entries(variables).map(([key, each]) => [key, this.evaluate(each, stack)]));
    const parts = text.split(/(\$\{[^}]*\})/).map((part) => {
      const name = /^\$\{([^!].*)\}$/.exec(part)?.[1]?.trim();
      // A dollar sign that is escaped stands for itself.
      if (name === undefined) return literal(part.replace(/^\$\{!/, '${'));
      const [id = '', ...attribute] = name.split('.');
      return own.get(name) ?? this.reference(id, attribute.join('.') || 'Ref', stack);
    });
    return forEachBranch('Fn::Sub', parts, (each) => concatenate(each));
  }
}

const unknown = (name: string, ...operands: Value[]): Value => ({ kind: 'unknown', name, operands });

/**
 * A stack with a known environment knows its region and account, and one that is not nested its name; of another, the
 * value is an attribute of that stack.
 */
function pseudoParameter(id: string, stack: Stack): Value {
  const { region, account, stackName } = stack;
  const known = { 'AWS::Region': region, 'AWS::AccountId': account, 'AWS::StackName': stackName }[id];
  return isKnown(known) ? literal(known) : { kind: 'reference', target: stack, attribute: id };
}

/** What exports and lookups depend on. */
const environmentOf = (stack: Stack) => ['AWS::Region', 'AWS::AccountId'].map((id) => pseudoParameter(id, stack));

/** Applies a function to each combination of the branches of its operands. */
function forEachBranch(name: string, operands: Operands, fold: Fold): Value {
  const combinations = combinationsOf(operands.map(branchesWithin));
  if (!combinations) return unknown(name, ...operands);
  return oneOf(combinations.map(({ when, values }) => ({ when, value: fold(values) ?? unknown(name, ...values) })));
}

/** The alternatives of a value; of a list, those of its items. */
function branchesWithin(value: Value): readonly Branch[] {
  if (value.kind !== 'list' || !value.items.some(({ kind }) => kind === 'branches')) return alternativesOf(value);
  const lists = combinationsOf(value.items.map(alternativesOf));
  return (
    lists?.map(({ when, values }) => ({
      when,
      value: { kind: 'list', items: values.filter(({ kind }) => kind !== 'absent') },
    })) ?? [{ when: [], value }]
  );
}

interface Combination {
  readonly when: readonly string[];
  readonly values: Operands;
}

/** All combinations of one alternative of each. Undefined if there are too many. */
function combinationsOf(alternatives: readonly (readonly Branch[])[]): Combination[] | undefined {
  let all: Combination[] = [{ when: [], values: [] }];
  for (const each of alternatives) {
    all = all.flatMap((before) =>
      each.map(({ when, value }) => ({ when: [...before.when, ...when], values: [...before.values, value] })),
    );
    if (all.length > MAX_COMBINATIONS) return undefined;
  }
  return all;
}

type Fold = (operands: Operands) => Value | undefined;

/** The functions whose result is known if their operands are. */
const FOLDS: Readonly<Record<string, Fold>> = {
  'Fn::Join': ([delimiter, list]) => {
    const separator = delimiter && textOf(delimiter);
    if (separator === undefined || list?.kind !== 'list') return undefined;
    return concatenate(list.items.flatMap((item, index) => (index > 0 ? [literal(separator), item] : [item])));
  },
  'Fn::Select': ([index, list]) => {
    const place = index?.kind === 'literal' ? Number(index.value) : NaN;
    return list?.kind === 'list' ? list.items[place] : undefined;
  },
  'Fn::Split': ([delimiter, text]) => {
    const separator = delimiter && textOf(delimiter);
    const whole = text && textOf(text);
    if (!separator || whole === undefined) return undefined;
    return { kind: 'list', items: whole.split(separator).map(literal) };
  },
};

/** Joins parts to one text. What is joined with nothing else stays what it is. */
function concatenate(parts: Operands): Value {
  const flat: Value[] = [];
  for (const part of parts.flatMap(joined)) {
    const last = flat.at(-1);
    if (part.kind === 'literal' && part.value === '') continue;
    if (part.kind === 'literal' && last?.kind === 'literal')
      flat[flat.length - 1] = literal(`${last.value}${part.value}`);
    else flat.push(part);
  }
  const [only, ...others] = flat;
  if (!only) return literal('');
  if (others.length > 0) return unknown('Fn::Join', ...flat);
  return only.kind === 'literal' ? literal(String(only.value)) : only;
}

const joined = (value: Value): Operands =>
  value.kind === 'unknown' && value.name === 'Fn::Join' ? value.operands : [value];
