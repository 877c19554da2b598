import type { Neutron } from '../neutron.ts';
import { removePort } from '../port/remove.ts';
import { conflict, missing } from '../refuse.ts';
import { touch } from '../rest/thing.ts';
import type { Port, Router, State } from '../state.ts';
import { interfacesOf, subnetsOf } from './interface-ports.ts';
import { reaches } from './static-routes.ts';

/** By port, by subnet, or by both where they belong together. @throws Refusal 404, 409 */
export function removeInterface(
  neutron: Neutron,
  router: Router,
  {
    subnetId,
    portId,
  }: { readonly subnetId: string | undefined; readonly portId: string | undefined },
): { readonly port: Port; readonly subnetIds: readonly string[] } {
  const { state, cloud } = neutron;
  const port =
    portId === undefined ? bySubnet(state, router, subnetId) : byPort(state, router, portId);
  const subnetIds = port.fixedIps.map((ip) => ip.subnetId);
  if (portId !== undefined && subnetId !== undefined && !subnetIds.includes(subnetId)) {
    throw conflict(
      'SubnetMismatchForPort',
      `Subnet on port ${portId} does not match the requested subnet ${subnetId}.`,
    );
  }
  checkNeeded(state, router, port);
  removePort(neutron, port);
  touch(router, cloud.clock);
  return { port, subnetIds };
}

function byPort(state: State, router: Router, id: string): Port {
  const port = interfacesOf(state, router).find((each) => each.id === id);
  if (port !== undefined) return port;
  const message = `Router ${router.id} does not have an interface with id ${id}`;
  throw missing('RouterInterfaceNotFound', message);
}

function bySubnet(state: State, router: Router, id: string | undefined): Port {
  if (id === undefined || state.subnets.get(id) === undefined)
    throw missing('SubnetNotFound', `Subnet ${id} could not be found.`);
  const port = interfacesOf(state, router).find(({ fixedIps }) =>
    fixedIps.some(({ subnetId }) => subnetId === id),
  );
  if (port !== undefined) return port;
  const message = `Router ${router.id} has no interface on subnet ${id}`;
  throw missing('RouterInterfaceNotFoundForSubnet', message);
}

function checkNeeded(state: State, router: Router, port: Port): void {
  const used = state.floatingIps.sorted().filter(({ routerId }) => routerId === router.id);
  for (const { id, cidr } of subnetsOf(state, port)) {
    const text = `Router interface for subnet ${id} on router ${router.id} cannot be deleted, as it is required by one or more`;
    const leads = used.flatMap((each) => [each, ...state.forwardings.by('floating', each.id)]);
    const isNeeded = leads.some(({ portId, fixedIp }) =>
      state.ports
        .get(portId ?? '')
        ?.fixedIps.some((ip) => ip.subnetId === id && ip.ipAddress === fixedIp),
    );
    if (isNeeded) throw conflict('RouterInterfaceInUseByFloatingIP', `${text} floating IPs.`);
    if (router.routes.some((route) => reaches(cidr, route)))
      throw conflict('RouterInterfaceInUseByRoute', `${text} routes.`);
  }
}
