import { ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** Apps in Python, run one after the other by one interpreter. */
export class PythonApps {
  private readonly server: ChildProcessWithoutNullStreams;
  private readonly answers: AsyncIterator<string>;
  private last: Promise<unknown> = Promise.resolve();

  constructor(python: string) {
    this.server = spawn(python, [join(__dirname, 'python_apps.py')]);
    this.server.stderr.resume();
    this.answers = createInterface({ input: this.server.stdout })[Symbol.asyncIterator]();
  }

  /** Runs a file, and returns what it prints. Rejects if it fails. */
  public run(folder: string, file: string, env: Record<string, string> = {}): Promise<string> {
    const result = this.last.then(async () => {
      this.server.stdin.write(`${JSON.stringify({ folder, file, env })}\n`);
      const { value } = (await this.answers.next()) as { value?: string };
      const { failed, output } = JSON.parse(value ?? '{ "failed": true }') as { failed: boolean; output: string };
      if (failed) throw new Error(`${join(folder, file)} failed:\n${output}`);
      return output;
    });
    this.last = result.catch(() => {});
    return result;
  }

  /** Synthesizes an app as the CDK CLI does, with the context of its `cdk.json`. */
  public async synthesize(folder: string, output: string, context: Record<string, string> = {}): Promise<void> {
    const { context: own } = JSON.parse(readFileSync(join(folder, 'cdk.json'), 'utf8')) as { context: object };
    const CDK_CONTEXT_JSON = JSON.stringify({ ...own, ...context });
    await this.run(folder, 'app.py', { CI: 'true', CDK_OUTDIR: output, CDK_CONTEXT_JSON });
  }

  public stop(): void {
    this.server.stdin.end();
    this.server.kill();
  }
}
