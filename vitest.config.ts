import { defineConfig } from 'vitest/config';

const common = { pool: 'forks' as const, environment: 'node', maxWorkers: 2 };

// Where the lab says how to reach its clouds.
const lab = process.env['LAB'] ?? '/var/lib/pumphouse-lab';
const clouds = process.env['OS_CLIENT_CONFIG_FILE'] ?? `${lab}/clouds.yaml`;

export default defineConfig({
  test: {
    projects: [
      {
        test: { ...common, name: 'unit', include: ['test/unit/**/*.test.ts'], testTimeout: 60_000 },
      },
      {
        test: {
          ...common,
          name: 'workflow',
          include: ['test/workflow/**/*.test.ts'],
          testTimeout: 240_000,
          hookTimeout: 600_000,
        },
      },
      {
        test: {
          ...common,
          name: 'simulator',
          include: ['test/simulator/**/*.test.ts'],
          testTimeout: 60_000,
        },
      },
      {
        test: {
          ...common,
          name: 'fidelity',
          include: ['test/fidelity/*.test.ts'],
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
      {
        test: {
          ...common,
          name: 'fidelity-lab',
          env: { OS_CLIENT_CONFIG_FILE: clouds },
          include: ['test/fidelity/*/*.test.ts'],
          testTimeout: 600_000,
          hookTimeout: 600_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          ...common,
          name: 'contract-simulator',
          globalSetup: ['test/contract/simulated-clouds.ts'],
          include: ['test/contract/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          ...common,
          name: 'demo',
          include: ['test/demo/**/*.test.ts'],
          testTimeout: 600_000,
          hookTimeout: 300_000,
        },
      },
      {
        test: {
          ...common,
          name: 'faults',
          include: ['test/faults/**/*.test.ts'],
          testTimeout: 600_000,
          hookTimeout: 300_000,
        },
      },
      {
        test: {
          ...common,
          name: 'contract',
          env: { OS_CLIENT_CONFIG_FILE: clouds },
          include: ['test/contract/**/*.test.ts'],
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
      {
        test: {
          ...common,
          name: 'lab',
          include: ['test/lab/**/*.test.ts'],
          testTimeout: 600_000,
          hookTimeout: 900_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
