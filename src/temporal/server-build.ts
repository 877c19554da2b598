import { execFile } from 'node:child_process';
import { mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findOnPath } from './executables.ts';
import type { ObtainOptions } from './server-download.ts';

const BUILD_MS = 30 * 60_000;

/** Builds the Temporal CLI with the Go of this machine. @throws Error that says why not */
export async function buildBinary({ target, version, onProgress }: ObtainOptions): Promise<void> {
  const go = await findOnPath('go');
  if (go === undefined) throw new Error('no `go` on PATH to build it with');
  onProgress(`building Temporal's CLI ${version} with Go, this once; it takes about five minutes`);
  const folder = await mkdtemp(`${target}-`);
  try {
    await promisify(execFile)(
      go,
      ['install', '-ldflags', '-s -w', `github.com/temporalio/cli/cmd/temporal@v${version}`],
      {
        cwd: folder,
        // The caller's GOFLAGS and target are for the caller's projects.
        env: { ...process.env, CGO_ENABLED: '0', GOBIN: folder, GOFLAGS: '', GOOS: '', GOARCH: '' },
        timeout: BUILD_MS,
        maxBuffer: 64 * 1024 * 1024,
      },
    );
    await rename(join(folder, 'temporal'), target);
  } catch (error) {
    const { stderr } = error as { stderr?: string };
    const reason = stderr?.trim().split('\n').at(-1) || String(error);
    throw new Error(`\`go install\` failed: ${reason}`, { cause: error });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
