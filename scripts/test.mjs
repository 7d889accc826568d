/*
 * npm test: everything that must hold before a change lands, from a fresh clone on. Each step counts as a test, and so
 * does each test of vitest.
 */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bold, dim, green, Hint, main, red, run, seconds } from './console.mjs';
import { apiPages, writtenApiPages } from './api-pages.mjs';
import { CDK_PAGE, cdkPage } from './cdk-table.mjs';
import { STACKTAPE_PAGE, stacktapePage } from './stacktape-table.mjs';
import { STRUCTS_FILE, structsFile } from './structs.mjs';
import { checkNode, install, npm, npmRun, python, root } from './setup.mjs';

const total = { passed: 0, failed: 0, skipped: 0 };

main(async () => {
  const started = performance.now();
  checkNode();
  await install(async () => (await import('./browser.mjs')).findBrowser());
  const scratch = mkdtempSync(join(tmpdir(), 'npm-test-'));
  rmSync(join(root, '.templates'), { recursive: true, force: true });
  try {
    if (!(await check('The functions of the library are bundled', script('build:assets')))) return;
    if (!(await check('The library compiles', script('build:lib')))) return;
    // Side by side: each takes about as long as the other.
    await Promise.all([checkUnits(scratch), checkPackages(scratch).then(checkSources)]);
    await check('cfn-lint finds no error in the templates of examples and snapshots', () =>
      cfnLint(join('.templates', 'examples'), 'integ'),
    );
  } finally {
    rmSync(scratch, { recursive: true, force: true });
    console.log(`\n${total.failed > 0 ? red('Failed') : green('Passed')} after ${seconds(started)}.`);
    console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
    if (total.failed > 0) process.exitCode = 1;
  }
});

async function checkUnits(scratch) {
  await check(
    'API.md, docs/api, docs/cdk-props.md, docs/stacktape.md, docs/warnings.md and lib/checks/structs.ts match the code',
    docsAreInStep,
  );
  await check('The API has all that the last release had', script('api'));
  await check('Unit tests on the oldest and the newest aws-cdk-lib', () => vitest(scratch, 'floor', 'latest'));
  await check('cfn-lint finds no error in any template of a unit test', () => cfnLint(join('.templates', 'unit')));
}

async function checkSources() {
  await check("The API keeps to the CDK's rules", script('lint:api'));
  await check('Integration snapshots', script('snapshots'));
  await check('Format and lint', script('lint'));
  await check('Types of tests, examples and scripts', script('typecheck'));
}

async function checkPackages(scratch) {
  // The packages have the snippets in both languages.
  await check('Snippets in the README and in docstrings compile', script('snippets'));
  await check('Snippets in docs/ compile, and are the same in Python', script('pages'));
  await check('End to end on a local AWS, examples, packages in both languages', () => vitest(scratch, 'integ'));
}

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

async function docsAreInStep() {
  const [written, wanted] = [writtenApiPages(), await apiPages()];
  const changed = [...new Set([...written.keys(), ...wanted.keys()])].filter(
    (path) => written.get(path) !== wanted.get(path),
  );
  if (changed.length > 0) {
    throw new Hint(`${changed.join(', ')} do not match the code. Run: npm run docs`);
  }
  if (stacktapePage() !== readFileSync(STACKTAPE_PAGE, 'utf8')) {
    throw new Hint('docs/stacktape.md says something else than the code. Run: npm run docs');
  }
  if (cdkPage() !== readFileSync(CDK_PAGE, 'utf8')) {
    throw new Hint('docs/cdk-props.md does not have the names of lib/checks/cdk-names.ts. Run: npm run docs');
  }
  // It needs packages, which are installed by now.
  const { WARNINGS_PAGE, warningsPage } = await import('./warnings.mjs');
  if ((await warningsPage()) !== readFileSync(WARNINGS_PAGE, 'utf8')) {
    throw new Hint('docs/warnings.md does not have the warnings of the code. Run: npm run docs');
  }
  if ((await structsFile()) !== readFileSync(STRUCTS_FILE, 'utf8')) {
    throw new Hint('lib/checks/structs.ts does not match the API. Run: npm run docs');
  }
}

async function vitest(scratch, ...projects) {
  const report = join(scratch, `${projects[0]}.json`);
  const options = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  try {
    await npm(
      'exec',
      '--offline',
      '--',
      'vitest',
      'run',
      ...projects.flatMap((name) => ['--project', name]),
      ...options,
    );
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

async function cfnLint(...folders) {
  const templates = folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.template.json') && !file.includes('asset.'))
      .map((file) => join(root, folder, file)),
  );
  const program = await python('cfn-lint');
  const halves = [0, 1].map((half) => templates.filter((_, index) => index % 2 === half));
  await Promise.all(halves.map((half) => run(program, ['--non-zero-exit-code', 'error', '--', ...half])));
  return `${templates.length} templates`;
}
