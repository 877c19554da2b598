import { createHash } from 'node:crypto';
import { hostname } from 'node:os';

/** In the description of what Neutron makes (it takes no tags at create), and the name of a key in metadata elsewhere. */
export const CANARY_DESCRIPTION = 'pumphouse:canary';
export const CANARY_METADATA = 'pumphouse_canary';
/** What all names of a canary begin with. */
export const CANARY_PREFIX = 'pumphouse-canary-';

/** After it no canary is under way any more, wherever it ran. */
const LONGEST_MS = 30 * 60_000;

const NAME = /^pumphouse-canary-(\d+)-([0-9a-f]{6})-(\d+)(-\d+)?$/;

let canaries = 0;

/** The name of all that one canary makes: when it began, on which host, in which process. */
export function newCanaryName(): string {
  canaries += 1;
  return `${CANARY_PREFIX}${Date.now()}-${thisHost()}-${process.pid}-${canaries}`;
}

/** Whether the canary that made it is dead: its process was here and is gone, or it began too long ago. */
export function isLeftBehind(name: string): boolean {
  const [, began, host, pid] = NAME.exec(name) ?? [];
  if (began === undefined) return false;
  if (Date.now() - Number(began) > LONGEST_MS) return true;
  return host === thisHost() && !isAlive(Number(pid));
}

function thisHost(): string {
  return createHash('sha256').update(hostname()).digest('hex').slice(0, 6);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Another user's process is one as well.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
