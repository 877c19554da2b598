import type { View } from '../rest/thing.ts';
import type { FloatingIp, Forwarding, Range, State } from '../state.ts';

/** A range of one port is a port as well; of others there is none. */
export function forwardingView(forwarding: Forwarding): View {
  const { inside, outside } = forwarding;
  return {
    id: forwarding.id,
    protocol: forwarding.protocol,
    internal_port_id: forwarding.portId,
    internal_ip_address: forwarding.fixedIp,
    ...single('internal_port', inside),
    internal_port_range: inside.join(':'),
    ...single('external_port', outside),
    external_port_range: outside.join(':'),
    description: forwarding.description,
  };
}

/** As the floating address shows them: without ranges. */
export function embeddedForwardings(state: State, { id }: FloatingIp): View[] {
  return forwardingsOf(state, id).map((each) => ({
    id: each.id,
    protocol: each.protocol,
    internal_ip_address: each.fixedIp,
    internal_port_id: each.portId,
    ...single('internal_port', each.inside),
    ...single('external_port', each.outside),
  }));
}

export function forwardingsOf(state: State, floatingId: string): Forwarding[] {
  return state.forwardings
    .by('floating', floatingId)
    .toSorted((one, other) => (one.id < other.id ? -1 : 1));
}

function single(name: string, [first, last]: Range): View {
  return first === last ? { [name]: first } : {};
}
