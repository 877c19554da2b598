import { Refusal } from '../../http/refusal.ts';
import { parseCidr } from '../address/cidr.ts';
import type { Wish } from '../address/allocate.ts';
import { canonicalIp } from '../address/ip.ts';
import { isMac, macKey } from '../address/mac.ts';
import { str } from '../../python.ts';
import { badRequest, invalid, invalidInput } from '../refuse.ts';
import { isRecord } from '../rest/body.ts';
import { ip, uuid } from '../rest/readers.ts';
import type { Reader } from '../rest/readers.ts';

export const mac: Reader = (value, name) => {
  if (value === null) return undefined;
  if (!isMac(value)) throw invalid(name, `'${str(value)}' is not a valid MAC address.`);
  return value;
};

/** Of ports, and of a router's gateway. */
export const fixedIps: Reader = (value, name) => {
  if (!Array.isArray(value))
    throw invalid(name, `Invalid data format for fixed IP: '${str(value)}'.`);
  const wishes = value.map((each: unknown) => wishOf(each, name));
  const seen = new Set<string>();
  for (const { ip_address: ip } of wishes) {
    if (ip === undefined) continue;
    if (seen.has(ip)) throw invalid(name, `Duplicate IP address '${ip}'.`);
    seen.add(ip);
  }
  return wishes;
};

function wishOf(value: unknown, name: string): Wish {
  if (!isRecord(value)) throw invalid(name, `Invalid data format for fixed IP: '${str(value)}'.`);
  const { subnet_id: subnet, ip_address: address } = value;
  return {
    ...(subnet === undefined ? {} : { subnet_id: uuid(subnet, name) as string }),
    ...(address === undefined ? {} : { ip_address: ip(address, name) as string }),
  };
}

/** What a port may send from besides its own: without a MAC address, the port's. */
export const addressPairs: Reader = (value) => {
  if (value === null) return [];
  if (!Array.isArray(value)) {
    throw new Refusal(400, 'Allowed address pairs must be a list.', 'HTTPBadRequest');
  }
  const seen = new Set<string>();
  return value.map((each: unknown) => {
    if (!isRecord(each) || each['ip_address'] === undefined) {
      const message = 'AllowedAddressPair must contain ip_address';
      throw new Refusal(400, message, 'AllowedAddressPairsMissingIP');
    }
    const { ip_address: ip, mac_address: hardware } = each;
    checkPair(each);
    const key = `${typeof hardware === 'string' ? macKey(hardware) : ''} ${str(ip)}`;
    if (seen.has(key)) {
      const message = `Request contains duplicate address pair: mac_address ${str(hardware)} ip_address ${str(ip)}.`;
      throw new Refusal(400, message, 'DuplicateAddressPairInRequest');
    }
    seen.add(key);
    return each;
  });
};

function checkPair(pair: Readonly<Record<string, unknown>>): void {
  const unknown = Object.keys(pair).filter((key) => key !== 'ip_address' && key !== 'mac_address');
  if (unknown.length > 0) throw badRequest(`Unrecognized attribute(s) '${unknown.join(', ')}'`);
  const { ip_address: ip, mac_address: hardware } = pair;
  if (hardware !== undefined && !isMac(hardware))
    throw badRequest(`'${str(hardware)}' is not a valid MAC address.`);
  if (canonicalIp(ip) !== undefined) return;
  if (typeof ip === 'string' && ip.includes('/')) {
    if (parseCidr(ip) === undefined) throw badRequest(`'${ip}' is not a valid IP subnet`);
    return;
  }
  throw badRequest(`'${str(ip)}' is not a valid IP address`);
}

/** A value of null takes an option away. */
export const dhcpOptions: Reader = (value) => {
  if (value === null) return null;
  if (!Array.isArray(value)) throw invalidInput(`'${str(value)}' is not a list`);
  return value.map((each: unknown) => {
    if (!isRecord(each) || typeof each['opt_name'] !== 'string' || each['opt_name'].trim() === '')
      throw noSpec(each);
    const { opt_name, opt_value = null, ip_version = 4 } = each;
    if (opt_value !== null && typeof opt_value !== 'string') throw noSpec(each);
    if (Number(ip_version) !== 4 && Number(ip_version) !== 6) throw noSpec(each);
    return { opt_name, opt_value, ip_version: Number(ip_version) };
  });
};

function noSpec(option: unknown): Refusal {
  return invalidInput(`No valid key specs matched for: ${str(option)}`);
}
