/*
 * Loads a handler: node load-child.mjs <bundle>
 */
import { load } from './load.mjs';

const started = performance.now();
await load(process.argv[2]);
console.log(JSON.stringify({ load: performance.now() - started }));
