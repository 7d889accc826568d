/*
 * Mutation testing, by scripts/mutate.mjs: one room at a time, by the tests of that room.
 */
export default {
  testRunner: 'vitest',
  vitest: { configFile: 'vitest.mutate.config.mts', related: false },
  coverageAnalysis: 'perTest',
  // A static mutant would run all tests, each time.
  ignoreStatic: true,
  // What a busy machine delays is not an endless loop.
  timeoutMS: 20_000,
  reporters: ['json'],
  jsonReporter: { fileName: '.mutants/report.json' },
  tempDirName: '.mutants/sandbox',
  // What other scripts have installed or built is not copied into the sandbox.
  ignorePatterns: ['.local-aws', '.templates', 'bench', 'dist', 'integ'],
};
