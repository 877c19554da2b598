import { isIPv4, isIPv6 } from 'node:net';

/** An IP address to count with. */
export interface Ip {
  readonly bits: 32 | 128;
  readonly value: bigint;
}

export function parseIp(text: unknown): Ip | undefined {
  if (typeof text !== 'string') return undefined;
  if (isIPv4(text)) return { bits: 32, value: joined(text.split('.'), 10, 8n) };
  if (!isIPv6(text) || text.includes('%') || text.includes('.')) return undefined;
  const [left = '', right] = text.split('::');
  const head = left === '' ? [] : left.split(':');
  const tail = right === undefined || right === '' ? [] : right.split(':');
  const zeros = Array<string>(8 - head.length - tail.length).fill('0');
  return { bits: 128, value: joined([...head, ...zeros, ...tail], 16, 16n) };
}

/** IPv6 in its shortest form, as Neutron stores it. */
export function formatIp({ bits, value }: Ip): string {
  if (bits === 32) return parts(value, 4, 8n, 10).join('.');
  const groups = parts(value, 8, 16n, 16);
  const zeros = longestZeros(groups);
  if (zeros.length < 2) return groups.join(':');
  const head = groups.slice(0, zeros.start).join(':');
  return `${head}::${groups.slice(zeros.start + zeros.length).join(':')}`;
}

/** The canonical text; undefined where it is no address. */
export function canonicalIp(text: unknown): string | undefined {
  const ip = parseIp(text);
  return ip && formatIp(ip);
}

function joined(groups: readonly string[], radix: number, width: bigint): bigint {
  return groups.reduce((sum, part) => (sum << width) + BigInt(Number.parseInt(part, radix)), 0n);
}

function parts(value: bigint, count: number, width: bigint, radix: number): string[] {
  return Array.from({ length: count }, (_none, index) =>
    ((value >> (width * BigInt(count - 1 - index))) & ((1n << width) - 1n)).toString(radix),
  );
}

function longestZeros(groups: readonly string[]): { start: number; length: number } {
  let best = { start: 0, length: 0 };
  let start = 0;
  for (let index = 0; index <= groups.length; index++) {
    if (groups[index] === '0') continue;
    if (index - start > best.length) best = { start, length: index - start };
    start = index + 1;
  }
  return best;
}
