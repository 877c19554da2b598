import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { BlockedError } from '../../errors/migration.ts';
import { hasStatus } from '../../errors/openstack.ts';
import type { Cloud } from '../../openstack/cloud.ts';
import { createKeypair, deleteKeypair, getKeypair } from '../keypair/api.ts';
import { keypairId } from '../keypair/schema.ts';
import type { Keypair } from '../keypair/schema.ts';

/** How long another server's key of the same name may be in the way, and how often a key may be taken from under us. */
const PATIENCE_MS = 120_000;
const POLL_MS = 1_000;
const ATTEMPTS = 5;

/**
 * Makes a server with somebody else's key. Nova looks a key up under the token's user, also for an admin, and keeps it with the server: so
 * the operator has a copy for the moment of the call. A second key, `pumphouse-key-…`, stands beside it as the sign that the copy is
 * ours to take away: it comes before the copy and goes after it, so that no crash makes an operator's own key look like ours.
 */
export async function withBorrowedKey<Made>(
  cloud: Cloud,
  key: Keypair,
  signal: AbortSignal,
  make: () => Promise<Made>,
): Promise<Made> {
  const { userId } = await cloud.identity();
  const loan = { cloud, key, userId, signal };
  for (let attempt = 1; ; attempt += 1) {
    const ours = await borrow(loan);
    try {
      return await make();
    } catch (error) {
      // A neighbour that had borrowed the same key gave it back between our look and our call.
      if (attempt === ATTEMPTS || !hasStatus(error, 400) || !error.detail.includes('key_name'))
        throw error;
    } finally {
      if (ours) await giveBack(cloud, userId, key.name);
    }
  }
}

interface Loan {
  readonly cloud: Cloud;
  readonly key: Keypair;
  /** The operator's. */
  readonly userId: string;
  readonly signal: AbortSignal;
}

/** Whether the operator's copy is ours to take away. */
async function borrow({ cloud, key, userId, signal }: Loan): Promise<boolean> {
  const deadline = Date.now() + PATIENCE_MS;
  const signName = signOf(key.name);
  let made = false;
  for (;;) {
    const [own, sign] = await Promise.all([
      getKeypair(cloud, keypairId(userId, key.name), signal),
      getKeypair(cloud, keypairId(userId, signName), signal),
    ]);
    if (own?.public_key === key.public_key) return made || sign !== undefined;
    if (Date.now() > deadline) throw inTheWay(cloud, key);
    if (own === undefined) {
      // A neighbour that gives its loan back at this moment may take the sign away: what we have made is ours all the same.
      if (sign === undefined)
        await isMade(createKeypair(cloud, userId, { ...key, name: signName }));
      else made = (await isMade(createKeypair(cloud, userId, key))) || made;
      continue;
    }
    if (sign === undefined) throw inTheWay(cloud, key);
    // Borrowed for another server, of another user: one after the other.
    await sleep(POLL_MS, undefined, { signal });
  }
}

/** Takes away what a create that died left of its loan. A neighbour that has borrowed the same key at this moment borrows it again. */
export async function endLoan(cloud: Cloud, name: string): Promise<void> {
  const { userId } = await cloud.identity();
  const sign = await getKeypair(cloud, keypairId(userId, signOf(name)));
  if (sign !== undefined) await giveBack(cloud, userId, name);
}

/** The sign goes last. @throws Error that is no API's answer: nobody takes it for the answer to what was made with the key */
async function giveBack(cloud: Cloud, userId: string, name: string): Promise<void> {
  try {
    await deleteKeypair(cloud, keypairId(userId, name));
    await deleteKeypair(cloud, keypairId(userId, signOf(name)));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`${cloud.name}: the operator's copy of key ${name} is not taken away: ${why}`, {
      cause: error,
    });
  }
}

function signOf(name: string): string {
  return `pumphouse-key-${createHash('sha256').update(name).digest('hex').slice(0, 16)}`;
}

function inTheWay(cloud: Cloud, key: Keypair): BlockedError {
  return new BlockedError(
    `${cloud.name}: the operator has another key named ${key.name}, so no server can be made with the user's key of that name. Rename or remove the operator's, then retry.`,
  );
}

/** False where one of that name was there. */
async function isMade(made: Promise<unknown>): Promise<boolean> {
  try {
    await made;
    return true;
  } catch (error) {
    if (hasStatus(error, 409)) return false;
    throw error;
  }
}
