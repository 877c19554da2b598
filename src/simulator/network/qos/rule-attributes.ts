import { invalid } from '../refuse.ts';
import { PROJECT, attribute } from '../rest/attributes.ts';
import type { Attributes } from '../rest/attributes.ts';
import { integer, oneOf } from '../rest/readers.ts';
import type { Reader } from '../rest/readers.ts';

const LARGEST = 2_147_483_647;
const DSCP_MARKS = [
  0, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30, 32, 34, 36, 38, 40, 44, 46, 48, 56,
];

const rate: Reader = (value, name) => {
  const number = integer(value, name) as number;
  if (number < 0) throw invalid(name, `'${number}' is too small - must be at least '0'.`);
  if (number > LARGEST)
    throw invalid(name, `'${number}' is too large - must be no larger than '${LARGEST}'.`);
  return number;
};

const needed = attribute('puf', rate, { required: true });
const burst = attribute('puf', rate, { fallback: 0 });
const direction = attribute('puf', oneOf(['egress', 'ingress']), { fallback: 'egress' });

/** By type; in the order of Neutron's messages about what is missing. */
export const RULE_ATTRIBUTES: Readonly<Record<string, Attributes>> = {
  bandwidth_limit: { max_kbps: needed, max_burst_kbps: burst, direction, ...PROJECT },
  dscp_marking: {
    dscp_mark: attribute('puf', oneOf(DSCP_MARKS, integer), { required: true }),
    ...PROJECT,
  },
  minimum_bandwidth: { min_kbps: needed, direction, ...PROJECT },
  minimum_packet_rate: {
    min_kpps: needed,
    direction: attribute('puf', oneOf(['any', 'egress', 'ingress']), { fallback: 'egress' }),
    ...PROJECT,
  },
  packet_rate_limit: { max_kpps: needed, max_burst_kpps: burst, direction, ...PROJECT },
};
