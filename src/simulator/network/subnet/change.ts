import { cidrOf, parseCidr } from '../address/cidr.ts';
import type { Neutron } from '../neutron.ts';
import { conflict, invalidInput } from '../refuse.ts';
import { change, renamed, touch } from '../rest/thing.ts';
import type { Body } from '../rest/thing.ts';
import type { Pool, State, Subnet } from '../state.ts';
import { checkGatewayAddress } from './make.ts';
import { checkGateway, checkPools } from './pools.ts';

/** @throws Refusal 400, 409 */
export function changeSubnet({ state, cloud }: Neutron, subnet: Subnet, body: Body): void {
  checkAddressing(state, subnet, body);
  if (body['enable_dhcp'] === false && subnet.raMode !== null) {
    throw invalidInput(
      'ipv6_ra_mode or ipv6_address_mode cannot be set when enable_dhcp is set to False',
    );
  }
  const values = renamed(body, {
    name: 'name',
    description: 'description',
    enable_dhcp: 'enableDhcp',
    gateway_ip: 'gatewayIp',
    allocation_pools: 'pools',
    dns_nameservers: 'nameservers',
    host_routes: 'hostRoutes',
    service_types: 'serviceTypes',
    dns_publish_fixed_ip: 'dnsPublish',
  });
  const network = state.networks.get(subnet.networkId);
  if (change(subnet, cloud.clock, values) && network !== undefined) touch(network, cloud.clock);
}

function checkAddressing(state: State, subnet: Subnet, body: Body): void {
  const cidr = parseCidr(subnet.cidr) ?? cidrOf({ bits: 32, value: 0n }, 0);
  const given = body['allocation_pools'] as readonly Pool[] | undefined;
  const gateway = body['gateway_ip'] as string | null | undefined;
  if (given !== undefined) checkPools(cidr, given);
  if (gateway !== undefined) checkGatewayAddress(gateway, cidr);
  if (given !== undefined || gateway !== undefined) {
    checkGateway(gateway === undefined ? subnet.gatewayIp : gateway, given ?? subnet.pools);
  }
  if (gateway !== undefined && gateway !== subnet.gatewayIp) checkGatewayUnused(state, subnet);
}

/** A router's interface has the gateway's address: it has to go first. */
function checkGatewayUnused(state: State, { id, gatewayIp, networkId }: Subnet): void {
  if (gatewayIp === null) return;
  const holder = state.addresses.get(id)?.get(gatewayIp);
  const port = holder === undefined ? undefined : state.ports.get(holder);
  if (port === undefined || port.networkId !== networkId) return;
  if (port.deviceOwner !== 'network:router_interface') return;
  throw conflict(
    'GatewayIpInUse',
    `Current gateway ip ${gatewayIp} already in use by port ${port.id}. Unable to update.`,
  );
}
