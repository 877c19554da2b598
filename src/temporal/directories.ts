import { mkdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/** Where the embedded server keeps its database, log and record; made with mode 0700 where it is missing. */
export async function stateDirectory(): Promise<string> {
  const { PUMPHOUSE_STATE_DIR: own, XDG_STATE_HOME: xdg } = process.env;
  const path = resolve(own || join(xdg || join(homedir(), '.local', 'state'), 'pumphouse'));
  await mkdir(path, { recursive: true, mode: 0o700 });
  return path;
}

/** Where downloaded and built programs are kept; made where it is missing. */
export async function cacheDirectory(): Promise<string> {
  const { XDG_CACHE_HOME: xdg } = process.env;
  const path = resolve(xdg || join(homedir(), '.cache'), 'pumphouse');
  await mkdir(path, { recursive: true });
  return path;
}
