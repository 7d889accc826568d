/*
 * Whether as many access policies fit, each of a group of its own: node policies-fit-child.mjs <where> <count>
 */
import { createRequire } from 'node:module';
import { withTemporaryFolder } from '../scripts/temporary-folder.mjs';
import { GROUP_NAMES } from '../test/support/group-names.mjs';
import { newFunction } from './apps/parts.mjs';

const require = createRequire(import.meta.url);
const { App, Stack } = require('aws-cdk-lib');
const { HttpApi } = require('aws-cdk-lib/aws-apigatewayv2');
const { AccessPolicy, CognitoHttpApiAuthorizer, PolicyEnforcement, UserAuthPool } = require('cdk-user-auth-pool');

const [where, count] = process.argv.slice(2);
if (Number(count) > GROUP_NAMES.length) throw new Error(`there are names for ${GROUP_NAMES.length} groups`);
const policies = GROUP_NAMES.slice(0, Number(count)).map((name) => AccessPolicy.group(name));

await withTemporaryFolder((outdir) => {
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
}).catch((error) => {
  if (!/Lambda takes an environment of/.test(error.message)) throw error;
  console.log(JSON.stringify({ fits: false }));
});
