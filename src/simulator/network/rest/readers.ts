import { Refusal } from '../../http/refusal.ts';
import { canonicalIp } from '../address/ip.ts';
import { str } from '../../python.ts';
import { invalid, invalidInput } from '../refuse.ts';

/** Takes a value of a body, or a filter's text, for the attribute; answers it as Neutron keeps it. @throws Refusal 400 */
export type Reader = (value: unknown, name: string) => unknown;

const UUID = /^[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}$/i;

export function string(longest: number): Reader {
  return (value, name) => {
    if (typeof value !== 'string') throw invalid(name, `'${str(value)}' is not a valid string.`);
    if (value.length > longest)
      throw invalid(name, `'${value}' exceeds maximum length of ${longest}.`);
    return value;
  };
}

export function orNull(reader: Reader): Reader {
  return (value, name) => (value === null ? null : reader(value, name));
}

export const boolean: Reader = (value) => {
  if (typeof value === 'boolean') return value;
  const text = typeof value === 'string' ? value.toLowerCase() : value;
  if (text === 'true' || text === 't' || text === '1' || text === 1) return true;
  if (text === 'false' || text === 'f' || text === '0' || text === 0) return false;
  throw invalidInput(`'${str(value)}' cannot be converted to boolean`);
};

export const integer: Reader = (value) => {
  if (typeof value === 'number' && Number.isInteger(value)) return value;
  if (typeof value === 'string' && /^\s*[-+]?\d+\s*$/.test(value)) return Number(value);
  throw invalidInput(`'${str(value)}' is not an integer`);
};

export const notNegative: Reader = (value, name) => {
  const number = integer(value, name) as number;
  if (number < 0) throw invalid(name, `'${number}' should be non-negative.`);
  return number;
};

/** A whole number within bounds. */
export function between(least: number, most = Number.POSITIVE_INFINITY): Reader {
  return (value, name) => {
    const number = integer(value, name) as number;
    if (number < least)
      throw invalid(name, `'${number}' is too small - must be at least '${least}'.`);
    if (number > most)
      throw invalid(name, `'${number}' is too large - must be no larger than '${most}'.`);
    return number;
  };
}

export const uuid: Reader = (value, name) => {
  if (typeof value !== 'string' || !UUID.test(value))
    throw invalid(name, `'${str(value)}' is not a valid UUID.`);
  return value;
};

export const uuids: Reader = (value, name) => {
  if (value === null) return [];
  if (!Array.isArray(value)) throw invalid(name, `'${str(value)}' is not a list.`);
  const seen = new Set<unknown>();
  for (const each of value) {
    uuid(each, name);
    if (seen.has(each))
      throw invalid(name, `Duplicate items in the list: '${value.map(str).join(', ')}'.`);
    seen.add(each);
  }
  return value;
};

export function oneOf(values: readonly unknown[], convert?: Reader): Reader {
  return (value, name) => {
    const converted = convert === undefined ? value : convert(value, name);
    if (!values.includes(converted))
      throw invalid(name, `${str(converted)} is not in valid_values.`);
    return converted;
  };
}

export const ip: Reader = (value, name) => {
  const found = canonicalIp(value);
  if (found === undefined) throw invalid(name, `'${str(value)}' is not a valid IP address.`);
  return found;
};

export const dictionary: Reader = (value, name) => {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw invalid(name, `'${str(value)}' is not a dictionary.`);
  return value;
};

/** No value of a body can be it: the attribute is answered, never sent. */
export const anything: Reader = (value) => value;

export const zoneHints: Reader = (value, name) => {
  if (!Array.isArray(value)) throw invalid(name, `'${str(value)}' is not a list.`);
  for (const each of value) string(255)(each, name);
  if (value.length > 0) {
    const message = `AvailabilityZone ${value.map(str).join(', ')} could not be found.`;
    throw new Refusal(404, message, 'AvailabilityZoneNotFound');
  }
  return value;
};
