/*
 * Whether as many access policies fit, each of a group of its own: node policies-fit-child.mjs <where> <count>
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newFunction } from './apps/parts.mjs';

const require = createRequire(import.meta.url);
const { App, Stack } = require('aws-cdk-lib');
const { HttpApi } = require('aws-cdk-lib/aws-apigatewayv2');
const { AccessPolicy, CognitoHttpApiAuthorizer, PolicyEnforcement, UserAuthPool } = require('cdk-user-auth-pool');

const REGIONS = ['', 'eu-', 'us-', 'ap-', 'sa-', 'af-'];
const RESOURCES = ['orders', 'invoices', 'customers', 'products', 'shipments', 'returns', 'reports', 'prices'].concat([
  'suppliers',
  'warehouses',
  'payments',
  'refunds',
  'coupons',
  'reviews',
  'users',
]);
const ROLES = ['admin', 'editor', 'viewer', 'auditor', 'approver', 'owner', 'support', 'guest', 'billing', 'ops'];
const NAMES = REGIONS.flatMap((region) =>
  RESOURCES.flatMap((resource) => ROLES.map((role) => `${region}${resource}-${role}`)),
);

const [where, count] = process.argv.slice(2);
if (Number(count) > NAMES.length) throw new Error(`there are names for ${NAMES.length} groups`);
const policies = NAMES.slice(0, Number(count)).map((name) => AccessPolicy.group(name));

const outdir = mkdtempSync(join(tmpdir(), 'bench-'));
try {
  const stack = new Stack(new App({ outdir, context: { '@aws-cdk/core:stackResourceLimit': 0 } }), 'Stack');
  const userAuthPool = new UserAuthPool(stack, 'Pool');
  if (where === 'token') {
    for (const policy of policies) userAuthPool.scopeFor(policy);
  } else {
    const [httpApi, handler] = [new HttpApi(stack, 'Api'), newFunction(stack)];
    const enforcement = PolicyEnforcement.atRequest();
    const authorizer = new CognitoHttpApiAuthorizer(stack, 'Authorizer', { userAuthPool, enforcement });
    for (const [index, accessPolicy] of policies.entries()) {
      authorizer.addLambdaRoute(handler, { httpApi, path: `/${index}`, accessPolicy });
    }
  }
  stack.node.root.synth();
  console.log(JSON.stringify({ fits: true }));
} catch (error) {
  if (!/Lambda takes an environment of/.test(error.message)) throw error;
  console.log(JSON.stringify({ fits: false }));
} finally {
  rmSync(outdir, { recursive: true, force: true });
}
