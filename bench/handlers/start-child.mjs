/*
 * Loads an authorizer and sends it its first request: node start-child.mjs <bundle> <token>
 */
import { eventOf, load, mustAllow } from './load.mjs';

const [file, token] = process.argv.slice(2);
const started = performance.now();
const handler = await load(file);
const loaded = performance.now();
const answer = await handler(eventOf(token));
const answered = performance.now();
mustAllow(answer);
console.log(JSON.stringify({ load: loaded - started, first: answered - loaded, total: answered - started }));
