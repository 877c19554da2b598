import type { ServerPort, WireServer } from './schema.ts';

/**
 * A server's ports in the order of its interfaces. Neutron and os-interface list ports in no order; `addresses` keeps Nova's, network
 * by network, and there a MAC address tells the port. Ports without an address come last, as they were made.
 */
export function inNicOrder(
  { macs }: Pick<WireServer, 'macs'>,
  ports: readonly ServerPort[],
): readonly ServerPort[] {
  const place = (port: ServerPort): number => {
    const index = macs.indexOf(port.mac_address);
    return index === -1 ? macs.length : index;
  };
  return ports.toSorted(
    (left, right) => place(left) - place(right) || left.created_at.localeCompare(right.created_at),
  );
}

/** Whether `addresses` cannot tell the order: two interfaces in one network beside one in another, or one without an address. */
export function isOrderUnsure(
  { macs }: Pick<WireServer, 'macs'>,
  ports: readonly ServerPort[],
): boolean {
  if (ports.length < 2) return false;
  const networks = new Set(ports.map((port) => port.network_id));
  const interleaved = networks.size > 1 && networks.size < ports.length;
  return interleaved || ports.some((port) => !macs.includes(port.mac_address));
}
