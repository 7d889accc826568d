import { attachCustomSynthesis, Stage } from 'aws-cdk-lib';
import { Construct, IConstruct } from 'constructs';
import { Problems } from '../checks/problems';

/** What is to be done once an app is complete. */
interface Task {
  /** Runs when all stages have been synthesized. */
  check(problems: Problems): void;
  /** Runs only if the whole app is valid. */
  finish(): void;
}

/** Whether a construct is synthesized before the app is complete: the stages of a pipeline are, one by one. */
export function isInStage(scope: IConstruct): boolean {
  const stage = Stage.of(scope);
  return stage !== undefined && stage !== scope.node.root;
}

/** Does something once for the whole app, when all stages have been synthesized. */
export function onCompletion(root: IConstruct, name: string, task: Task): void {
  const existing = root.node.tryFindChild(ID);
  const completion = existing instanceof AppCompletion ? existing : new AppCompletion(root);
  if (!completion.tasks.has(name)) completion.tasks.set(name, task);
}

const ID = 'UserAuthCompletion';

class AppCompletion extends Construct {
  public readonly tasks = new Map<string, Task>();

  constructor(root: Construct) {
    super(root, ID);
    this.node.addValidation({
      validate: () => {
        const problems = new Problems(this);
        for (const task of this.tasks.values()) task.check(problems);
        return problems.messages();
      },
    });
    attachCustomSynthesis(this, {
      onSynthesize: () => {
        for (const task of this.tasks.values()) task.finish();
      },
    });
  }
}
