import type { CallFacts } from './faults/engine.ts';

/** A call that a simulated cloud has got. */
export interface JournalEntry extends CallFacts {
  /** Of all clouds together, from 1. */
  readonly number: number;
  readonly requestId: string;
  readonly at: Date;
  /** Undefined as long as there is no answer, or where it was cut off. */
  status?: number;
}

/** Every call, in the order of its coming; the latest of them where they are too many to keep. */
export interface Journal {
  readonly entries: readonly JournalEntry[];
  write(facts: CallFacts, about: { readonly requestId: string; readonly at: Date }): JournalEntry;
  clear(): void;
}

const KEPT = 200_000;

export function createJournal(): Journal {
  const entries: JournalEntry[] = [];
  let number = 0;
  return {
    entries,
    write(facts, about) {
      number += 1;
      const entry: JournalEntry = { ...facts, ...about, number };
      if (entries.length >= KEPT) entries.splice(0, KEPT / 2);
      entries.push(entry);
      return entry;
    },
    clear: () => void entries.splice(0),
  };
}

/** Whether it may have changed something: a login and a look may not. */
export function isMutating({ service, method, route }: CallFacts): boolean {
  return !['GET', 'HEAD'].includes(method) && !(service === 'identity' && route === '/auth/tokens');
}
