import { Refusal } from '../../http/refusal.ts';
import { parseCidr } from '../address/cidr.ts';
import { str } from '../../python.ts';
import type { Reader } from '../rest/readers.ts';
import { PROTOCOLS } from './protocols.ts';

export const protocol: Reader = (value) => {
  if (value === null) return null;
  const text = typeof value === 'number' ? String(value) : value;
  if (typeof text === 'string') {
    if (/^\d{1,3}$/.test(text) && Number(text) <= 255) return text;
    const name = text.toLowerCase();
    if (Object.hasOwn(PROTOCOLS, name)) return name;
  }
  const known = Object.keys(PROTOCOLS).map((name) => `'${name}'`);
  throw new Refusal(
    400,
    `Security group rule protocol ${str(value)} not supported. Only protocol values [None, ${known.join(', ')}] and integer representations [0 to 255] are supported.`,
    'SecurityGroupRuleInvalidProtocol',
  );
};

/** A port, or a type or code of ICMP. */
export const port: Reader = (value) => {
  if (value === null) return null;
  const number = typeof value === 'string' && /^\s*-?\d+\s*$/.test(value) ? Number(value) : value;
  if (typeof number === 'number' && Number.isInteger(number) && number >= 0 && number <= 65_535)
    return number;
  throw badPort(value);
};

export const ethertype: Reader = (value) => {
  const text = typeof value === 'string' ? value.toLowerCase() : '';
  if (text === 'ipv4') return 'IPv4';
  if (text === 'ipv6') return 'IPv6';
  throw new Refusal(
    400,
    `Security group rule for ethertype '${str(value)}' not supported. Allowed values are ['IPv4', 'IPv6'].`,
    'SecurityGroupRuleInvalidEtherType',
  );
};

/** Kept as it is written, host bits and all; an address alone gets its length. */
export const prefix: Reader = (value) => {
  if (value === null || value === '') return null;
  const cidr = parseCidr(value);
  if (cidr === undefined || typeof value !== 'string')
    throw new Refusal(400, `Invalid CIDR ${str(value)} given as IP prefix.`, 'InvalidCIDR');
  return value.includes('/') ? value : cidr.text;
};

export function badPort(value: unknown): Refusal {
  return new Refusal(400, `Invalid value for port ${str(value)}`, 'SecurityGroupInvalidPortValue');
}
