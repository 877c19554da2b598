import { PROJECT, attribute } from '../rest/attributes.ts';
import type { Attributes } from '../rest/attributes.ts';
import { between, integer, oneOf } from '../rest/readers.ts';

export const LARGEST = 2_147_483_647;
export const DSCP_MARKS = [
  0, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30, 32, 34, 36, 38, 40, 44, 46, 48, 56,
];

const rate = between(0, LARGEST);

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
