/*
 * A browser without a window: Chrome or Chromium, for the tests that look at a page as its users do.
 */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright-core';
import { Hint, run } from './console.mjs';

const NAMES = ['google-chrome', 'google-chrome-stable', 'chromium', 'chromium-browser', 'chrome'];
const ELSEWHERE = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ...[process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA]
    .filter((folder) => folder !== undefined)
    .map((folder) => join(folder, 'Google', 'Chrome', 'Application', 'chrome.exe')),
];

/** The path of a browser. On Debian and Ubuntu root may install one, as in a container that has none. */
export async function findBrowser() {
  const { CHROME_PATH: chosen } = process.env;
  if (chosen !== undefined) {
    if (existsSync(chosen)) return chosen;
    throw new Hint(`CHROME_PATH is ${chosen}, where there is no browser. Correct it or unset it, then run this again.`);
  }
  const found = (await firstThatRuns()) ?? ((await install()) ? await firstThatRuns() : undefined);
  if (found !== undefined) return found;
  throw new Hint(
    'Chrome or Chromium is needed, and neither was found. Install one, or set CHROME_PATH to where it is, then run this again.',
  );
}

/**
 * Opens the browser. `close` ends it and removes what it has stored.
 *
 * @param {Record<string, string>} hosts which addresses of this machine answer for other host names; any name that is
 * not among them does not exist
 */
export async function openBrowser(hosts = {}) {
  const rules = [
    ...Object.entries(hosts).map(([name, address]) => `MAP ${name} ${address}`),
    'MAP * ~NOTFOUND',
    'EXCLUDE localhost',
    'EXCLUDE 127.0.0.1',
  ];
  return chromium.launch({
    executablePath: await findBrowser(),
    args: [
      // Root has no sandbox to offer. What the browser opens is this project's own, and it reaches nothing else.
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      `--host-resolver-rules=${rules.join(', ')}`,
    ],
  });
}

/** What is on the path may be a stub that only says what to install. */
async function firstThatRuns() {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const inPath = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  for (const file of [...inPath, ...ELSEWHERE].filter((each) => existsSync(each))) {
    // On Windows asking for the version would open a window.
    if (process.platform === 'win32') return file;
    if (await run(file, ['--version']).then(Boolean, () => false)) return file;
  }
  return undefined;
}

async function install() {
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return false;
  const apt = (...args) =>
    run('apt-get', args, { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } }).then(
      () => true,
      () => false,
    );
  await apt('update');
  return apt('install', '-y', '--no-install-recommends', 'chromium');
}
