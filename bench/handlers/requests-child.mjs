/*
 * Loads the authorizer and sends it requests in turns, the first half of them to warm it up:
 * node requests-child.mjs <bundle> <file with requests> <how many of those> <how often>
 */
import { readFileSync } from 'node:fs';
import { eventOf, load, mustAllow } from './load.mjs';

const [bundle, file, count, calls] = process.argv.slice(2);

const started = performance.now();
const handler = await load(bundle);
const loaded = performance.now() - started;
const events = JSON.parse(readFileSync(file, 'utf8'))
  .slice(0, Number(count))
  .map(({ token, routeKey }) => eventOf(token, routeKey));
const samples = [];
for (let index = 0; index < Number(calls); index++) {
  const event = events[index % events.length];
  const before = performance.now();
  const answer = await handler(event);
  if (index >= Number(calls) / 2) samples.push(performance.now() - before);
  mustAllow(answer);
}
console.log(JSON.stringify({ load: loaded, samples }));
