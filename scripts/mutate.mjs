/*
 * Mutation testing: changes the code in small ways, and looks whether a test of the same room fails.
 *
 *   npm run mutate -- handlers access    writes docs/mutation.md, with the rooms that were not run as they were
 *   npm run mutate                       writes it with none of them run again
 *
 * Why a mutant may live is in test/survivors.txt: file | code | change | reason.
 */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { main, run, step } from './console.mjs';
import { formatted } from './formatted.mjs';
import { root } from './setup.mjs';

const PAGE = join('docs', 'mutation.md');
const REASONS = join(root, 'test', 'survivors.txt');
const RESULTS = join(root, 'test', 'mutation.json');
const FOLDER = join(root, '.mutants');

const INTRO = `# Mutation testing

\`npm run mutate -- ROOM\` changes the code of a room in small ways, one at a time, and runs the tests of the same room. A change that no test notices has survived. What only the tests of other rooms notice counts as survived.

A survivor is either the same program in other words, or a text that only people read, or a gap. \`test/survivors.txt\` has the reason for each that was looked at. Code and line numbers are those of the day on which the room was measured.
`;

await main(async () => {
  const rooms = process.argv.slice(2);
  const results = existsSync(RESULTS) ? JSON.parse(readFileSync(RESULTS, 'utf8')) : {};
  for (const room of rooms) results[room] = await step(`Mutants of ${room}`, () => mutate(room));
  writeFileSync(RESULTS, `${JSON.stringify(results, undefined, 1)}\n`);
  writeFileSync(join(root, PAGE), await formatted(PAGE, pageOf(results)));
});

async function mutate(room) {
  mkdirSync(FOLDER, { recursive: true });
  const files = room === 'handlers' ? 'handlers/**/*.ts' : `lib/${room}/**/*.ts`;
  try {
    await run(process.execPath, [join(root, 'node_modules', '.bin', 'stryker'), 'run', '--mutate', files], {
      cwd: root,
      // Random input is drawn often enough in npm test.
      env: { ...process.env, ROOM: room, RANDOM_RUNS: '30' },
    });
    return resultOf(JSON.parse(readFileSync(join(FOLDER, 'report.json'), 'utf8')));
  } finally {
    rmSync(FOLDER, { recursive: true, force: true });
  }
}

function resultOf({ files }) {
  const mutants = Object.entries(files).flatMap(([file, { source, mutants: all }]) =>
    all.map((mutant) => ({ ...mutant, file, code: codeAt(source, mutant.location) })),
  );
  const count = (...statuses) => mutants.filter(({ status }) => statuses.includes(status)).length;
  const survivors = mutants.filter(({ status }) => ['Survived', 'NoCoverage'].includes(status));
  return {
    measured: new Date().toISOString().slice(0, 10),
    noticed: count('Killed', 'Timeout'),
    survivors: survivors.map(({ file, location, code, replacement = '' }) => ({
      file,
      line: location.start.line,
      code: short(code),
      change: short(replacement),
    })),
  };
}

function codeAt(source, { start, end }) {
  const lines = source.split('\n').slice(start.line - 1, end.line);
  lines[lines.length - 1] = lines.at(-1).slice(0, end.column - 1);
  lines[0] = lines[0].slice(start.column - 1);
  return lines.join(' ');
}

function short(code) {
  return code.replace(/\s+/g, ' ').replaceAll('|', '¦').slice(0, 80);
}

function pageOf(results) {
  const reasons = new Map(
    readFileSync(REASONS, 'utf8')
      .split('\n')
      .map((line) => line.split(' | '))
      .filter(({ length }) => length === 4)
      .map(([file, code, change, reason]) => [`${file} | ${code} | ${change}`, reason]),
  );
  const rows = Object.entries(results).map(([room, { measured, noticed, survivors }]) => {
    const score = ((100 * noticed) / (noticed + survivors.length)).toFixed(1);
    return `| ${room} | ${measured} | ${noticed + survivors.length} | ${noticed} | ${survivors.length} | ${score} % |`;
  });
  const lists = Object.entries(results).map(([room, { survivors }]) => {
    const lines = survivors.map(({ file, line, code, change }) => {
      const reason = reasons.get(`${file} | ${code} | ${change}`) ?? 'not looked at';
      return `| ${file}:${line} | \`${code}\` | \`${change || 'removed'}\` | ${reason} |`;
    });
    return `## Survivors in ${room}\n\n| Where | Code | Changed to | Why it may live |\n| --- | --- | --- | --- |\n${lines.join('\n')}\n`;
  });
  const table = [
    '| Room | Measured | Mutants | Noticed | Survived | Score |',
    '| --- | --- | --- | --- | --- | --- |',
    ...rows,
  ];
  return `${INTRO}\n${table.join('\n')}\n\n${lists.join('\n')}`;
}
