import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { DefaultLogger, bundleWorkflowCode } from '@temporalio/worker';
import { expect, test } from 'vitest';
import { WORKFLOWS } from './harness/temporal.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const logger = new DefaultLogger('ERROR');

/** The names of the modules in a bundle: webpack says each in a comment before its code. */
async function modulesOf(workflowsPath: string): Promise<string[]> {
  const { code } = await bundleWorkflowCode({ workflowsPath, logger });
  return [...code.matchAll(/^\s*!\*\*\* (\S+)/gmu)].flatMap((match) => match[1] ?? []);
}

function expectNoRoomForIo(modules: readonly string[]): void {
  expect(modules.filter((name) => /\/node_modules\/(zod|axios|pino|yaml)\//u.test(name))).toEqual(
    [],
  );
  expect(modules.filter((name) => /^(node:|external)|\bnode:fs\b/u.test(name))).toEqual([]);
  expect(
    modules.filter((name) => /\/(activities|openstack|resources|temporal|cli)\//u.test(name)),
  ).toEqual([]);
}

test('the workflows bundle from their sources, without zod, HTTP or Node', async () => {
  const modules = await modulesOf(WORKFLOWS);
  expect(modules.some((name) => name.endsWith('src/workflows/server-saga.ts'))).toBe(true);
  expectNoRoomForIo(modules);
});

test('the workflows bundle from the compiled package, without zod, HTTP or Node', async () => {
  // In the project's folder, for the compiled files to find their packages.
  const folder = await mkdtemp(join(ROOT, 'node_modules', '.bundle-test-'));
  try {
    const tsc = join(ROOT, 'node_modules', '.bin', 'tsc');
    await promisify(execFile)(tsc, ['-p', 'tsconfig.build.json', '--outDir', folder], {
      cwd: ROOT,
    });
    const modules = await modulesOf(join(folder, 'workflows'));
    expect(modules.some((name) => name.endsWith('workflows/server-saga.js'))).toBe(true);
    expectNoRoomForIo(modules);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
