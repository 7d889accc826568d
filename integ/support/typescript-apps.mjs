/*
 * Synthesizes apps in TypeScript into the cdk.out of their folders, as the CDK CLI does, but in one process: it loads
 * their packages once. The arguments are the folders.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

for (const folder of process.argv.slice(2)) {
  const { context } = JSON.parse(readFileSync(join(folder, 'cdk.json'), 'utf8'));
  process.env.CDK_CONTEXT_JSON = JSON.stringify(context);
  process.env.CDK_OUTDIR = join(folder, 'cdk.out');
  process.chdir(folder);
  // An app synthesizes itself when the process is about to end, and its paths are relative to its folder.
  process.once('beforeExit', () => process.chdir(folder));
  await import(pathToFileURL(join(folder, 'app.ts')));
}
