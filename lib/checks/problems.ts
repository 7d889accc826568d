import { IConstruct } from 'constructs';

/** One mistake in what the user gave: enough to mend it without looking anything up. */
export interface Problem {
  /** The prop, as the user wrote it: `passwordPolicy.minimumLength`. */
  readonly where: string;
  /** The value, as `show` prints it. Never a secret. */
  readonly given: string;
  /** What Cognito or API Gateway would do with it. */
  readonly outcome: string;
  /** What to write instead. */
  readonly remedy: string;
}

/** Collects every problem of one construct, so that a user learns of all of them in one run. */
export class Problems {
  private readonly found: Problem[] = [];

  constructor(private readonly scope: IConstruct) {}

  public add(problem: Problem): void {
    this.found.push(problem);
  }

  public get count(): number {
    return this.found.length;
  }

  /** Called before anything is made: whoever catches the error is left with no half of a construct. */
  public throwIfAny(): void {
    if (this.found.length === 0) return;
    const count = this.found.length === 1 ? '1 problem' : `${this.found.length} problems`;
    const list = this.found.map((problem, index) => `  ${index + 1}. ${describe(problem)}`);
    throw new Error(`${this.scope.node.path} has ${count}:\n${list.join('\n')}`);
  }

  /** For rules that can be judged only at synth, when every call has been made: what a `node.addValidation` returns. */
  public messages(): string[] {
    return this.found.map(describe);
  }
}

function describe({ where, given, outcome, remedy }: Problem): string {
  return `${where} is ${given}: ${outcome}. ${remedy}.`;
}
