import type { KindFacts } from '../resource-kind.ts';

export const facts: KindFacts = {
  service: 'network',
  naturalKey: 'protocol and outer ports at its floating IP',
  mark: 'description, until it is finished',
  carries: [
    'floating_ip',
    'protocol',
    'external_port_range',
    'internal_port_id',
    'internal_ip_address',
    'internal_port_range',
    'description',
  ],
  lost: { id: 'Neutron chooses it.' },
};
