import { str } from '../../python.ts';
import { invalid, invalidInput } from '../refuse.ts';
import { integer } from '../rest/readers.ts';
import type { Reader } from '../rest/readers.ts';

const LAST = 65_535;

export const portNumber: Reader = (value, name) => {
  const number = integer(value, name) as number;
  if (number < 1) throw invalid(name, `'${number}' is too small - must be at least '1'.`);
  if (number > LAST)
    throw invalid(name, `'${number}' is too large - must be no larger than '${LAST}'.`);
  return number;
};

const PROTOCOLS = ['tcp', 'udp', 'sctp', 'dccp', 'icmp', 'ipv6-icmp'];

export const protocol: Reader = (value) => {
  if (typeof value === 'string' && PROTOCOLS.includes(value)) return value;
  throw invalidInput(
    `IP protocol '${str(value)}' is not supported. Only protocol names and their integer representation (0 to 255) are supported`,
  );
};

/** `100:110` */
export const portRange: Reader = (value, name) => {
  const [, first, last] = /^(\d+)(?::(\d+))?$/.exec(str(value)) ?? [];
  if (first === undefined) throw invalid(name, `'${str(value)}' is not a valid port range.`);
  return [Number(first), Number(last ?? first)];
};
