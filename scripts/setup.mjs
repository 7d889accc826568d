/*
 * Brings a fresh clone to where everything else can run: npm packages, the compiled library, a Python virtual
 * environment.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Hint, run, step } from './console.mjs';

export const root = fileURLToPath(new URL('..', import.meta.url));

// jsii and the AWS SDK say at length that Node 20 has reached its end of life. They work on it all the same.
process.env.JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION ??= '20';
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

export function checkNode() {
  const [major = 0] = process.versions.node.split('.').map(Number);
  if (major >= 20) return;
  throw new Hint(
    `Node.js 20 or newer is needed, and this is ${process.versions.node}. Install it, then run this again.`,
  );
}

/** Runs npm in a folder: the npm that runs this script, where there is one. */
export function npmIn(folder, ...args) {
  const { npm_execpath: cli } = process.env;
  return cli ? run(process.execPath, [cli, ...args], { cwd: folder }) : run('npm', args, { cwd: folder });
}

const npm = (...args) => npmIn(root, ...args);

/** Runs a program of an installed package. */
export const npx = (program, ...args) => npm('exec', '--offline', '--', program, ...args);

/** Runs an npm script of this project. */
export const npmRun = (script, ...options) => npm('run', '--silent', script, '--', ...options);

/** Installs what is missing, for npm and for Python at the same time. Then does what needs the packages of npm. */
export async function install(andThen = () => {}) {
  // If there is none, that is told before anything is installed.
  await findPython();
  const results = await Promise.allSettled([installPackages().then(andThen), installPythonPackages()]);
  for (const { status, reason } of results) if (status === 'rejected') throw reason;
}

/** Installs what package-lock.json names, unless that has been done. */
export async function installPackages() {
  const installed = join(root, 'node_modules', '.package-lock.json');
  if (existsSync(installed) && modified(installed) >= modified(join(root, 'package-lock.json'))) return;
  await step('Installing npm packages', () => npmCi(root));
}

/** Installs what the package-lock.json of a folder names. */
export const npmCi = (folder) =>
  npmIn(
    folder,
    ...['ci', '--no-audit', '--no-fund', '--fetch-retry-mintimeout=1000', '--fetch-retry-maxtimeout=5000'],
  ).catch(offline);

/** Compiles the library, unless its output is newer than all that it is made from. */
export async function build() {
  const assembly = join(root, '.jsii');
  // The README is in the assembly too: it is the page of each package.
  const sources = ['package.json', 'tsconfig.json', 'README.md', ...files('lib')].map((file) =>
    modified(join(root, file)),
  );
  if (existsSync(assembly) && modified(assembly) >= Math.max(...sources)) return;
  await step('Compiling the library', () => npmRun('build:lib'));
}

/** Says what to run if the library has not been built. */
export function checkBuilt() {
  for (const file of ['build/index.js', 'assets/authorizer/index.js', '.jsii']) {
    if (existsSync(join(root, file))) continue;
    throw new Hint(`${file} is not there. Run npm run build:assets and npm run build:lib, then this again.`);
  }
}

const HOME = join(root, '.local-aws');
const REQUIREMENTS = join(root, 'scripts', 'requirements.txt');

/** The virtual environment of a folder, and where its programs are. */
export const programIn = (venv, program) => join(venv, process.platform === 'win32' ? 'Scripts' : 'bin', program);

const VENV = join(HOME, 'venv');

/** A program of the project's own virtual environment, which is made if it is not there. */
export async function python(program) {
  await installPythonPackages();
  return programIn(VENV, program);
}

/** Makes the virtual environment, unless it is there with the pinned versions in it. */
async function installPythonPackages() {
  const wanted = readFileSync(REQUIREMENTS, 'utf8');
  const marker = join(VENV, 'installed.txt');
  if (existsSync(marker) && readFileSync(marker, 'utf8') === wanted) return;
  await step('Installing Python packages', async () => {
    mkdirSync(HOME, { recursive: true });
    await makeVenv(await findPython(), VENV);
    await pip(VENV, '-r', REQUIREMENTS);
    writeFileSync(marker, wanted);
  });
}

export async function makeVenv(interpreter, venv) {
  rmSync(venv, { recursive: true, force: true });
  await run(interpreter, ['-m', 'venv', venv]).catch(() => {
    throw new Hint(
      `${interpreter} can't make virtual environments. Install its venv module (python3-venv on Debian and Ubuntu), then run this again.`,
    );
  });
}

export const pip = (venv, ...args) =>
  run(programIn(venv, 'python'), [
    '-m',
    'pip',
    'install',
    '--disable-pip-version-check',
    '--retries',
    '2',
    ...args,
  ]).catch(offline);

/** The first Python on the path that is new enough: 3.11 before any other, since that is what is tested. */
export async function findPython() {
  for (const name of ['python3.11', 'python3', 'python', 'python3.14', 'python3.13', 'python3.12', 'python3.10']) {
    const answer = await run(name, ['-c', 'import sys; print(sys.version_info >= (3, 10))']).catch(() => '');
    if (answer.trim() === 'True') return name;
  }
  throw new Hint(
    'Python 3.10 or newer is needed for the local AWS, and none was found. Install it from python.org or with your package manager, then run this again.',
  );
}

/** Where Maven keeps what it downloads for this project. */
export const MAVEN_REPOSITORY = join(HOME, 'maven');

/** Whether the package for Java can be built: by Maven and a compiler. */
export const hasMaven = () =>
  ['mvn', 'javac'].every((program) => spawnSync(program, ['--version'], { stdio: 'ignore' }).status === 0);

const NO_NETWORK =
  /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|NewConnectionError|NameResolutionError|getaddrinfo|Network is unreachable/i;

/** @returns {never} */
function offline(error) {
  if (!NO_NETWORK.test(error.output ?? '')) throw error;
  throw new Hint(
    'The package registries could not be reached, and the first run needs them. Connect to the internet, then run this again.',
  );
}

const modified = (file) => statSync(file).mtimeMs;

const files = (folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file));
