/*
 * Makes all packages that are published, in dist/, from a fresh clone on. Arguments are those of jsii-pacmak:
 * --targets js python makes these alone.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { build, hasMaven, installPackages, MAVEN_REPOSITORY, npmRun, root } from './setup.mjs';
import { Hint, main, run, step } from './console.mjs';

await main(async () => {
  const options = process.argv.slice(2);
  if (options.length === 0 && !hasMaven()) {
    throw new Hint(
      'Maven and a JDK make the package for Java, and were not found. Install them, or run: npm run package -- --targets js python',
    );
  }
  await installPackages();
  await npmRun('build:assets');
  await build();
  await npmRun('snippets');
  // What writes the time into an archive takes that of the commit, so that another run makes the same wheel.
  const { stdout } = spawnSync('git', ['log', '-1', '--format=%ct'], { cwd: root, encoding: 'utf8' });
  const pacmak = join(root, 'node_modules', 'jsii-pacmak', 'bin', 'jsii-pacmak');
  await step('Packaging', () =>
    run(process.execPath, [pacmak, '--no-npmignore', '--maven-local-repository', MAVEN_REPOSITORY, ...options], {
      cwd: root,
      env: { ...process.env, SOURCE_DATE_EPOCH: process.env.SOURCE_DATE_EPOCH ?? stdout.trim() },
    }),
  );
});
