import { cidrOf, parseCidr } from '../address/cidr.ts';
import type { Cidr } from '../address/cidr.ts';
import { parseIp } from '../address/ip.ts';
import { str } from '../../python.ts';
import { invalid } from '../refuse.ts';
import type { Reader } from '../rest/readers.ts';

/** Ranges with or without host bits; kept without. */
export const prefixes: Reader = (value, name) => {
  if (!Array.isArray(value)) throw invalid(name, `'${str(value)}' is not a list.`);
  return value.map((each: unknown) => {
    const cidr = parseCidr(each);
    if (cidr === undefined) throw invalid(name, `'${str(each)}' is not a valid IP subnet.`);
    if (typeof each === 'string' && !each.includes('/')) {
      const advice = `'${each}' isn't a recognized IP subnet cidr, '${cidr.text}' is recommended.`;
      throw invalid(name, advice);
    }
    return cidr.text;
  });
};

export function rangesOf(texts: readonly string[]): Cidr[] {
  return texts.map(parseCidr).filter((cidr) => cidr !== undefined);
}

/** In order, what lies in another left out, neighbours that make a whole joined: as netaddr's sets are written. */
export function compact(texts: readonly string[]): string[] {
  const stack: Cidr[] = [];
  const ordered = rangesOf(texts).toSorted((one, other) =>
    one.first === other.first ? one.length - other.length : one.first < other.first ? -1 : 1,
  );
  for (let next of ordered) {
    const last = stack.at(-1);
    if (last !== undefined && last.last >= next.last) continue;
    for (let before = stack.at(-1); before !== undefined; before = stack.at(-1)) {
      const whole = wholeOf(before, next);
      if (whole === undefined) break;
      stack.pop();
      next = whole;
    }
    stack.push(next);
  }
  return stack.map(({ text }) => text);
}

function wholeOf(one: Cidr, other: Cidr): Cidr | undefined {
  if (one.length !== other.length || one.length === 0 || one.last + 1n !== other.first) {
    return undefined;
  }
  const ip = parseIp(one.text.split('/')[0]);
  const whole = ip && cidrOf(ip, one.length - 1);
  return whole?.last === other.last ? whole : undefined;
}

export function isWithin(ranges: readonly Cidr[], inner: Cidr): boolean {
  return ranges.some(({ first, last }) => first <= inner.first && inner.last <= last);
}
