import type { Refusal } from '../../http/refusal.ts';
import { str } from '../../python.ts';
import { invalid } from '../refuse.ts';
import { isRecord } from '../rest/body.ts';
import { boolean, orNull, uuid } from '../rest/readers.ts';
import type { Reader } from '../rest/readers.ts';
import { fixedIps } from '../port/readers.ts';

/** Null, or nothing in it: no gateway. */
export const gatewayInfo: Reader = (value, name) => {
  if (value === null) return null;
  if (!isRecord(value)) throw invalid(name, `'${str(value)}' is not a dictionary.`);
  if (Object.keys(value).length === 0) return null;
  const { network_id: network, enable_snat: snat, external_fixed_ips: ips, ...others } = value;
  const { qos_policy_id: policy, ...rest } = others;
  const [odd] = Object.keys(rest);
  if (odd !== undefined) throw wrongKeys(value, name);
  if (network === undefined) throw wrongKeys(value, name);
  return {
    network_id: uuid(network, name),
    ...(snat === undefined ? {} : { enable_snat: boolean(snat, name) }),
    ...(policy === undefined ? {} : { qos_policy_id: orNull(uuid)(policy, name) }),
    ...(ips === undefined ? {} : { external_fixed_ips: fixedIps(ips, name) }),
  };
};

function wrongKeys(value: Readonly<Record<string, unknown>>, name: string): Refusal {
  const keys = Object.keys(value).map((key) => `'${key}'`);
  const reason = `Validation of dictionary's keys failed. Expected keys: {'network_id'} Provided keys: {${keys.join(', ')}}.`;
  return invalid(name, reason);
}
