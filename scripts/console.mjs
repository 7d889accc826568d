import { spawn } from 'node:child_process';

/** Something the user has to do: its message is one clear line, and no stack trace is printed for it. */
export class Hint extends Error {}

const colour = (code) => (text) => (process.stdout.isTTY ? `\u001b[${code}m${text}\u001b[0m` : text);
export const bold = colour(1);
export const dim = colour(2);
export const red = colour(31);
export const green = colour(32);

export const seconds = (since) => `${((performance.now() - since) / 1000).toFixed(1)} s`;

/** The step whose line is not complete. */
let unfinished;

/** Runs one step of a script and says how long it took. Steps may run side by side. */
export async function step(title, action) {
  const line = `${bold('▸')} ${title} ... `;
  const finish = (result) => {
    const isNext = unfinished === title;
    if (unfinished && !isNext) console.log();
    console.log(`${isNext ? '' : line}${result}`);
    unfinished = undefined;
  };
  if (unfinished) console.log();
  unfinished = title;
  process.stdout.write(line);
  const start = performance.now();
  try {
    const result = await action();
    finish(dim(seconds(start)));
    return result;
  } catch (error) {
    finish(red('failed'));
    throw error;
  }
}

/**
 * Runs a command, and keeps its output for the error that it may end in.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions} options
 * @returns {Promise<string>} what it printed
 */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
    let output = '';
    child.stdout?.on('data', (chunk) => (output += chunk));
    child.stderr?.on('data', (chunk) => (output += chunk));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(output);
      else reject(Object.assign(new Error(`${command} ${args.join(' ')} ended with ${code}:\n${output}`), { output }));
    });
  });
}

/** Runs a script's main function; a `Hint` ends it with one line, anything else with all there is to know. */
export async function main(action) {
  try {
    await action();
  } catch (error) {
    console.error(error instanceof Hint ? `\n${red('✗')} ${error.message}` : error);
    process.exitCode = 1;
  }
}
