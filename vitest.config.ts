import { createRequire } from 'node:module'
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  // As Node resolves: graphql's "module" build beside its "main" one would be two copies, and each refuses the other's schemas.
  resolve: { alias: [{ find: /^graphql$/, replacement: createRequire(join(import.meta.dirname, 'packages/graph-kit/package.json')).resolve('graphql') }] },
  test: {
    include: ['packages/**/*.test.ts', 'services/**/*.test.{ts,tsx}', 'deploy/**/*.test.ts', 'test/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**', 'test/bench/**'],
    globalSetup: ['packages/testing/src/global-setup.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 120_000,
    teardownTimeout: 30_000,
  },
})
