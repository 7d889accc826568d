import { defineConfig } from 'vitest/config';

// The validator of the newest aws-cdk-lib takes seconds to load.
const unit = { include: ['test/**/*.test.ts'], testTimeout: 60_000 };

/** Where each resource was created is no part of what is tested, and takes a sixth of the time of an app. */
const CDK_CONTEXT_JSON = JSON.stringify({ 'aws:cdk:disable-creation-stack-traces': true });

/** What does not depend on the version of aws-cdk-lib. */
const WITHOUT_CDK = ['test/handlers/**', 'test/architecture.test.ts', 'test/readme.test.ts', 'test/wording.test.ts'];

export default defineConfig({
  // Never a stale .js beside a .ts.
  resolve: { extensions: ['.ts', '.js', '.json'] },
  test: {
    globalSetup: 'test/support/scratch.ts',
    pool: 'threads',
    // aws-cdk-lib is loaded once a worker, not once a file.
    isolate: false,
    maxWorkers: '100%',
    coverage: { provider: 'v8', include: ['lib/**/*.ts'] },
    projects: [
      // The oldest aws-cdk-lib supported, and the newest.
      { extends: true, test: { name: 'floor', ...unit, env: { LANE: 'floor', CDK_CONTEXT_JSON } } },
      {
        extends: true,
        test: {
          name: 'latest',
          ...unit,
          // cdk-nag supports the oldest version only, and the others do not load aws-cdk-lib.
          exclude: ['test/nag.test.ts', 'test/authorizer/nag.test.ts', ...WITHOUT_CDK],
          env: { LANE: 'latest', CDK_CONTEXT_JSON },
          setupFiles: 'test/support/validator.ts',
        },
        resolve: { alias: [{ find: /^aws-cdk-lib(?=$|\/)/, replacement: 'aws-cdk-lib-latest' }] },
      },
      {
        extends: true,
        test: {
          name: 'integ',
          include: ['integ/**/*.test.ts'],
          testTimeout: 300_000,
          hookTimeout: 300_000,
          globalSetup: 'integ/support/local-aws.ts',
          // The test of the packages takes as long as all others together.
          maxWorkers: 2,
        },
      },
    ],
  },
});
