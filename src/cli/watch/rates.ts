import type { Transfer } from '../migrations/transfers.ts';

/** A transfer with its speed, known from the second sign of life on. */
export interface MeasuredTransfer extends Transfer {
  /** Bytes a second. */
  readonly rate?: number;
  readonly etaMs?: number;
}

/** Remembers when each transfer was where, and measures it from its last two signs of life. */
export function measureRates(): (transfers: readonly Transfer[]) => MeasuredTransfer[] {
  let known = new Map<string, MeasuredTransfer>();
  return (transfers) => {
    const measured = transfers.map((transfer) => measure(transfer, known.get(transfer.id)));
    known = new Map(measured.map((transfer) => [transfer.id, transfer]));
    return measured;
  };
}

function measure(now: Transfer, before: MeasuredTransfer | undefined): MeasuredTransfer {
  if (before === undefined || now.bytes < before.bytes) return now;
  // Nothing said since: the old speed still stands.
  if (now.at <= before.at) return before;
  const rate = ((now.bytes - before.bytes) * 1_000) / (now.at - before.at);
  if (now.total === undefined || rate === 0) return { ...now, rate };
  return { ...now, rate, etaMs: ((now.total - now.bytes) * 1_000) / rate };
}
