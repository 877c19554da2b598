import type { Cloud } from '../../openstack/cloud.ts';
import { contains } from '../../model/address.ts';
import { gatewayMac, gatewayPortId, poolId, routerId } from './ids.ts';
import { operatorsProject, owner, subnets } from './networks.ts';
import { readFloatingIps, readNetworks, readPools } from './read.ts';
import type { FixedNetwork, TakenAddress } from './read.ts';
import { BARE } from './shape.ts';
import type { Shaped } from './shape.ts';

/**
 * nova-network's hosts are the routers of its networks: they answer for the gateway, translate floating IPs, and hide the rest behind
 * their own address. So each network with a way out has a router here.
 */
export async function routers(cloud: Cloud): Promise<Shaped[]> {
  const [ways, operator] = await Promise.all([waysOut(cloud), operatorsProject(cloud)]);
  return ways.map(({ network, pool }) => ({
    ...BARE,
    id: routerId(network.id),
    name: network.label,
    admin_state_up: true,
    project_id: owner(network, operator).project_id,
    external_gateway_info: { network_id: poolId(pool), enable_snat: true },
  }));
}

/** The ports by which those routers hold their networks. */
export async function interfaces(cloud: Cloud): Promise<Shaped[]> {
  const [ways, ranges, operator] = await Promise.all([
    waysOut(cloud),
    subnets(cloud),
    operatorsProject(cloud),
  ]);
  return ways.flatMap(({ network }) => {
    const own = ranges.filter((subnet) => subnet['network_id'] === network.id);
    return own
      .filter((subnet) => subnet['gateway_ip'] !== null)
      .map((subnet) => {
        const id = gatewayPortId(network.id, subnet['ip_version'] === 6 ? 6 : 4);
        return {
          ...BARE,
          id,
          name: '',
          network_id: network.id,
          mac_address: gatewayMac(id),
          admin_state_up: true,
          status: 'ACTIVE',
          device_id: routerId(network.id),
          device_owner: 'network:router_interface',
          project_id: owner(network, operator).project_id,
          fixed_ips: [{ subnet_id: subnet.id, ip_address: subnet['gateway_ip'] }],
        };
      });
  });
}

interface WayOut {
  readonly network: FixedNetwork;
  /** By name. */
  readonly pool: string;
}

async function waysOut(cloud: Cloud): Promise<WayOut[]> {
  const [networks, pools] = await Promise.all([readNetworks(cloud), readPools(cloud)]);
  const [only, second] = pools;
  if (only === undefined) return [];
  if (second === undefined) return networks.map((network) => ({ network, pool: only }));
  const floating = await readFloatingIps(cloud);
  return networks.flatMap((network) => {
    const pool = poolFor(network, floating);
    return pool === undefined ? [] : [{ network, pool }];
  });
}

/** Of several pools, the one most of its floating IPs are of. */
function poolFor({ cidr }: FixedNetwork, floating: readonly TakenAddress[]): string | undefined {
  const used = floating
    .filter(({ fixed_ip: fixed }) => fixed && contains(cidr, fixed))
    .map(({ pool }) => pool);
  const uses = (name: string): number => used.filter((pool) => pool === name).length;
  return [...new Set(used)].toSorted(
    (left, right) => uses(right) - uses(left) || (left < right ? -1 : 1),
  )[0];
}
