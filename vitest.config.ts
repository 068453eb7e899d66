import { defineConfig } from 'vitest/config'

/** Every package's tests beside their files; the browser's own are Playwright's, in `e2e/`. */
export default defineConfig({
  test: {
    projects: [
      ...['scripts', 'bench'].map((root) => ({
        test: { name: root, root, environment: 'node' as const, include: ['*.test.ts', 'harness/*.test.ts'] },
      })),
      ...['shared', 'bff', 'demo'].map((root) => ({
        // A busy machine takes its time over a process that starts, or a disk that is waited for.
        test: { name: root, root, environment: 'node', include: ['src/**/*.test.ts'], testTimeout: 20_000 },
      })),
      {
        // The web package's own plug-ins (React, messages): its tests see what its build sees.
        extends: './web/vite.config.ts',
        test: {
          name: 'web',
          root: 'web',
          environment: 'jsdom',
          include: ['{build,catalogs,src}/**/*.test.{ts,tsx}'],
          // A busy machine takes its time over a whole journey.
          testTimeout: 20_000,
        },
      },
    ],
  },
})
