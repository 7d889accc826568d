/*
 * Loads modules: node import-child.mjs <what> [files of aws-cdk-lib, as JSON]
 */
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const [what, files = '[]'] = process.argv.slice(2);

/** The modules of aws-cdk-lib that every app here needs. */
const MODULES = [
  'aws-cdk-lib',
  ...['aws-cognito', 'aws-apigatewayv2', 'aws-lambda'].map((name) => `aws-cdk-lib/${name}`),
];

/** aws-cdk-lib loads most of a module when an export is first read, so all are read. */
const useModules = () => MODULES.map((name) => Object.values(require(name)));

const LOAD = {
  library: () => require('cdk-user-auth-pool'),
  same: () => JSON.parse(files).forEach((file) => require(file)),
  modules: useModules,
  'modules, library': () => [useModules(), require('cdk-user-auth-pool')],
  amplify: () => require('@aws-amplify/auth-construct'),
  solutions: () => require('@aws-solutions-constructs/aws-cognito-apigateway-lambda'),
};

const started = performance.now();
LOAD[what]();
const ms = performance.now() - started;
const isOwn = (file) => /node_modules.cdk-user-auth-pool\W/.test(file);
const loaded = Object.keys(require.cache);
console.log(
  JSON.stringify({
    ms,
    own: loaded.filter(isOwn).length,
    files: what === 'library' ? loaded.filter((file) => !isOwn(file)) : [],
  }),
);
