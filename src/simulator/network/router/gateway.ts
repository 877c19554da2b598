import type { Token } from '../../http/call.ts';
import { networkMissing, seesNetwork } from '../access.ts';
import { chooseAddresses, freeAddresses, takeAddresses } from '../address/allocate.ts';
import type { Wish } from '../address/allocate.ts';
import type { Neutron } from '../neutron.ts';
import { addPort } from '../port/make.ts';
import { removePort } from '../port/remove.ts';
import { policyOf } from '../qos/bind.ts';
import { badResource, conflict } from '../refuse.ts';
import { touch } from '../rest/thing.ts';
import type { View } from '../rest/thing.ts';
import type { Network, Router, State } from '../state.ts';
import { GATEWAY } from './interface-ports.ts';

export interface GatewayWish {
  readonly network_id: string;
  readonly enable_snat?: boolean;
  readonly external_fixed_ips?: readonly Wish[];
  /** Absent: as it was. */
  readonly qos_policy_id?: string | null;
}

export function gatewayView(state: State, { gateway }: Router): View | null {
  const port = gateway === null ? undefined : state.ports.get(gateway.portId);
  if (gateway === null || port === undefined) return null;
  return {
    network_id: gateway.networkId,
    external_fixed_ips: port.fixedIps.map(({ subnetId, ipAddress }) => ({
      subnet_id: subnetId,
      ip_address: ipAddress,
    })),
    enable_snat: gateway.snat,
    ...(gateway.qosPolicyId === null ? {} : { qos_policy_id: gateway.qosPolicyId }),
  };
}

/** Another network takes another port; other addresses move the port. @throws Refusal 400, 404, 409 */
export function setGateway(
  neutron: Neutron,
  router: Router,
  wish: GatewayWish,
  token: Token,
): void {
  const { state, cloud } = neutron;
  const network = externalOf(state, wish.network_id, token);
  checkNotGateway(state, network, wish.external_fixed_ips);
  const { gateway } = router;
  const snat = wish.enable_snat ?? true;
  const qosPolicyId = policyFor(state, gateway, wish, token);
  if (gateway?.networkId === network.id) {
    moveGateway(neutron, network, gateway.portId, wish.external_fixed_ips);
    const isSame = gateway.snat === snat && gateway.qosPolicyId === qosPolicyId;
    if (isSame && wish.external_fixed_ips === undefined) return;
    router.gateway = { ...gateway, snat, qosPolicyId };
    touch(router, cloud.clock);
    return;
  }
  if (state.subnets.by('network', network.id).length === 0 && gateway !== null)
    checkUnused(state, router);
  clearGateway(neutron, router);
  const port = addPort(neutron, network, {
    device_id: router.id,
    device_owner: GATEWAY,
    ...(wish.external_fixed_ips === undefined ? {} : { fixed_ips: wish.external_fixed_ips }),
  });
  router.gateway = { networkId: network.id, portId: port.id, snat, qosPolicyId };
  if (state.routers.get(router.id) === undefined) return;
  touch(router, cloud.clock);
  touch(router, cloud.clock);
}

function policyFor(
  state: State,
  gateway: Router['gateway'],
  wish: GatewayWish,
  token: Token,
): string | null {
  const asked = policyOf(state, wish, token);
  return asked === undefined ? (gateway?.qosPolicyId ?? null) : asked;
}

/** @throws Refusal 409 where floating addresses need it */
export function clearGateway(neutron: Neutron, router: Router): void {
  const { state, cloud } = neutron;
  if (router.gateway === null) return;
  checkUnused(state, router);
  const port = state.ports.get(router.gateway.portId);
  if (port !== undefined) removePort(neutron, port);
  router.gateway = null;
  touch(router, cloud.clock);
}

function externalOf(state: State, id: string, token: Token): Network {
  const network = state.networks.get(id);
  if (network === undefined || !seesNetwork(state, network, token)) throw networkMissing(id);
  if (!network.external) throw badResource('router', `Network ${id} is not an external network`);
  return network;
}

function checkNotGateway(state: State, { id }: Network, wishes: readonly Wish[] | undefined): void {
  const gateways = state.subnets.by('network', id).map(({ gatewayIp }) => gatewayIp);
  for (const { ip_address: address } of wishes ?? []) {
    if (address !== undefined && gateways.includes(address))
      throw badResource('router', `External IP ${address} is the same as the gateway IP`);
  }
}

function moveGateway(
  { state, cloud }: Neutron,
  network: Network,
  portId: string,
  wishes: readonly Wish[] | undefined,
): void {
  const port = state.ports.get(portId);
  if (port === undefined || wishes === undefined) return;
  const fixedIps = chooseAddresses(state, network, {
    wishes,
    mac: port.macAddress,
    deviceOwner: port.deviceOwner,
    held: port.fixedIps,
  });
  freeAddresses(state, port.fixedIps);
  takeAddresses(state, port.id, fixedIps);
  port.fixedIps = fixedIps;
  touch(port, cloud.clock);
}

function checkUnused(state: State, router: Router): void {
  const needed = state.floatingIps.sorted().some(({ routerId }) => routerId === router.id);
  if (!needed) return;
  throw conflict(
    'RouterExternalGatewayInUseByFloatingIp',
    `Gateway cannot be updated for router ${router.id}, since a gateway to external network ${router.gateway?.networkId} is required by one or more floating IPs.`,
  );
}
