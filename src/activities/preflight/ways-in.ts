import type { Concern } from '../../model/concern.ts';
import { referenceKey } from '../../model/reference.ts';
import type { Cloud } from '../../openstack/cloud.ts';
import { collect } from '../../resources/collect.ts';
import type { FloatingIp } from '../../resources/floating-ip/schema.ts';
import { getOne, listAll } from '../../resources/neutron/collection.ts';
import type { PortForwarding } from '../../resources/port-forwarding/schema.ts';
import { ports, ROUTER_INTERFACES } from '../../resources/port/schema.ts';
import type { Port } from '../../resources/port/schema.ts';
import { routers } from '../../resources/router/schema.ts';
import type { Resource } from '../../resources/resource-kind.ts';
import type { Router } from '../../resources/router/schema.ts';
import { CLOUD_REQUESTS, mapBounded } from '../bounded.ts';
import { nameIn } from '../node.ts';
import type { Node } from '../node.ts';
import { isMapped } from '../match.ts';
import type { PlanScope } from './check.ts';

/** A floating IP and the port's address that it leads to. */
interface Link {
  readonly floating: FloatingIp;
  readonly port: Port;
  readonly address: string | null | undefined;
}

/** Floating IPs that lead into a mapped network, which keeps its own routers: one of those must lead there. */
export async function waysIn(scope: PlanScope): Promise<Concern[]> {
  const told = new Map<string, Concern>();
  await mapBounded(linksOf(scope), CLOUD_REQUESTS, async (link) => {
    if (!(await isLost(scope, link))) return;
    const concern = withoutRouter(scope, link);
    told.set(concern.subject, concern);
  });
  return [...told.values()];
}

/** Of the servers that are to be made. */
function linksOf({ items, nodes }: PlanScope): Link[] {
  const made = items.filter(({ kind, action }) => kind === 'server' && action === 'create');
  const needed = made.flatMap(({ key }) =>
    (nodes.get(key)?.needs ?? []).map((each) => nodes.get(each)),
  );
  return needed.flatMap((node) => (node === undefined ? [] : linkOf(nodes, node)));
}

function linkOf(nodes: PlanScope['nodes'], { kind, resource }: Node): Link[] {
  const linked = (
    floating: FloatingIp | undefined,
    id: string,
    address: Link['address'],
  ): Link[] => {
    const port = resourceOf(nodes, 'port', id) as Port | undefined;
    return floating === undefined || port === undefined ? [] : [{ floating, port, address }];
  };
  if (kind.kind === 'floating-ip') {
    const floating = resource as FloatingIp;
    return floating.port_id ? linked(floating, floating.port_id, floating.fixed_ip_address) : [];
  }
  if (kind.kind !== 'port-forwarding') return [];
  const {
    floatingIpId,
    internal_port_id: id,
    internal_ip_address: inside,
  } = resource as PortForwarding;
  return linked(
    resourceOf(nodes, 'floating-ip', floatingIpId) as FloatingIp | undefined,
    id,
    inside,
  );
}

function resourceOf(nodes: PlanScope['nodes'], kind: string, id: string): Resource | undefined {
  return nodes.get(referenceKey({ kind, id }))?.resource;
}

async function isLost(scope: PlanScope, link: Link): Promise<boolean> {
  const { spec, nodes, ids, destination } = scope;
  const network = nodes.get(referenceKey({ kind: 'network', id: link.port.network_id }));
  if (network === undefined || !isMapped(spec.mappings, network.kind, network.resource))
    return false;
  const there = ids[network.key];
  const outside = ids[referenceKey({ kind: 'network', id: link.floating.floating_network_id })];
  if (there === undefined || outside === undefined || isPlanned(scope, link)) return false;
  const { subnet_id: subnet = '' } =
    link.port.fixed_ips.find(({ ip_address: address }) => address === link.address) ?? {};
  const range = ids[referenceKey({ kind: 'subnet', id: subnet })];
  return !(await isJoined(destination, { network: there, subnet: range, outside }));
}

/** A router comes along for another network, and has this one, too. */
function isPlanned({ spec, nodes }: PlanScope, { floating, port }: Link): boolean {
  return [...nodes.values()].some(({ kind, resource }) => {
    if (kind.kind !== 'router' || isMapped(spec.mappings, kind, resource)) return false;
    const { external_gateway_info: gateway, interfaces } = resource as Router;
    return (
      gateway?.network_id === floating.floating_network_id &&
      interfaces.some((each) => each.network_id === port.network_id)
    );
  });
}

async function isJoined(
  destination: Cloud,
  way: { readonly network: string; readonly subnet: string | undefined; readonly outside: string },
): Promise<boolean> {
  const interfaces = await collect(
    listAll(destination, ports, { network_id: way.network, device_owner: ROUTER_INTERFACES }),
    ({ fixed_ips: held }) =>
      way.subnet === undefined || held.some(({ subnet_id: id }) => id === way.subnet),
  );
  const ids = [...new Set(interfaces.map(({ device_id: id }) => id))];
  const found = await Promise.all(ids.map((id) => getOne(destination, routers, id)));
  return found.some((router) => router?.external_gateway_info?.network_id === way.outside);
}

function withoutRouter({ nodes, destination }: PlanScope, { floating, port }: Link): Concern {
  const name = nameIn(nodes, { kind: 'network', id: port.network_id });
  return {
    severity: 'blocker',
    code: 'floating-ip-without-router',
    subject: referenceKey({ kind: 'floating-ip', id: floating.id }),
    message: `Floating IP ${floating.name} leads into network ${name}, which is mapped, and no router of ${destination.name} joins the two there.`,
    remedy: `Give the network in ${destination.name} a router with a gateway to the floating IP's network (openstack router add subnet), then plan again.`,
  };
}
