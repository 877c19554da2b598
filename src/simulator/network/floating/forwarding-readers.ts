import { str } from '../../python.ts';
import { invalid, invalidInput } from '../refuse.ts';
import { between } from '../rest/readers.ts';
import type { Reader } from '../rest/readers.ts';

export const portNumber = between(1, 65_535);

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
