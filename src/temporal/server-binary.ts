import { join } from 'node:path';
import { UnreachableError } from '../errors/temporal.ts';
import { cacheDirectory } from './directories.ts';
import { findOnPath, isExecutable } from './executables.ts';
import { withLock } from './lock.ts';
import { buildBinary } from './server-build.ts';
import { downloadBinary } from './server-download.ts';

/** The newest release that `go install` accepts: later ones have a `replace` in their go.mod. */
const CLI_VERSION = '1.5.1';

/**
 * The path of a Temporal CLI that can run the embedded server: on PATH, in the cache, downloaded, or built with Go.
 * @throws UnreachableError that names the ways, where none works
 */
export async function serverBinary(onProgress: (line: string) => void): Promise<string> {
  const onPath = await findOnPath('temporal');
  if (onPath !== undefined) return onPath;
  const target = join(await cacheDirectory(), `temporal-${CLI_VERSION}`);
  if (await isExecutable(target)) return target;

  // A lock of its own: embedded servers of several state directories share one cache.
  return withLock(`${target}.lock`, async () => {
    if (await isExecutable(target)) return target;
    onProgress(`Temporal's server is not on this machine yet: getting its CLI ${CLI_VERSION}`);
    const failures: string[] = [];
    for (const obtain of [downloadBinary, buildBinary]) {
      try {
        await obtain({ target, version: CLI_VERSION, onProgress });
        return target;
      } catch (error) {
        failures.push(error instanceof Error ? error.message : String(error));
      }
    }
    throw new UnreachableError(
      `there is no Temporal server to start: no \`temporal\` on PATH; ${failures.join('; ')}. ` +
        'Install the Temporal CLI (https://docs.temporal.io/cli) or Go, or set TEMPORAL_ADDRESS.',
    );
  });
}
