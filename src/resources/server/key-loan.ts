import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { BlockedError } from '../../errors/migration.ts';
import { hasStatus } from '../../errors/openstack.ts';
import type { Cloud } from '../../openstack/cloud.ts';
import { collect } from '../collect.ts';
import { createKeypair, deleteKeypair, listKeypairsOf } from '../keypair/api.ts';
import { keypairId } from '../keypair/schema.ts';
import type { Keypair } from '../keypair/schema.ts';

/** How long another server's key of the same name may be in the way, and how often a key may be taken from under us. */
const PATIENCE_MS = 120_000;
const POLL_MS = 1_000;
const AGAIN_MS = 200;
const ATTEMPTS = 5;

/** What a server is made with, and which (its source id). */
export interface Loan {
  readonly key: Keypair;
  readonly server: string;
  readonly signal: AbortSignal;
}

/**
 * Makes a server with somebody else's key. Nova looks a key up under the token's user, also for an admin, and keeps it with the server: so
 * the operator has a copy for the moment of the call. A second key, `pumphouse-key-…`, one a server, stands beside it as the sign that
 * the copy is ours to take away: it comes before the copy and goes after it, so that neither a crash nor a neighbour with the same key
 * makes an operator's own key look like ours, or ours like theirs.
 */
export async function withBorrowedKey<Made>(
  cloud: Cloud,
  loan: Loan,
  make: () => Promise<Made>,
): Promise<Made> {
  const end = (): Promise<void> => endLoan(cloud, loan.key.name, loan.server);
  for (let attempt = 1; ; attempt += 1) {
    await borrow(cloud, loan).catch(async (error: unknown) => {
      // Where this fails too, the next try or what removes the server ends the loan.
      await end().catch(() => {});
      throw error;
    });
    try {
      return await make();
    } catch (error) {
      // A neighbour that had borrowed the same key gave it back between our look and our call.
      if (attempt === ATTEMPTS || !hasStatus(error, 400) || !error.detail.includes('key_name'))
        throw error;
    } finally {
      await end();
    }
  }
}

/** Until the operator has the key: their own, or a copy with our sign. */
async function borrow(cloud: Cloud, { key, server, signal }: Loan): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const found = await look(cloud, key.name, server);
    const state = stateOf(found, key);
    if (state === 'there') return;
    if (state === 'in the way' || Date.now() > deadline) throw inTheWay(cloud, key);
    if (state === 'taken') {
      await sleep(POLL_MS, undefined, { signal });
      continue;
    }
    const name = found.mine === undefined ? signOf(key.name, server) : key.name;
    const made = await isMade(createKeypair(cloud, found.userId, { ...key, name }));
    if (!made) await sleep(AGAIN_MS, undefined, { signal });
  }
}

type Found = Awaited<ReturnType<typeof look>>;

function stateOf({ own, mine, signed }: Found, key: Keypair) {
  if (own === undefined) return 'free';
  // Lent for another user's server: one after the other. Or the operator's own.
  if (own.public_key !== key.public_key) return signed ? 'taken' : 'in the way';
  return mine !== undefined || !signed ? 'there' : 'free';
}

/**
 * Takes the copy and our sign away, also those of a try that died. A neighbour that has borrowed the same key at this moment borrows it again.
 * @throws Error that is no API's answer: nobody takes it for the answer to what was made with the key
 */
export async function endLoan(cloud: Cloud, name: string, server: string): Promise<void> {
  try {
    const { userId, own, mine } = await look(cloud, name, server);
    if (mine === undefined) return;
    if (own?.public_key === mine.public_key) await deleteKeypair(cloud, keypairId(userId, name));
    await deleteKeypair(cloud, keypairId(userId, mine.name));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`${cloud.name}: the operator's copy of key ${name} is not taken away: ${why}`, {
      cause: error,
    });
  }
}

async function look(cloud: Cloud, name: string, server: string) {
  const { userId } = await cloud.identity();
  const keys = await collect(listKeypairsOf(cloud, userId));
  return {
    userId,
    own: keys.find((each) => each.name === name),
    mine: keys.find((each) => each.name === signOf(name, server)),
    /** Whether it is lent to any server. */
    signed: keys.some((each) => each.name.startsWith(signsOf(name))),
  };
}

function signOf(name: string, server: string): string {
  return `${signsOf(name)}${server}`;
}

function signsOf(name: string): string {
  return `pumphouse-key-${createHash('sha256').update(name).digest('hex').slice(0, 16)}-`;
}

function inTheWay(cloud: Cloud, key: Keypair): BlockedError {
  return new BlockedError(
    `${cloud.name}: the operator has another key named ${key.name}, so no server can be made with the user's key of that name. Rename or remove the operator's, then retry.`,
  );
}

/** False where one of that name is there, or the quota has no room while others borrow too. */
async function isMade(made: Promise<unknown>): Promise<boolean> {
  try {
    await made;
    return true;
  } catch (error) {
    if (hasStatus(error, 409)) return false;
    if (hasStatus(error, 403) && /quota/i.test(error.detail)) return false;
    throw error;
  }
}
