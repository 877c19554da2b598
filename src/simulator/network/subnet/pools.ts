import { Refusal } from '../../http/refusal.ts';
import { holds } from '../address/cidr.ts';
import type { Cidr } from '../address/cidr.ts';
import { formatIp, parseIp } from '../address/ip.ts';
import { repr } from '../../python.ts';
import { conflict } from '../refuse.ts';
import type { Pool } from '../state.ts';

/** All hosts of a range but the gateway. */
export function defaultPools(cidr: Cidr, gateway: string | null): Pool[] {
  const { bits } = cidr;
  const [first, last] = hosts(cidr);
  const hole = gateway === null ? undefined : parseIp(gateway);
  const parts =
    hole === undefined || !holds(cidr, hole)
      ? [[first, last] as const]
      : [[first, hole.value - 1n] as const, [hole.value + 1n, last] as const];
  return parts
    .filter(([start, end]) => start <= end)
    .map(([start, end]) => ({
      start: formatIp({ bits, value: start }),
      end: formatIp({ bits, value: end }),
    }));
}

function hosts({ bits, length, first, last }: Cidr): readonly [bigint, bigint] {
  if (bits === 32) return length >= 31 ? [first, last] : [first + 1n, last - 1n];
  return length >= 127 ? [first, last] : [first + 1n, last];
}

/** @throws Refusal 400, 409 */
export function checkPools(cidr: Cidr, pools: readonly Pool[]): void {
  const ranges = pools
    .map((pool) => rangeOf(cidr, pool))
    .toSorted((one, other) => (one.start < other.start ? -1 : 1));
  for (const [index, { pool, end }] of ranges.entries()) {
    const next = ranges[index + 1];
    if (next === undefined || next.start > end) continue;
    const both = `${pool.start}-${pool.end} ${next.pool.start}-${next.pool.end}`;
    throw conflict(
      'OverlappingAllocationPools',
      `Found overlapping allocation pools: ${both} for subnet ${cidr.text}.`,
    );
  }
}

function rangeOf(
  cidr: Cidr,
  pool: Pool,
): { readonly pool: Pool; readonly start: bigint; readonly end: bigint } {
  const [first, last] = hosts(cidr);
  const start = parseIp(pool.start);
  const end = parseIp(pool.end);
  const fits = start?.bits === cidr.bits && end?.bits === cidr.bits;
  if (!fits || end.value < start.value) {
    const message = `The allocation pool ${repr(pool)} is not valid.`;
    throw new Refusal(400, message, 'InvalidAllocationPool');
  }
  if (start.value < first || end.value > last) {
    const message = `The allocation pool ${pool.start}-${pool.end} spans beyond the subnet cidr ${cidr.text}.`;
    throw new Refusal(400, message, 'OutOfBoundsAllocationPool');
  }
  return { pool, start: start.value, end: end.value };
}

/** @throws Refusal 409 where the gateway's address would be given to ports */
export function checkGateway(gateway: string | null, pools: readonly Pool[]): void {
  const ip = gateway === null ? undefined : parseIp(gateway);
  if (ip === undefined) return;
  const hit = pools.find(({ start, end }) => {
    const from = parseIp(start);
    const to = parseIp(end);
    if (from === undefined || to === undefined || from.bits !== ip.bits) return false;
    return ip.value >= from.value && ip.value <= to.value;
  });
  if (hit === undefined) return;
  throw conflict(
    'GatewayConflictWithAllocationPools',
    `Gateway ip ${gateway} conflicts with allocation pool ${hit.start}-${hit.end}.`,
  );
}
