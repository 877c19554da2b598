import { randomBytes } from 'node:crypto';
import { cidrOf, parseCidr } from './cidr.ts';
import { formatIp } from './ip.ts';

const VALID = /^([0-9a-f]{2}[:-]){5}[0-9a-f]{2}$/i;

export function isMac(text: unknown): text is string {
  return typeof text === 'string' && VALID.test(text);
}

/** What two spellings of an address have in common. */
export function macKey(text: string): string {
  return text.toLowerCase().replaceAll('-', ':');
}

export function randomMac(): string {
  const tail = [...randomBytes(3)].map((byte) => byte.toString(16).padStart(2, '0'));
  return ['fa', '16', '3e', ...tail].join(':');
}

/** The address that a port takes by itself in an IPv6 subnet (EUI-64). */
export function automaticAddress(subnetCidr: string, mac: string): string {
  const cidr = parseCidr(subnetCidr) ?? cidrOf({ bits: 128, value: 0n }, 64);
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = macKey(mac)
    .split(':')
    .map((part) => Number.parseInt(part, 16));
  const bytes = [a ^ 2, b, c, 0xff, 0xfe, d, e, f];
  const host = bytes.reduce((sum, byte) => (sum << 8n) + BigInt(byte), 0n);
  return formatIp({ bits: 128, value: cidr.first + host });
}
