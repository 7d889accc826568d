import { IConstruct } from 'constructs';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { getOrCreate } from '../base/get-or-create';
import { isInTree } from '../base/is-in-tree';
import { Problems } from '../checks/problems';
import { sortedBy } from '../base/sorted-by';
import { isInStage, onCompletion } from './app-completion';
import { isCi } from './ci';

/** A construct that has something to record in a file. */
interface FileUser {
  readonly scope: IConstruct;
  readonly file: string;
  /** What the record is about. Without it in the app, nothing is recorded. */
  readonly subject: IConstruct;
}

/** What to do when all stages of an app have been synthesized. */
interface Tasks<T> {
  /**
   * Reports what was not known while the stages of a pipeline were synthesized, one by one, and what is wrong with
   * what was removed from the app.
   */
  check(inStages: readonly T[], removed: readonly T[], problems: Problems): void;
  /** Writes the file of one user for all its users, if the whole app is valid. */
  write(one: T, users: readonly T[]): void;
}

/** The files of one kind that the constructs of an app share, in all its stages. */
export class SharedFiles<T extends FileUser> {
  private readonly byRoot = new WeakMap<IConstruct, T[]>();

  constructor(private readonly tasks: Tasks<T>) {}

  public add(user: T): void {
    const { root } = user.scope.node;
    const users = getOrCreate(this.byRoot, root, () => {
      onCompletion(root, { check: (problems) => this.check(root, problems), finish: () => this.finish(root) });
      return [] as T[];
    });
    users.push(user);
  }

  private check(root: IConstruct, problems: Problems): void {
    const inStages = this.allOf(root).filter(({ scope }) => isInStage(scope));
    const removed = (this.byRoot.get(root) ?? []).filter(({ subject }) => !isInTree(subject));
    this.tasks.check(inStages, removed, problems);
  }

  private finish(root: IConstruct): void {
    const oneOfEach = new Map(this.allOf(root).map((each) => [resolve(each.file), each]));
    for (const each of oneOfEach.values()) this.tasks.write(each, this.usersOf(each));
  }

  /** All users of the same file that are in the app, sorted by path. */
  public usersOf({ scope, file }: T): T[] {
    return this.allOf(scope.node.root).filter((each) => resolve(each.file) === resolve(file));
  }

  private allOf(root: IConstruct): T[] {
    const present = (this.byRoot.get(root) ?? []).filter(({ subject }) => isInTree(subject));
    return sortedBy(present, ({ scope }) => scope.node.path);
  }
}

/**
 * Writes a file and the folder that it is in, unless it has the same content already or nobody would commit it.
 *
 * @param normalized how the text in the file would have been written, if it may mean the same and look different
 */
export function writeIfChanged(file: string, text: string, normalized = (before: string) => before): void {
  if (isCi() || (existsSync(file) && normalized(readFileSync(file, 'utf8')) === text)) return;
  mkdirSync(dirname(resolve(file)), { recursive: true });
  writeFileSync(file, text);
}
