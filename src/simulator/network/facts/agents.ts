import { createHash } from 'node:crypto';
import type { Neutron } from '../neutron.ts';

interface Agent {
  readonly id: string;
  readonly [attribute: string]: unknown;
}

/** The layer-2 agent of every compute host. */
export function agentsOf({ cloud }: Neutron): Agent[] {
  const { zones = ['nova'], hosts = 2, name } = cloud.options;
  const count = zones.length * hosts;
  const now = stamp(cloud.clock.now());
  return Array.from({ length: count }, (_none, index) => agent(`${name}-compute${index + 1}`, now));
}

function agent(host: string, now: string): Agent {
  return {
    id: idOf(host),
    agent_type: 'Linux bridge agent',
    binary: 'neutron-linuxbridge-agent',
    topic: 'N/A',
    host,
    admin_state_up: true,
    created_at: now,
    started_at: now,
    heartbeat_timestamp: now,
    description: null,
    resources_synced: null,
    availability_zone: null,
    alive: true,
    configurations: {
      bridge_mappings: { public: 'br-public' },
      devices: 0,
      extensions: [],
      interface_mappings: {},
      l2_population: false,
      tunnel_types: ['vxlan'],
      tunneling_ip: '127.0.0.1',
    },
  };
}

/** The same at every look. */
function idOf(host: string): string {
  const hex = createHash('sha256').update(host).digest('hex');
  return [8, 4, 4, 4, 12]
    .reduce<{ at: number; parts: string[] }>(
      ({ at, parts }, length) => ({
        at: at + length,
        parts: [...parts, hex.slice(at, at + length)],
      }),
      { at: 0, parts: [] },
    )
    .parts.join('-');
}

function stamp(date: Date): string {
  return date
    .toISOString()
    .replace('T', ' ')
    .replace(/\.\d+Z$/, '');
}
