import type { Answer, Call, Route, Token } from '../../http/call.ts';
import type { Neutron } from '../neutron.ts';
import { visiblePort } from '../port/ports.ts';
import { addPort } from '../port/make.ts';
import { apply } from '../port/change.ts';
import { badResource, conflict, forbidden, missing } from '../refuse.ts';
import { isRecord } from '../rest/body.ts';
import { findVisible, owns } from '../rest/kind.ts';
import type { Kind } from '../rest/kind.ts';
import { idOf, ok } from '../rest/routes.ts';
import { touch } from '../rest/thing.ts';
import type { Port, Router, State, Subnet } from '../state.ts';
import { networkAsker } from '../access.ts';
import { seesSubnet } from '../subnet/subnets.ts';
import { overlaps, parseCidr } from '../address/cidr.ts';
import { INTERFACE, interfacesOf, subnetsOf } from './interface-ports.ts';
import { removeInterface } from './remove-interface.ts';

interface Asked {
  readonly subnetId: string | undefined;
  readonly portId: string | undefined;
}

/** https://docs.openstack.org/api-ref/network/v2/#add-interface-to-router */
export function interfaceRoutes(neutron: Neutron, routers: Kind<Router>): Route[] {
  const find = (call: Call, action: string): Router => {
    const router = findVisible(routers, idOf(call), call.token);
    if (!owns(router, call.token)) throw forbidden(`rule:${action}`);
    return router;
  };
  return [
    {
      method: 'PUT',
      path: '/routers/:id/add_router_interface',
      handle(call) {
        const router = find(call, 'add_router_interface');
        return added(neutron, router, askedOf(call), call.token);
      },
    },
    {
      method: 'PUT',
      path: '/routers/:id/remove_router_interface',
      handle(call) {
        const router = find(call, 'remove_router_interface');
        const { port, subnetIds } = removeInterface(neutron, router, askedOf(call));
        return answer(router, port, subnetIds);
      },
    },
  ];
}

function askedOf({ json }: Call): Asked {
  const body = isRecord(json) ? json : {};
  const { subnet_id: subnetId, port_id: portId } = body;
  if (typeof subnetId !== 'string' && typeof portId !== 'string')
    throw badResource('router', 'Either subnet_id or port_id must be specified');
  return {
    subnetId: typeof subnetId === 'string' ? subnetId : undefined,
    portId: typeof portId === 'string' ? portId : undefined,
  };
}

function answer(router: Router, port: Port, subnetIds: readonly string[]): Answer {
  return ok({
    id: router.id,
    tenant_id: router.projectId,
    port_id: port.id,
    network_id: port.networkId,
    subnet_id: subnetIds.at(-1),
    subnet_ids: subnetIds,
  });
}

function added(neutron: Neutron, router: Router, asked: Asked, token: Token): Answer {
  const { state, cloud } = neutron;
  if (asked.subnetId !== undefined && asked.portId !== undefined)
    throw badResource('router', 'Cannot specify both subnet-id and port-id');
  if (asked.portId !== undefined) {
    const port = addedPort(neutron, router, { id: asked.portId, token });
    touch(router, cloud.clock);
    return answer(
      router,
      port,
      port.fixedIps.map(({ subnetId }) => subnetId),
    );
  }
  const subnet = state.subnets.get(asked.subnetId ?? '');
  const visible =
    subnet !== undefined &&
    (seesSubnet(state, subnet, token) || networkAsker(state, subnet.networkId, token).ownsNetwork);
  if (!visible) throw missing('SubnetNotFound', `Subnet ${asked.subnetId} could not be found.`);
  const port = addedSubnet(neutron, router, subnet);
  touch(router, cloud.clock);
  return answer(router, port, [subnet.id]);
}

function addedSubnet(neutron: Neutron, router: Router, subnet: Subnet): Port {
  const { state } = neutron;
  const { gatewayIp, id } = subnet;
  if (gatewayIp === null)
    throw badResource('router', 'Subnet for router interface must have a gateway IP');
  checkSubnets(state, router, [subnet]);
  const network = state.networks.get(subnet.networkId);
  if (network === undefined) throw missing('SubnetNotFound', `Subnet ${id} could not be found.`);
  return addPort(neutron, network, {
    project_id: router.projectId,
    fixed_ips: [{ subnet_id: id, ip_address: gatewayIp }],
    device_id: router.id,
    device_owner: INTERFACE,
  });
}

function addedPort(
  neutron: Neutron,
  router: Router,
  { id, token }: { readonly id: string; readonly token: Token },
): Port {
  const { state } = neutron;
  const port = visiblePort(state, id, token);
  if (port.deviceId !== '') {
    throw conflict(
      'PortInUse',
      `Unable to complete operation on port ${id} for network ${port.networkId}. Port already has an attached device ${port.deviceId}.`,
    );
  }
  if (port.fixedIps.length === 0)
    throw badResource('router', 'Router port must have at least one fixed IP');
  checkSubnets(state, router, subnetsOf(state, port));
  apply(neutron, port, { deviceId: router.id, deviceOwner: INTERFACE });
  return port;
}

/** A router has one port in a subnet, and no two subnets that overlap. @throws Refusal 400 */
function checkSubnets(state: State, router: Router, subnets: readonly Subnet[]): void {
  const gateway = router.gateway === null ? undefined : state.ports.get(router.gateway.portId);
  const ports = [...interfacesOf(state, router), ...(gateway === undefined ? [] : [gateway])];
  for (const present of ports.flatMap((port) => subnetsOf(state, port))) {
    for (const subnet of subnets) {
      if (present.id === subnet.id)
        throw badResource('router', `Router already has a port on subnet ${subnet.id}`);
      const one = parseCidr(present.cidr);
      const other = parseCidr(subnet.cidr);
      if (one === undefined || other === undefined || !overlaps(one, other)) continue;
      throw badResource(
        'router',
        `Cidr ${subnet.cidr} of subnet ${subnet.id} overlaps with cidr ${present.cidr} of subnet ${present.id}`,
      );
    }
  }
}
