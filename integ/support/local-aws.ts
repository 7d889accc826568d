/* One local AWS for all tests that deploy, bootstrapped for the CDK. Each test has stacks with names of its own. */
import { TestProject } from 'vitest/node';
import { bootstrap, LocalAws, startLocalAws } from '../../scripts/local-aws.mjs';
import { root } from '../../scripts/setup.mjs';

declare module 'vitest' {
  export interface ProvidedContext {
    aws: LocalAws;
  }
}

export default async function setup(project: TestProject) {
  const { endpoint, region, clientConfig, env, stateDir, stop } = await startLocalAws();
  try {
    await bootstrap(root, env);
  } catch (error) {
    await stop();
    throw error;
  }
  project.provide('aws', { endpoint, region, clientConfig, env, stateDir });
  return stop;
}
