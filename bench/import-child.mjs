/*
 * Loads modules: node import-child.mjs <what>
 */
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const [what] = process.argv.slice(2);

/**
 * The modules of aws-cdk-lib that an app with users, an HTTP API and functions imports, with the library or without it.
 */
const MODULES = [
  'aws-cdk-lib',
  ...['aws-cognito', 'aws-apigatewayv2', 'aws-lambda'].map((name) => `aws-cdk-lib/${name}`),
];

/** aws-cdk-lib loads most of a module when an export is first read, so all are read. */
const useModules = () => MODULES.map((name) => Object.values(require(name)));
const importLibrary = () => require('cdk-user-auth-pool');
const importOneFile = () => require('./node_modules/cdk-user-auth-pool/build/one-file.js');

const LOAD = {
  library: importLibrary,
  modules: useModules,
  'modules, library': () => [useModules(), importLibrary()],
  'modules, library, classes': () => [useModules(), Object.values(importLibrary())],
  'modules, library in one file, classes': () => [useModules(), Object.values(importOneFile())],
  amplify: () => require('@aws-amplify/auth-construct'),
  solutions: () => require('@aws-solutions-constructs/aws-cognito-apigateway-lambda'),
};

const started = performance.now();
LOAD[what]();
const ms = performance.now() - started;
const own = Object.keys(require.cache).filter((file) => /node_modules.cdk-user-auth-pool\W/.test(file));
console.log(JSON.stringify({ ms, files: own.length }));
