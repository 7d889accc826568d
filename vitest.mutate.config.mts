import { defineConfig } from 'vitest/config';

const { ROOM } = process.env;

/**
 * The tests of one room, on the oldest aws-cdk-lib. The bundles of handlers are made of what is not mutated, and random
 * overrides need more runs than each mutant can have.
 */
export default defineConfig({
  resolve: { extensions: ['.ts', '.js', '.json'] },
  test: {
    globalSetup: 'test/support/scratch.ts',
    pool: 'threads',
    isolate: false,
    include: [`test/${ROOM}/**/*.test.ts`],
    exclude: ['test/handlers/assets.test.ts', 'test/authorizer/random-overrides.test.ts'],
    env: { LANE: 'floor' },
    testTimeout: 60_000,
  },
});
