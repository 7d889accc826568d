/*
 * Sends requests to warm authorizers in turns:
 * node warm-child.mjs <bundles, as JSON> <tokens, as JSON> <forged token> <rounds>
 */
import { eventOf, load, mustAllow } from './load.mjs';
import { rounds } from '../measure.mjs';

const [bundles, tokens, forged, count] = process.argv.slice(2);
const handlers = {};
for (const [name, file] of Object.entries(JSON.parse(bundles))) handlers[name] = await load(file);
const events = JSON.parse(tokens).map((token) => eventOf(token));

for (const handler of Object.values(handlers)) {
  mustAllow(await handler(events[0]));
  mustAllow(await handler(eventOf(forged)), false);
}

/** Milliseconds for each request. */
const samples = await rounds(Number(count), Object.keys(handlers), async (name) => {
  const handler = handlers[name];
  const started = performance.now();
  for (const event of events) mustAllow(await handler(event));
  return (performance.now() - started) / events.length;
});
console.log(JSON.stringify(samples));
