import { createHash } from 'node:crypto';
import type { GroupWire } from './wire.ts';

/**
 * What Neutron gives a uuid and nova-network a number, or nothing at all. An id goes into our marks, so it must differ from those of other
 * clouds (numbers do not), and fit into a tag: at most 43 characters, no `/`.
 */

/** A server's interface: nova-network's MACs differ in their last three bytes. */
export function portId(server: string, mac: string): string {
  return `${server}-${mac.replaceAll(':', '').slice(-6)}`;
}

/** The server a port's id begins with. */
export function serverOfPort(port: string): string {
  return port.replace(/-[^-]*$/, '');
}

export function subnetId(network: string, version: 4 | 6): string {
  return `${network}-v${version}`;
}

export function routerId(network: string): string {
  return `${network}-rt`;
}

export function isRouterId(id: string): boolean {
  return id.endsWith('-rt');
}

/** The hosts' own address in a network. */
export function gatewayPortId(network: string, version: 4 | 6): string {
  return `${network}-gw${version}`;
}

export function poolId(name: string): string {
  return `floating-pool-${name}`;
}

export function groupId({ id, tenant_id: project }: Pick<GroupWire, 'id' | 'tenant_id'>): string {
  return /^\d+$/.test(id) ? `${project}-${id}` : id;
}

/** The address is written in hex: with dots it would be too long. */
export function floatingId(project: string, address: string): string {
  const bytes = address.split('.').map((byte) => Number(byte).toString(16).padStart(2, '0'));
  return `${project}-${bytes.join('')}`;
}

/** Nova does not tell the MAC of a bridge: always the same one, and none that Nova or Neutron would give a server. */
export function gatewayMac(port: string): string {
  const hash = createHash('sha256').update(port).digest('hex');
  return ['02', '70', '68', hash.slice(0, 2), hash.slice(2, 4), hash.slice(4, 6)].join(':');
}
