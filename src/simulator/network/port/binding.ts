import type { Neutron } from '../neutron.ts';
import { touch } from '../rest/thing.ts';
import type { Port } from '../state.ts';
import { agentsOf } from '../facts/agents.ts';

/** Seconds until the agent of a host has wired a port. */
const WIRING = 1;

/** A port of a host becomes ACTIVE after a moment, where it is up. */
export function wire({ cloud, state }: Neutron, port: Port): void {
  if (!isWireable(port)) return;
  const { host } = port;
  cloud.clock.later(WIRING, () => {
    if (state.ports.get(port.id) !== port || port.host !== host || !isWireable(port)) return;
    port.status = port.fate === 'error' ? 'ERROR' : 'ACTIVE';
    touch(port, cloud.clock);
    touch(port, cloud.clock);
  });
}

/** The agent takes a port down after a moment. */
export function unwire({ cloud, state }: Neutron, port: Port): void {
  if (port.status !== 'ACTIVE') return;
  cloud.clock.later(WIRING, () => {
    if (state.ports.get(port.id) !== port || port.adminStateUp || port.status !== 'ACTIVE') return;
    port.status = 'DOWN';
    touch(port, cloud.clock);
  });
}

function isWireable(port: Port): boolean {
  if (!port.adminStateUp || port.status !== 'DOWN' || port.fate === 'stuck') return false;
  return port.vif === 'bridge';
}

/** Binds to a host with a live agent only, and no other type of card. */
export function vifFor(
  neutron: Neutron,
  { host, vnicType }: Pick<Port, 'host' | 'vnicType'>,
): Port['vif'] {
  if (host === '') return 'unbound';
  const isKnown = agentsOf(neutron).some((agent) => agent['host'] === host);
  return isKnown && vnicType === 'normal' ? 'bridge' : 'binding_failed';
}
