import { Refusal } from '../../http/refusal.ts';
import { parseCidr } from '../address/cidr.ts';
import { canonicalIp } from '../address/ip.ts';
import { str, repr } from '../../python.ts';
import { invalid, invalidInput } from '../refuse.ts';
import { isRecord } from '../rest/body.ts';
import type { Reader } from '../rest/readers.ts';

/** It is brought into its canonical form before it is looked at any further. */
export const cidr: Reader = (value) => {
  if (typeof value === 'string' && value.includes('/') && parseCidr(value) !== undefined)
    return value;
  throw invalidInput(`${str(value)} is not in a CIDR format`);
};

export const pools: Reader = (value, name) => {
  if (!Array.isArray(value))
    throw invalid(name, `Invalid data format for IP pool: '${str(value)}'.`);
  return value.map((pool: unknown) => {
    const keys = isRecord(pool) ? Object.keys(pool).toSorted().join() : '';
    if (!isRecord(pool) || keys !== 'end,start')
      throw invalid(name, `Invalid data format for IP pool: '${str(pool)}'.`);
    return { start: address(pool['start'], name), end: address(pool['end'], name) };
  });
};

export const nameservers: Reader = (value, name) => {
  const list = listOrNull(value, name, 'nameserver');
  const found: string[] = [];
  for (const each of list) {
    const ip = canonicalIp(each);
    const text = str(each);
    if (ip === undefined)
      throw invalid(
        name,
        `'${text}' is not a valid nameserver. '${text}' is not a valid IP address.`,
      );
    if (found.includes(ip)) throw invalid(name, `Duplicate nameserver '${ip}'.`);
    found.push(ip);
  }
  return found;
};

/** Of subnets, and of routers. */
export const hostRoutes: Reader = (value, name) => {
  const found: { destination: string; nexthop: string }[] = [];
  for (const each of listOrNull(value, name, 'hostroute')) {
    const keys = isRecord(each) ? Object.keys(each).toSorted().join() : '';
    if (!isRecord(each) || keys !== 'destination,nexthop')
      throw invalid(name, `Invalid data format for hostroute: '${str(each)}'.`);
    const destination = exactCidr(each['destination'], name);
    const nexthop = address(each['nexthop'], name);
    if (found.some((one) => one.destination === destination && one.nexthop === nexthop))
      throw invalid(name, `Duplicate hostroute '${repr(each)}'.`);
    found.push({ destination, nexthop });
  }
  return found;
};

export const serviceTypes: Reader = (value, name) => {
  if (!Array.isArray(value)) throw invalid(name, `'${str(value)}' is not a list.`);
  for (const each of value) {
    if (typeof each === 'string' && /^(network|compute|baremetal|trunk):/.test(each)) continue;
    const message = `Subnet service type ${str(each)} does not correspond to a valid device owner.`;
    throw new Refusal(400, message, 'InvalidSubnetServiceType');
  }
  return value;
};

/** A range as it should be written. */
function exactCidr(value: unknown, name: string): string {
  const cidr = parseCidr(value);
  if (cidr === undefined || typeof value !== 'string' || !value.includes('/'))
    throw invalid(name, `'${str(value)}' is not a valid CIDR.`);
  if (cidr.text !== value)
    throw invalid(name, `'${value}' is not a recognized CIDR, '${cidr.text}' is recommended.`);
  return cidr.text;
}

function address(value: unknown, name: string): string {
  const ip = canonicalIp(value);
  if (ip === undefined) throw invalid(name, `'${str(value)}' is not a valid IP address.`);
  return ip;
}

function listOrNull(value: unknown, name: string, what: string): readonly unknown[] {
  if (value === null) return [];
  if (Array.isArray(value)) return value;
  throw invalid(name, `Invalid data format for ${what}: '${str(value)}'.`);
}
