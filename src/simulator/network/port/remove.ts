import { freeAddresses } from '../address/allocate.ts';
import type { Neutron } from '../neutron.ts';
import { conflict } from '../refuse.ts';
import { touch } from '../rest/thing.ts';
import { dropForwarding } from '../floating/forwarding-drop.ts';
import type { Port, State } from '../state.ts';

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
  checkTrunks(state, id);
  removePort(neutron, port);
  if (deviceOwner.startsWith('compute:') && deviceId !== '') cloud.compute.portGone(deviceId, id);
}

/** @throws Refusal 409 */
function checkTrunks(state: State, id: string): void {
  const [own] = state.trunks.by('port', id);
  if (own !== undefined) {
    const message = `Port ${id} is currently a parent port for trunk ${own.id}.`;
    throw conflict('PortInUseAsTrunkParent', message);
  }
  const trunk = state.subPorts.get(id);
  if (trunk === undefined) return;
  const message = `Port ${id} is currently a subport for trunk ${trunk.id}.`;
  throw conflict('PortInUseAsSubPort', message);
}

/** Its floating addresses lose it, and what they forward to it. */
export function removePort({ state, cloud }: Neutron, port: Port): void {
  for (const floating of state.floatingIps.by('port', port.id)) {
    state.floatingIps.change(floating, () => {
      Object.assign(floating, { portId: null, fixedIp: null, routerId: null });
    });
    touch(floating, cloud.clock);
  }
  for (const forwarding of state.forwardings.by('port', port.id)) dropForwarding(state, forwarding);
  freeAddresses(state, port.fixedIps);
  state.ports.remove(port);
}
