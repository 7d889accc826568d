import fc from 'fast-check';

/** RANDOM_RUNS=5000 runs more of them, RANDOM_SEED=... those of an earlier run; a failure prints its seed. */
export const runsOr = (usual: number) => Number(process.env.RANDOM_RUNS ?? usual);

// CI repeats itself: what it finds has to come from the change that it runs for.
export const seed = Number(process.env.RANDOM_SEED ?? (process.env.CI ? 1 : Date.now() % 2 ** 31));

/** One of the values of an enum or of another object. */
export const values = <T>(of: Record<string, T>) => fc.constantFrom(...Object.values(of));
