/** An IP address as a number, to count with; `bits` is 32 or 128. */
export interface Address {
  readonly bits: 32 | 128;
  readonly value: bigint;
}

/** Reads an IPv4 or IPv6 address as Neutron writes it: no zone, no embedded IPv4. */
export function parseAddress(text: string): Address {
  if (!text.includes(':')) return { bits: 32, value: digits(text.split('.'), 10, 8n) };
  const [left = '', right] = text.split('::');
  const head = groups(left);
  const tail = groups(right ?? '');
  const zeros = Array<string>(8 - head.length - tail.length).fill('0');
  return { bits: 128, value: digits([...head, ...zeros, ...tail], 16, 16n) };
}

/** The inverse; IPv6 without `::`, which Neutron takes and shortens. */
export function formatAddress({ bits, value }: Address): string {
  const [parts, width, radix, separator] =
    bits === 32 ? ([4, 8n, 10, '.'] as const) : ([8, 16n, 16, ':'] as const);
  return Array.from({ length: parts }, (_none, index) =>
    ((value >> (width * BigInt(parts - 1 - index))) & ((1n << width) - 1n)).toString(radix),
  ).join(separator);
}

/** As Neutron shows it: the longest run of zeros of an IPv6 address is `::` (RFC 5952). */
export function shortAddress(address: Address): string {
  const text = formatAddress(address);
  const runs = text.match(/\b0(?::0)+\b/g) ?? [];
  const longest = Math.max(0, ...runs.map((run) => run.length));
  const run = runs.find(({ length }) => length === longest);
  if (run === undefined) return text;
  const at = text.search(new RegExp(`\\b${run}\\b`));
  const [before, after] = [text.slice(0, at), text.slice(at + run.length)];
  return `${before.replace(/:$/, '')}::${after.replace(/^:/, '')}`;
}

export interface Pool {
  readonly start: string;
  readonly end: string;
}

export function isInPool({ start, end }: Pool, text: string): boolean {
  const [address, first, last] = [parseAddress(text), parseAddress(start), parseAddress(end)];
  return address.bits === first.bits && first.value <= address.value && address.value <= last.value;
}

/** The first address of the pools that is not taken; undefined where all are. */
export function freeAddress(pools: readonly Pool[], taken: readonly string[]): string | undefined {
  const used = new Set(taken.map((text) => parseAddress(text).value));
  for (const pool of pools) {
    const { bits, value: start } = parseAddress(pool.start);
    const { value: end } = parseAddress(pool.end);
    for (let value = start; value <= end; value++) {
      if (!used.has(value)) return formatAddress({ bits, value });
    }
  }
  return undefined;
}

/** The address that IPv6 makes of a MAC (EUI-64), as Neutron shows it. */
export function automaticAddress(cidr: string, mac: string): string {
  const [network = ''] = cidr.split('/');
  const [first = 0, second = 0, third = 0, ...last] = mac
    .split(':')
    .map((each) => Number.parseInt(each, 16));
  const bytes = [first ^ 2, second, third, 0xff, 0xfe, ...last];
  const host = bytes.reduce((sum, byte) => (sum << 8n) + BigInt(byte), 0n);
  return shortAddress({ bits: 128, value: parseAddress(network).value + host });
}

/** Whether a range (`10.0.0.0/24`) contains an address. */
export function contains(cidr: string, text: string): boolean {
  const [network = '', length = ''] = cidr.split('/');
  const base = parseAddress(network);
  const address = parseAddress(text);
  if (base.bits !== address.bits) return false;
  const host = BigInt(base.bits) - BigInt(length);
  return base.value >> host === address.value >> host;
}

/** A range with its host bits cleared: what security group rules differ in only in writing. */
export function normalCidr(text: string): string {
  const [address = '', length] = text.split('/');
  const { bits, value } = parseAddress(address);
  const prefix = length === undefined ? BigInt(bits) : BigInt(length);
  const host = BigInt(bits) - prefix;
  return `${formatAddress({ bits, value: (value >> host) << host })}/${prefix}`;
}

function groups(text: string): string[] {
  return text === '' ? [] : text.split(':');
}

function digits(parts: readonly string[], radix: number, width: bigint): bigint {
  return parts.reduce((sum, part) => (sum << width) + BigInt(Number.parseInt(part, radix)), 0n);
}

/** Whether two ranges have an address in common. */
export function overlap(one: string, other: string): boolean {
  return contains(one, addressOf(other)) || contains(other, addressOf(one));
}

/** Whether a range lies in another one. */
export function isWithin(outer: string, inner: string): boolean {
  return lengthOf(outer) <= lengthOf(inner) && contains(outer, addressOf(inner));
}

function lengthOf(cidr: string): number {
  return Number(cidr.split('/')[1]);
}

function addressOf(cidr: string): string {
  return cidr.split('/')[0] ?? cidr;
}
