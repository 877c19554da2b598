import { EventEmitter, once } from 'node:events';
import { Worker } from 'node:worker_threads';

/** How many chunks may wait for the hashing thread. */
const WINDOW = 64;

/** Hex by algorithm. */
export type Digests = Readonly<Record<string, string>>;

/** Hashes beside the event loop: hashing on it halves the rate of every transfer of the process. */
export interface Hasher {
  /** Resolves when the thread can take more. */
  update(chunk: Uint8Array): Promise<void>;
  /** Of all that was given. Ends the thread. */
  digest(): Promise<Digests>;
  /** Ends the thread without a digest. */
  abandon(): void;
}

const THREAD = `
const { parentPort, workerData } = require('node:worker_threads');
const { createHash } = require('node:crypto');
const hashes = workerData.map((algorithm) => [algorithm, createHash(algorithm)]);
parentPort.on('message', (chunk) => {
  if (chunk === null) {
    parentPort.postMessage(Object.fromEntries(hashes.map(([name, hash]) => [name, hash.digest('hex')])));
    parentPort.close();
    return;
  }
  for (const [, hash] of hashes) hash.update(chunk);
  parentPort.postMessage(null);
});
`;

export function startHasher(algorithms: readonly string[]): Hasher {
  const thread = new Worker(THREAD, { eval: true, workerData: algorithms });
  const events = new EventEmitter();
  let waiting = 0;
  const digests = new Promise<Digests>((resolve, reject) => {
    thread.on('message', (message: Digests | null) => {
      waiting -= 1;
      if (message === null) events.emit('taken');
      else resolve(message);
    });
    thread.on('error', reject);
    thread.on('exit', () => reject(new Error('the hashing thread ended early')));
  });
  // Whoever waits for room or for the digest hears of it; nobody may be waiting.
  digests.catch(() => events.emit('taken'));
  return {
    async update(chunk) {
      // Of its own, so that it can be handed over: a chunk may be a window on a larger buffer.
      const copy = new Uint8Array(chunk);
      thread.postMessage(copy, [copy.buffer]);
      waiting += 1;
      if (waiting >= WINDOW) await once(events, 'taken');
    },
    digest() {
      thread.postMessage(null, []);
      return digests;
    },
    abandon() {
      void thread.terminate();
    },
  };
}
