import { attachCustomSynthesis, Stage } from 'aws-cdk-lib';
import { Construct, IConstruct } from 'constructs';
import { Problems } from '../checks/problems';

/** What to do once for a whole app, when all its stages have been synthesized. */
interface Task {
  /** Reports what is wrong with the app. */
  check(problems: Problems): void;
  /** Runs only if the whole app is valid. */
  finish(): void;
}

/** Whether a construct is in a stage, which is synthesized before the rest of the app. */
export function isInStage(scope: IConstruct): boolean {
  const stage = Stage.of(scope);
  return stage !== undefined && stage !== scope.node.root;
}

/** Adds a task. */
export function onCompletion(root: IConstruct, task: Task): void {
  const existing = root.node.tryFindChild(ID);
  const completion = existing instanceof AppCompletion ? existing : new AppCompletion(root);
  completion.tasks.push(task);
}

const ID = 'UserAuthCompletion';

class AppCompletion extends Construct {
  constructor(
    root: Construct,
    public readonly tasks: Task[] = [],
  ) {
    super(root, ID);
    this.node.addValidation({
      validate: () => {
        const problems = new Problems(this);
        for (const task of this.tasks) task.check(problems);
        // What is last in the app is synthesized last: a stack that fails until then makes the app invalid, too.
        root.node.tryRemoveChild(ID);
        new AppCompletion(root, this.tasks);
        return problems.messages();
      },
    });
    attachCustomSynthesis(this, {
      onSynthesize: () => {
        for (const task of this.tasks) task.finish();
      },
    });
  }
}
