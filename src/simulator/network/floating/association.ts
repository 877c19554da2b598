import type { Token } from '../../http/call.ts';
import { visiblePort } from '../port/ports.ts';
import { badResource, conflict, missing } from '../refuse.ts';
import type { Body } from '../rest/thing.ts';
import { interfacesOf } from '../router/interface-ports.ts';
import type { FixedIp, FloatingIp, Port, Router, State } from '../state.ts';

type Association = Pick<FloatingIp, 'portId' | 'fixedIp' | 'routerId'>;

const NONE = { portId: null, fixedIp: null, routerId: null };

/** What a body makes a floating address lead to. @throws Refusal 400, 404, 409 */
export function associationFor(
  state: State,
  floating: FloatingIp,
  body: Body,
  token: Token,
): Association {
  const portId = body['port_id'] as string | null | undefined;
  const asked = body['fixed_ip_address'] as string | null | undefined;
  if (portId === null || portId === undefined) {
    if (asked === null || asked === undefined) return NONE;
    throw badResource('floatingip', 'fixed_ip_address cannot be specified without a port_id');
  }
  const port = visiblePort(state, portId, token);
  if (port.projectId !== floating.projectId && !token.isAdmin) {
    throw badResource(
      'floatingip',
      `Port ${port.id} is associated with a different tenant than Floating IP ${floating.id} and therefore cannot be bound`,
    );
  }
  const fixed = fixedOf(port, asked ?? undefined);
  const router = routerFor(state, floating, fixed);
  if (router === undefined) {
    throw missing(
      'ExternalGatewayForFloatingIPNotFound',
      `External network ${floating.networkId} is not reachable from subnet ${fixed.subnetId}.  Therefore, cannot associate Port ${port.id} with a Floating IP.`,
    );
  }
  checkFree(state, floating, { port, fixed });
  return { portId, fixedIp: fixed.ipAddress, routerId: router.id };
}

function fixedOf(port: Port, asked: string | undefined): FixedIp {
  if (asked !== undefined) {
    const found = port.fixedIps.find(({ ipAddress }) => ipAddress === asked);
    if (found !== undefined) return found;
    throw badResource('floatingip', `Port ${port.id} does not have fixed ip ${asked}`);
  }
  const [first, second] = port.fixedIps.filter(({ ipAddress }) => !ipAddress.includes(':'));
  if (first === undefined) {
    const reason = `Cannot add floating IP to port ${port.id} that has no fixed IPv4 addresses`;
    throw badResource('floatingip', reason);
  }
  if (second === undefined) return first;
  throw badResource(
    'floatingip',
    `Port ${port.id} has multiple fixed IPv4 addresses.  Must provide a specific IPv4 address when assigning a floating IP`,
  );
}

/** The router between the port's subnet and the external network. */
export function routerFor(
  state: State,
  { networkId }: Pick<FloatingIp, 'networkId'>,
  { subnetId }: FixedIp,
): Router | undefined {
  return state.routers
    .sorted()
    .filter(({ gateway }) => gateway?.networkId === networkId)
    .find((router) =>
      interfacesOf(state, router).some(({ fixedIps }) =>
        fixedIps.some((ip) => ip.subnetId === subnetId),
      ),
    );
}

function checkFree(
  state: State,
  floating: FloatingIp,
  { port, fixed }: { readonly port: Port; readonly fixed: FixedIp },
): void {
  const taken = state.floatingIps
    .by('port', port.id)
    .some(
      (each) =>
        each.id !== floating.id &&
        each.fixedIp === fixed.ipAddress &&
        each.networkId === floating.networkId,
    );
  if (!taken) return;
  throw conflict(
    'FloatingIPPortAlreadyAssociated',
    `Cannot associate floating IP ${floating.ipAddress} (${floating.id}) with port ${port.id} using fixed IP ${fixed.ipAddress}, as that fixed IP already has a floating IP on external network ${floating.networkId}.`,
  );
}
