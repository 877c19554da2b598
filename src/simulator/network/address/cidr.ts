import { formatIp, parseIp } from './ip.ts';
import type { Ip } from './ip.ts';

/** A range of addresses. */
export interface Cidr {
  readonly bits: 32 | 128;
  readonly length: number;
  readonly first: bigint;
  readonly last: bigint;
  /** Without host bits. */
  readonly text: string;
}

/** Takes `10.0.0.5/24`, and `10.0.0.5` for one address. */
export function parseCidr(text: unknown): Cidr | undefined {
  if (typeof text !== 'string') return undefined;
  const [address = '', prefix, ...rest] = text.split('/');
  const ip = parseIp(address);
  if (ip === undefined || rest.length > 0) return undefined;
  const length = prefix === undefined ? ip.bits : /^\d{1,3}$/.test(prefix) ? Number(prefix) : -1;
  if (length < 0 || length > ip.bits) return undefined;
  return cidrOf(ip, length);
}

export function cidrOf({ bits, value }: Ip, length: number): Cidr {
  const host = BigInt(bits - length);
  const first = (value >> host) << host;
  const text = `${formatIp({ bits, value: first })}/${length}`;
  return { bits, length, first, last: first + (1n << host) - 1n, text };
}

export function holds(cidr: Cidr, ip: Ip): boolean {
  return cidr.bits === ip.bits && ip.value >= cidr.first && ip.value <= cidr.last;
}

export function overlaps(one: Cidr, other: Cidr): boolean {
  return one.bits === other.bits && one.first <= other.last && other.first <= one.last;
}
