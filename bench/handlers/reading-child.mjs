/*
 * Reads the policies of an environment as the functions do while they start:
 * node reading-child.mjs <bundle of lib/access/policy-codec.ts> <bundle of lib/access/policy.ts>
 */
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const [codec, policy] = process.argv.slice(2);
const { decodePolicies } = require(codec);
const { policyScope } = require(policy);

const started = performance.now();
const policies = decodePolicies(process.env.POLICIES);
const decoded = performance.now();
const scopes = new Set(policies.map(policyScope));
const named = performance.now();
if (scopes.size !== policies.length) throw new Error(`${policies.length} policies have ${scopes.size} scopes`);
console.log(JSON.stringify({ decode: decoded - started, scopes: named - decoded }));
