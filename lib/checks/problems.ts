import { IConstruct } from 'constructs';
import { inLanguageOfApp } from './language';

/** A mistake in the user's input, with all that is needed to fix it. */
export interface Problem {
  /** The prop, as the user wrote it: `passwordPolicy.minimumLength`. */
  readonly where: string;
  /** The value, as formatted by `show`. Never a secret. */
  readonly given: string;
  /** What Cognito or API Gateway would do with it. */
  readonly outcome: string;
  /** What to write instead. */
  readonly remedy: string;
}

/** Collects all problems of a construct or a factory, so that one run reports them all. */
export class Problems {
  private readonly found: Problem[] = [];

  /** @param of the construct, or the name of the factory */
  constructor(private readonly of: IConstruct | string) {}

  public add(problem: Problem): void {
    this.found.push(problem);
  }

  public addAll({ found }: Problems): void {
    this.found.push(...found);
  }

  public get count(): number {
    return this.found.length;
  }

  /** Whether a check finds any problem, for callers that don't need to know which. */
  public static areFoundBy(check: (problems: Problems) => void): boolean {
    const problems = new Problems('');
    check(problems);
    return problems.count > 0;
  }

  /** Call this before creating anything, so that an error leaves nothing half-built. */
  public throwIfAny(): void {
    Problems.throwIfAny([this]);
  }

  /** Throws an error with a single problem. */
  public static throw(of: IConstruct | string, problem: Problem): never {
    const problems = new Problems(of);
    problems.add(problem);
    throw new Error(problems.text);
  }

  /** One error for the problems of several constructs. */
  public static throwIfAny(all: Problems[]): void {
    const texts = all.filter(({ count }) => count > 0).map((problems) => problems.text);
    if (texts.length > 0) throw new Error(texts.join('\n'));
  }

  /** For rules that can be checked only at synthesis, by `node.addValidation`. */
  public messages(): string[] {
    return this.found.map(describe);
  }

  private get text(): string {
    const count = this.found.length === 1 ? '1 problem' : `${this.found.length} problems`;
    const list = this.found.map((problem, index) => `  ${index + 1}. ${describe(problem)}`);
    const name = typeof this.of === 'string' ? this.of : this.of.node.path;
    return `${name} has ${count}:\n${list.join('\n')}`;
  }
}

function describe({ where, given, outcome, remedy }: Problem): string {
  return inLanguageOfApp(`${where} is ${given}: ${outcome}. ${remedy}.`);
}

/** An error about a construct, for a call that reports its mistake alone. */
export const errorAt = ({ node }: IConstruct, text: string): Error =>
  new Error(`${node.path} ${inLanguageOfApp(text)}`);
