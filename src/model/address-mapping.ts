import { z } from 'zod';
import { parseAddress, shortAddress } from './address.ts';
import type { Address } from './address.ts';
import type { Mapping } from './mapping.ts';

/** In the place of an address: the destination chooses one. */
export const ANY = 'any';

/** What an address or a range of the source is in the destination. What is said of no address stays as it is. */
export type MapAddress = (text: string) => string;

/** A range; an address alone is one of its full length. */
interface Range extends Address {
  readonly length: number;
}

interface Entry {
  readonly key: string;
  readonly from: Range;
  /** Undefined: any. */
  readonly to: Range | undefined;
}

const known = new WeakMap<Mapping, MapAddress>();

/**
 * By `mappings: address` of a spec: the most specific key that has the address goes before the others; of an address in a range the
 * host part is kept. Where the spec has none, every address stays.
 */
export function addressMap(mapping: Mapping | undefined): MapAddress {
  if (mapping === undefined) return (text) => text;
  const map = known.get(mapping) ?? mapFrom(mapping);
  known.set(mapping, map);
  return map;
}

function mapFrom(mapping: Mapping): MapAddress {
  const entries = entriesOf(mapping);
  const byKey = new Map(entries.map((entry) => [keyOf(entry.from), entry]));
  const lengths = lengthsOf(entries.map(({ from }) => from));
  return (text) => {
    const range = readRange(text);
    const entry = enclosing(lengths, range).flatMap((key) => byKey.get(key) ?? [])[0];
    if (entry === undefined) return text;
    if (entry.to === undefined) return ANY;
    const moved = { ...range, value: entry.to.value | (range.value & hostMask(entry.to)) };
    return moved.value === range.value ? text : writeRange(moved, text.includes('/'));
  };
}

/** A mistake of one entry, as what should be there instead. */
export interface AddressMistake {
  readonly key: string;
  readonly expected: string;
}

/** What is wrong with a mapping of addresses, entry by entry. */
export function addressMistakes(mapping: Mapping): AddressMistake[] {
  const found = Object.entries(mapping).flatMap(([key, to]): AddressMistake[] => {
    const expected = mistakeOf(key, to);
    return expected === undefined ? [] : [{ key, expected }];
  });
  return found.length > 0 ? found : doubled(entriesOf(mapping));
}

const address = z.union([z.ipv4(), z.ipv6()]);
const range = z.union([z.cidrv4(), z.cidrv6()]);

function mistakeOf(key: string, to: string): string | undefined {
  if (!isReadable(key)) return 'an address or a range (10.5.0.0/24) before the colon';
  const from = readRange(key);
  const first = writeRange(firstOf(from), true);
  if (firstOf(from).value !== from.value) {
    return `${first} before the colon: a range begins with its first address`;
  }
  if (to === ANY) return undefined;
  const family = from.bits === 32 ? 'IPv4' : 'IPv6';
  const isAddress = !key.includes('/');
  const wanted = isAddress ? `an ${family} address` : `an ${family} range of /${from.length}`;
  if (!isReadable(to) || to.includes('/') === isAddress) return `${wanted}, or any`;
  const target = readRange(to);
  if (target.bits !== from.bits || target.length !== from.length) return `${wanted}, or any`;
  if (firstOf(target).value === target.value) return undefined;
  return `${writeRange(firstOf(target), true)}: a range begins with its first address`;
}

/** Sources that are written twice, and targets that two sources would share. */
function doubled(entries: readonly Entry[]): AddressMistake[] {
  const sources = new Map<string, Entry>();
  const found: AddressMistake[] = [];
  for (const entry of entries) {
    const first = sources.get(keyOf(entry.from));
    if (first === undefined) sources.set(keyOf(entry.from), entry);
    else found.push({ key: entry.key, expected: `one line for it: "${first.key}" is the same` });
  }
  return found.length > 0 ? found : sharedTargets(entries);
}

function sharedTargets(entries: readonly Entry[]): AddressMistake[] {
  const holders = new Map<string, Entry[]>();
  const targets = entries.flatMap(({ to }) => to ?? []);
  const lengths = lengthsOf(targets);
  // The widest first: what lies in a range finds it.
  const ordered = entries.toSorted((one, other) => one.from.length - other.from.length);
  return ordered.flatMap((entry): AddressMistake[] => {
    const { key, from, to } = entry;
    if (to === undefined) return [];
    const around = enclosing(lengths, to).flatMap((each) => holders.get(each) ?? []);
    holders.set(keyOf(to), [...(holders.get(keyOf(to)) ?? []), entry]);
    const holder = around.find((each) => !isInside(each.from, from));
    if (holder === undefined) return [];
    return [{ key, expected: `another target: "${holder.key}" is mapped to ${written(holder)}` }];
  });
}

function written({ to, key }: Entry): string {
  return to === undefined ? ANY : writeRange(to, key.includes('/'));
}

function entriesOf(mapping: Mapping): Entry[] {
  return Object.entries(mapping).map(([key, to]) => ({
    key,
    from: readRange(key),
    to: to === ANY ? undefined : readRange(to),
  }));
}

/** The addresses and ranges that are named in a text of any kind: a URL, a list of routes. */
export function addressesIn(text: string): string[] {
  const words = text.match(/\d+(?:\.\d+){3}(?:\/\d+)?|[\da-f]*:[\da-f:]+(?:\/\d+)?/gi) ?? [];
  return words.filter(isReadable);
}

/** IPv6 with an IPv4 address in it is nothing that Neutron writes. */
function isReadable(text: string): boolean {
  if (text.includes(':') && text.includes('.')) return false;
  return (text.includes('/') ? range : address).safeParse(text).success;
}

function readRange(text: string): Range {
  const [first = '', length] = text.split('/');
  const { bits, value } = parseAddress(first);
  return { bits, value, length: length === undefined ? bits : Number(length) };
}

function writeRange({ bits, value, length }: Range, isRange: boolean): string {
  return `${shortAddress({ bits, value })}${isRange ? `/${length}` : ''}`;
}

function hostMask({ bits, length }: Range): bigint {
  return (1n << BigInt(bits - length)) - 1n;
}

function firstOf(of: Range): Range {
  return { ...of, value: of.value & ~hostMask(of) };
}

function isInside(outer: Range, inner: Range): boolean {
  if (outer.bits !== inner.bits || outer.length > inner.length) return false;
  return firstOf({ ...inner, length: outer.length }).value === outer.value;
}

function keyOf({ bits, value, length }: Range): string {
  return `${bits} ${value} ${length}`;
}

/** Of each family, the longest first. */
function lengthsOf(ranges: readonly Range[]): readonly (readonly [bits: number, length: number])[] {
  const pairs = new Map(ranges.map(({ bits, length }) => [`${bits}/${length}`, [bits, length]]));
  return [...pairs.values()]
    .map(([bits = 0, length = 0]) => [bits, length] as const)
    .toSorted(([, one], [, other]) => other - one);
}

/** The keys of the ranges of these lengths that a range lies in, the most specific first. */
function enclosing(lengths: ReturnType<typeof lengthsOf>, inner: Range): string[] {
  return lengths.flatMap(([bits, length]) =>
    bits === inner.bits && length <= inner.length ? [keyOf(firstOf({ ...inner, length }))] : [],
  );
}
