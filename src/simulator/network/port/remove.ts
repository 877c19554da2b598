import { freeAddresses } from '../address/allocate.ts';
import type { Neutron } from '../neutron.ts';
import { conflict } from '../refuse.ts';
import { touch } from '../rest/thing.ts';
import type { Port } from '../state.ts';

const OF_ROUTERS = [
  'network:router_interface',
  'network:router_gateway',
  'network:floatingip',
  'network:router_interface_distributed',
  'network:ha_router_replicated_interface',
];

/** What DELETE does: Nova is told of a server's port. @throws Refusal 409 for a port that belongs to a router */
export function removePortOf(neutron: Neutron, port: Port): void {
  const { deviceOwner, deviceId, id } = port;
  const { state, cloud } = neutron;
  const exists = state.routers.get(deviceId) ?? state.floatingIps.get(deviceId);
  if (OF_ROUTERS.includes(deviceOwner) && exists !== undefined) {
    throw conflict(
      'ServicePortInUse',
      `Port ${id} cannot be deleted directly via the port API: has device owner ${deviceOwner}.`,
    );
  }
  removePort(neutron, port);
  if (deviceOwner.startsWith('compute:') && deviceId !== '') cloud.compute.portGone(deviceId, id);
}

/** Its floating addresses lose it. */
export function removePort({ state, cloud }: Neutron, port: Port): void {
  for (const floating of state.floatingIps.by('port', port.id)) {
    state.floatingIps.change(floating, () => {
      Object.assign(floating, { portId: null, fixedIp: null, routerId: null });
    });
    touch(floating, cloud.clock);
  }
  freeAddresses(state, port.fixedIps);
  state.ports.remove(port);
}
