import { defineConfig } from 'vitest/config'

/** Attacks on the running product, and what happens when its neighbours fail. One file after the other: each has a domain controller. */
export default defineConfig({
  test: {
    projects: ['world', 'crash', 'attacks', 'faults', 'fuzz'].map((name) => ({
      test: {
        name,
        root: import.meta.dirname,
        environment: 'node' as const,
        include: [`${name}/**/*.test.ts`],
        testTimeout: 120_000,
        hookTimeout: 180_000,
      },
    })),
    fileParallelism: false,
  },
})
