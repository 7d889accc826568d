import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { Construct } from 'constructs';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathOf } from '../base/path-of';
import { textIn } from '../base/text-in';
import { Problem, Problems } from '../checks/problems';
import { show } from '../checks/values';
import { isInStage } from '../files/app-completion';
import { isCi } from '../files/ci';
import { SharedFiles, writeIfChanged } from '../files/shared-files';
import { validateAtSynthesis } from '../template/synthesis';
import { TemplateIndex } from '../template/template-index';
import { HttpApiAccessRow } from './route-access';

type Rows = (index: TemplateIndex) => HttpApiAccessRow[];

const HEADER = [
  '# Who may call what',
  '',
  'Written by cdk-user-auth-pool at synthesis. Commit this file, and review its changes.',
].join('\n');
const COLUMNS = ['| Route | Who may call it | Enforced | Behind it | Construct |', '| --- | --- | --- | --- | --- |'];

/** The file in which the access to APIs is recorded, as one API uses it. */
export class AccessFile extends Construct {
  public static record(httpApi: apigwv2.IHttpApi, file: string, rows: Rows): void {
    const existing = httpApi.node.tryFindChild(ID);
    if (!(existing instanceof AccessFile)) new AccessFile(httpApi, file, rows);
    else if (resolve(existing.file) !== resolve(file)) {
      throw new Error(`${pathOf(httpApi)} is recorded in ${show(existing.file)} already. Record it in one file.`);
    }
  }

  private static readonly files = new SharedFiles<AccessFile>({
    check: (inStages, _, problems) => {
      for (const problem of inStages.flatMap((each) => each.problem() ?? [])) problems.add(problem);
    },
    write: (one, users) => one.write(users),
  });

  /** What the last check found. With `skipValidation`, there is none. */
  private section?: string;

  private constructor(
    public readonly scope: apigwv2.IHttpApi,
    public readonly file: string,
    private readonly rows: Rows,
  ) {
    super(scope, ID);
    AccessFile.files.add(this);
    validateAtSynthesis(this, (index, problems) => this.check(index, problems));
  }

  public get subject(): Construct {
    return this;
  }

  private get title(): string {
    return `## ${pathOf(this.scope)}`;
  }

  private check(index: TemplateIndex, problems: Problems): void {
    this.section = sectionOf(this.title, this.rows(index));
    const problem = isInStage(this.scope) ? undefined : this.problem();
    if (problem) problems.add(problem);
  }

  /** What is wrong with the file. The APIs of stages ask when all of them have been checked. */
  private problem(): Problem | undefined {
    const { scope, file, title, section } = this;
    const before = this.read();
    if (!before) return malformed(scope, file);
    if (!isCi()) return undefined;
    const was = before.get(title);
    if (section !== undefined && was !== section) return difference(scope, file, was ?? '', section);
    const users = AccessFile.files.usersOf(this);
    const titles = users.map((each) => each.title);
    const gone = [...before.keys()].filter((each) => !titles.includes(each));
    // The first API of the file reports it for all.
    return users[0] === this && gone.length > 0 ? stale(file, gone) : undefined;
  }

  /** The sections of the file by title. Undefined if something else has written it. */
  private read(): Map<string, string> | undefined {
    if (this.file === '') return undefined;
    if (!existsSync(this.file)) return new Map();
    const text = textIn(this.file)?.replace(/\r\n/g, '\n');
    if (!text?.startsWith(HEADER)) return undefined;
    const sections = text
      .slice(HEADER.length)
      .split(/\n(?=## )/)
      .slice(1);
    return new Map(sections.map((section) => [section.split('\n', 1)[0] ?? '', section.trimEnd()]));
  }

  private write(users: readonly AccessFile[]): void {
    const sections = users.map(({ section }) => section);
    if (!this.read() || sections.includes(undefined)) return;
    writeIfChanged(this.file, `${[HEADER, ...sections].join('\n\n')}\n`);
  }
}

const malformed = (httpApi: apigwv2.IHttpApi, file: string): Problem => ({
  where: `The access file of ${pathOf(httpApi)}`,
  given: file === '' ? 'empty' : `${show(file)}, which something else has written`,
  outcome: 'nothing can be compared with it, and it would be overwritten',
  remedy:
    file === ''
      ? 'Give the name of a file, such as "access.md"'
      : 'Give another file, or remove it to have a new one written',
});

function difference(httpApi: apigwv2.IHttpApi, file: string, before: string, after: string): Problem {
  const [was, is] = [linesIn(before), linesIn(after)];
  const lines = [
    ...was.filter((line) => !is.includes(line)).map((line) => `- ${line}`),
    ...is.filter((line) => !was.includes(line)).map((line) => `+ ${line}`),
  ];
  return {
    where: `Who may call ${pathOf(httpApi)}`,
    given: `not what ${show(file)} says`,
    outcome:
      lines.length > 0
        ? `these lines\n${lines.join('\n')}\nwould change without a review`
        : 'it is not in the form that synthesis writes',
    remedy: 'Run cdk synth on your own machine, review the file and commit it',
  };
}

/** The lines of a section that differ between apps. */
const linesIn = (section: string): string[] =>
  section.split('\n').filter((line) => line !== '' && !line.startsWith('## ') && !COLUMNS.includes(line));

const stale = (file: string, titles: readonly string[]): Problem => ({
  where: `The access file ${show(file)}`,
  given: `one that has ${titles.map((title) => title.replace('## ', '')).join(', ')}`,
  outcome: 'the app no longer has that API, or no longer records it',
  remedy:
    'Run cdk synth on your own machine and commit the file; or, if the app creates one environment at a time, give each a file of its own',
});

const ID = 'UserAuthAccess';

/** A table, one line for each route, so that a change shows as the changed lines. */
function sectionOf(title: string, rows: readonly HttpApiAccessRow[]): string {
  const lines = rows.map(({ route, who, isPublic, enforcement, target, constructPath }) => {
    const cells = [`\`${route}\``, isPublic ? `**${who}**` : who, enforcement, target, constructPath];
    return `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;
  });
  return [title, '', ...(lines.length > 0 ? [...COLUMNS, ...lines] : ['No routes.'])].join('\n');
}
