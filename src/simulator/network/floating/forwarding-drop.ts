import type { Forwarding, State } from '../state.ts';

/** With its last one, a floating address leaves its router. */
export function dropForwarding(state: State, forwarding: Forwarding): void {
  state.forwardings.remove(forwarding);
  const floating = state.floatingIps.get(forwarding.floatingId);
  if (floating === undefined || state.forwardings.count('floating', floating.id) > 0) return;
  floating.routerId = null;
}
