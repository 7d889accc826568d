/*
 * npm test: everything that must hold before a change lands, from a fresh clone on. Each step counts as a test, and so
 * does each test of vitest.
 */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { bold, dim, green, Hint, main, red, run, seconds } from './console.mjs';
import { lintTemplates } from './lint-templates.mjs';
import { checkNode, install, npmRun, npx, root } from './setup.mjs';
import { withTemporaryFolder } from './temporary-folder.mjs';

const total = { passed: 0, failed: 0, skipped: 0 };

main(async () => {
  const started = performance.now();
  checkNode();
  await install(async () => (await import('./browser.mjs')).findBrowser());
  rmSync(join(root, '.templates'), { recursive: true, force: true });
  try {
    await withTemporaryFolder(checkAll);
  } finally {
    console.log(`\n${total.failed > 0 ? red('Failed') : green('Passed')} after ${seconds(started)}.`);
    console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
    if (total.failed > 0) process.exitCode = 1;
  }
});

/** @param reports where vitest writes its reports */
async function checkAll(reports) {
  if (!(await check('The functions of the library are bundled', script('build:assets')))) return;
  if (!(await check('The library compiles', script('build:lib')))) return;
  // Side by side: each takes about as long as the other.
  await Promise.all([checkUnits(reports), checkPackages(reports).then(checkSources)]);
  await check('cfn-lint finds no error in the templates of examples, deployed apps and snapshots', () =>
    lint(join('.templates', 'integ'), 'integ'),
  );
}

async function checkUnits(reports) {
  await check('API.md, generated pages in docs/ and lib/checks/structs.ts match the code', () =>
    run(process.execPath, [join(root, 'scripts', 'docs.mjs')]).then(() => undefined),
  );
  await check('The API has all that the last release had', script('api'));
  await check('Unit tests on the oldest and the newest aws-cdk-lib', () => vitest(reports, 'floor', 'latest'));
  await check('cfn-lint finds no error in any template of a unit test', () => lint(join('.templates', 'unit')));
}

async function checkSources() {
  await check("The API keeps to the CDK's rules", script('lint:api'));
  await check('Integration snapshots', script('snapshots'));
  await check('Format and lint', script('lint'));
  await check('Types of tests, examples and scripts', script('typecheck'));
}

async function checkPackages(reports) {
  // The packages have the snippets in both languages.
  await check('Snippets in the README and in docstrings compile', script('snippets'));
  await check('Snippets in docs/ compile, and are the same in Python', script('pages'));
  await check('End to end on a local AWS, examples, packages in both languages', () => vitest(reports, 'integ'));
}

const lint = (...folders) => lintTemplates(...folders).then((count) => `${count} templates`);
const script = (name) => () => npmRun(name).then(() => undefined);

/** Runs a step, and goes on whatever comes of it: one run shows all that is wrong. */
async function check(title, action) {
  const start = performance.now();
  try {
    const note = await action();
    total.passed++;
    console.log(`${green('✓')} ${title} ${dim(`${note ? `${note}, ` : ''}${seconds(start)}`)}`);
    return true;
  } catch (error) {
    total.failed++;
    console.log(`${red('✗')} ${bold(title)} ${dim(seconds(start))}`);
    console.log(error instanceof Hint ? `  ${error.message}` : (error.output ?? error));
    return false;
  }
}

async function vitest(reports, ...projects) {
  const report = join(reports, `${projects[0]}.json`);
  const options = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  try {
    await npx('vitest', 'run', ...projects.flatMap((name) => ['--project', name]), ...options);
  } finally {
    if (existsSync(report)) {
      const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = JSON.parse(
        readFileSync(report, 'utf8'),
      );
      total.passed += numPassedTests;
      total.failed += numFailedTests;
      total.skipped += numPendingTests + numTodoTests;
    }
  }
  return `${JSON.parse(readFileSync(report, 'utf8')).numTotalTests} tests`;
}
