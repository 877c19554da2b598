import type { Concern } from '../../model/concern.ts';
import { destinationId } from '../../model/id-map.ts';
import { isAnyMeant } from '../../model/pattern.ts';
import { referenceKey } from '../../model/reference.ts';
import { floatingIp } from '../../resources/floating-ip/index.ts';
import type { FloatingIp } from '../../resources/floating-ip/schema.ts';
import { network } from '../../resources/network/index.ts';
import type { Network } from '../../resources/network/schema.ts';
import { hasNovaNetwork } from '../../resources/nova-network/neutron-shaped.ts';
import { port } from '../../resources/port/index.ts';
import { router } from '../../resources/router/index.ts';
import type { Router } from '../../resources/router/schema.ts';
import { securityGroupRules } from '../../resources/security-group-rules/index.ts';
import { server as serverKind } from '../../resources/server/index.ts';
import type { ServerResource } from '../../resources/server/schema.ts';
import { nameIn } from '../node.ts';
import type { PlanScope } from './check.ts';
import { toMake } from './to-make.ts';

/** What a source without Neutron cannot do (take a port off the network), and what of it has no words in Neutron. */
export async function novaNetwork(scope: PlanScope): Promise<Concern[]> {
  if (!(await hasNovaNetwork(scope.source))) return [];
  return [
    ...toMake(scope, serverKind).flatMap((each) => [
      ...unfenced(scope, each),
      ...unclosed(scope, each),
    ]),
    ...toMake(scope, floatingIp).flatMap((each) => unreachable(scope, each)),
    ...toMake(scope, network).flatMap((each) => [
      ...everybodys(scope, each),
      ...cutOff(scope, each),
    ]),
    ...hearingAll(scope),
  ];
}

/** No port can be closed: a guest must be off before it could be woken on the network, or before its copy answers there. */
function unfenced(scope: PlanScope, server: ServerResource): Concern[] {
  const { id, name, status } = server;
  const { spec, source } = scope;
  const { quiesce, retire } = spec.server;
  const isOff = status === 'SHUTOFF' || (status === 'ACTIVE' && quiesce === 'stop');
  const isShared = sharesSegment(scope, server);
  if (isOff || (retire !== 'stop' && !isShared)) return [];
  const why =
    retire === 'stop'
      ? 'to stop it at the end it would be heard on the network once more'
      : 'on a segment that both clouds share it would answer beside its copy';
  return [
    {
      severity: 'blocker',
      code: 'nova-network-no-fence',
      subject: referenceKey({ kind: 'server', id }),
      message: `Server ${name} is ${status}, and ${source.name} has nova-network, which cannot close a port: ${why}.`,
      remedy:
        status === 'ACTIVE'
          ? `Say in the spec: server: { quiesce: stop }${isShared ? '' : ', or retire: shelve, delete or keep'}.`
          : `Start and stop it in ${source.name} first${isShared ? '' : ', or say in the spec: server: { retire: shelve }'}.`,
    },
  ];
}

/** With Neutron its ports would stay closed. */
function unclosed(scope: PlanScope, server: ServerResource): Concern[] {
  const { spec, source } = scope;
  if (spec.server.retire === 'delete' || !sharesSegment(scope, server)) return [];
  const { id, name } = server;
  return [
    {
      severity: 'warning',
      code: 'nova-network-stays-open',
      subject: referenceKey({ kind: 'server', id }),
      message: `Server ${name} keeps its open ports in ${source.name}: whoever starts it again lets it answer beside its copy, for their networks are one.`,
      remedy:
        'Delete it once its copy has proved itself, or say in the spec: server: { retire: delete }.',
    },
  ];
}

/** Neutron connects a floating IP only over a router into its own external network. */
function unreachable(scope: PlanScope, address: FloatingIp): Concern[] {
  const { ids } = scope;
  const behind = toMake(scope, port).find(({ id }) => id === address.port_id);
  const made = toMake(scope, router).find(({ interfaces }) =>
    interfaces.some((each) => each.network_id === behind?.network_id),
  );
  const pool = made?.external_gateway_info?.network_id;
  if (made === undefined || pool === undefined || pool === address.floating_network_id) return [];
  const outside = (id: string): string => destinationId(ids, { kind: 'network', id }) ?? id;
  if (outside(pool) === outside(address.floating_network_id)) return [];
  return [
    {
      severity: 'blocker',
      code: 'nova-network-several-pools',
      subject: referenceKey({ kind: 'floating-ip', id: address.id }),
      message: `Floating IP ${address.name} is of pool ${networkName(scope, address.floating_network_id)}, and the router of its server’s network leads to ${networkName(scope, pool)}: Neutron connects no address over another network’s router.`,
      remedy: 'Map both pools to one external network, or release the floating IP.',
    },
  ];
}

function everybodys({ source }: PlanScope, { id, name, shared }: Network): Concern[] {
  if (!shared) return [];
  return [
    {
      severity: 'warning',
      code: 'nova-network-of-all',
      subject: referenceKey({ kind: 'network', id }),
      message: `Network ${name} belongs to no project in ${source.name}: it is made for the project the operator is logged in to, shared with all.`,
      remedy: `Make it in the destination as it should be and map it (mappings: network: { ${name}: <network there> }), if not all are to use it.`,
    },
  ];
}

function cutOff(scope: PlanScope, { id, name }: Network): Concern[] {
  const isRouted = [...scope.nodes.values()].some(
    ({ kind, resource }) =>
      kind.kind === router.kind &&
      (resource as Router).interfaces.some((each) => each.network_id === id),
  );
  if (isRouted) return [];
  return [
    {
      severity: 'warning',
      code: 'nova-network-no-way-out',
      subject: referenceKey({ kind: 'network', id }),
      message: `Network ${name} is made without a router: which floating IP pool it goes out by cannot be told.`,
      remedy: 'Make a router for it in the destination, if its servers need a way out.',
    },
  ];
}

/** `allow_same_net_traffic`, on by default, is told by no API. */
function hearingAll(scope: PlanScope): Concern[] {
  if (toMake(scope, securityGroupRules).length === 0) return [];
  const { source } = scope;
  return [
    {
      severity: 'warning',
      code: 'nova-network-same-net',
      subject: source.name,
      message: `nova-network lets servers of one network reach each other whatever their security groups say (allow_same_net_traffic in ${source.name}’s nova.conf, on by default); Neutron does not.`,
      remedy:
        'Where servers rely on that, add rules to their security groups in the source first, and they come along.',
    },
  ];
}

/** By one of its networks, or of its floating IPs'. */
function sharesSegment(scope: PlanScope, { ports }: ServerResource): boolean {
  const floating = [...scope.nodes.values()].flatMap(({ kind, resource }) => {
    if (kind.kind !== floatingIp.kind) return [];
    const { port_id: port, floating_network_id: id } = resource as FloatingIp;
    return ports.some((each) => each.id === port) ? [id] : [];
  });
  const networks = [...ports.map((each) => each.network_id), ...floating];
  return networks.some((id) => isSaidShared(scope, id));
}

function isSaidShared(scope: PlanScope, id: string): boolean {
  return isAnyMeant(scope.spec.sharedSegments ?? [], [id, networkName(scope, id)]);
}

function networkName({ nodes }: PlanScope, id: string): string {
  return nameIn(nodes, { kind: 'network', id });
}
