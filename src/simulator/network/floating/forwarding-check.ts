import { portMissing } from '../port/ports.ts';
import { repr } from '../../python.ts';
import type { Refusal } from '../../http/refusal.ts';
import { badResource, conflict } from '../refuse.ts';
import type { FloatingIp, Forwarding, Range, State } from '../state.ts';
import { routerFor } from './association.ts';

/** Answers the router that will do it. @throws Refusal 400, 404, 409 */
export function checkForwarding(
  state: State,
  floating: FloatingIp,
  forwarding: Forwarding,
): string {
  checkSizes(forwarding);
  const router = routerOf(state, floating, forwarding);
  checkBinding(state, forwarding);
  const others = state.forwardings.sorted().filter(({ id }) => id !== forwarding.id);
  for (const other of others.filter(({ protocol }) => protocol === forwarding.protocol)) {
    const isInside = other.portId === forwarding.portId && other.fixedIp === forwarding.fixedIp;
    if (isInside && overlaps(other.inside, forwarding.inside))
      throw collision('internal', other.inside, forwarding.inside);
    if (other.floatingId === floating.id && overlaps(other.outside, forwarding.outside))
      throw collision('external', other.outside, forwarding.outside);
  }
  return router;
}

function checkSizes({ inside, outside }: Forwarding): void {
  const [within, without] = [inside[1] - inside[0], outside[1] - outside[0]];
  if (within === without || within === 0) return;
  throw bad(
    'Invalid ranges of internal and/or external ports. The relation between internal and external ports must be N-N or 1-N',
  );
}

function routerOf(state: State, floating: FloatingIp, { portId, fixedIp }: Forwarding): string {
  const port = state.ports.get(portId);
  if (port === undefined) throw portMissing(portId);
  const fixed = port.fixedIps.find(({ ipAddress }) => ipAddress === fixedIp);
  if (fixed === undefined) {
    const has = port.fixedIps.map(({ subnetId, ipAddress }) => ({
      subnet_id: subnetId,
      ip_address: ipAddress,
    }));
    throw bad(
      `Requested internal IP address ${fixedIp} is not suitable for internal neutron port ${portId}, as its fixed_ips are ${repr(has)}`,
    );
  }
  const router = routerFor(state, floating, fixed);
  if (router !== undefined) return router.id;
  throw bad(
    `External network ${floating.networkId} is not reachable from subnet ${fixed.subnetId}. Cannot set Port forwarding for port ${portId} with Floating IP ${floating.id}`,
  );
}

/** What has a floating address of its own needs no part of another. */
function checkBinding(state: State, { portId, fixedIp }: Forwarding): void {
  const [own] = state.floatingIps.by('port', portId);
  if (own === undefined) return;
  throw conflict(
    'PortHasBindingFloatingIP',
    `Cannot create port forwarding to floating IP ${own.ipAddress} (${own.id}) with port ${portId} using fixed IP ${fixedIp}, as that port already has a binding floating IP.`,
  );
}

function overlaps(one: Range, other: Range): boolean {
  return one[0] <= other[1] && other[0] <= one[1];
}

function collision(side: string, has: Range, wanted: Range): Refusal {
  return bad(
    `There is a port collision with the ${side}_port_range. The following ranges collides: ${has.join(':')} and ${wanted.join(':')}`,
  );
}

function bad(reason: string): Refusal {
  return badResource('port_forwarding', reason);
}
