import { referenceKey } from '../../model/reference.ts';
import type { Resource } from '../../resources/resource-kind.ts';
import { getFlavor } from '../../resources/flavor/api.ts';
import type { Flavor } from '../../resources/flavor/schema.ts';
import type { QuotaService } from '../../resources/quota/schema.ts';
import type { ServerResource } from '../../resources/server/schema.ts';
import type { Node } from '../node.ts';
import { CLOUD_REQUESTS, mapBounded } from '../bounded.ts';
import type { PlanScope } from './check.ts';

/** So much more of what a service counts. */
export interface Need {
  readonly service: QuotaService;
  /** The service's own name of it: `cores`. */
  readonly quota: string;
  readonly amount: number;
}

/** What is counted by the piece. */
const PIECES: Readonly<Record<string, readonly [QuotaService, string]>> = {
  'server-group': ['compute', 'server_groups'],
  network: ['network', 'network'],
  subnet: ['network', 'subnet'],
  'subnet-pool': ['network', 'subnetpool'],
  port: ['network', 'port'],
  router: ['network', 'router'],
  'floating-ip': ['network', 'floatingip'],
  'security-group': ['network', 'security_group'],
  'rbac-policy': ['network', 'rbac_policy'],
  trunk: ['network', 'trunk'],
};

/** What one resource counts as. Ports that Neutron makes for itself (DHCP, metadata) are not refused, and not foreseen. */
export function needsOf({ kind, resource }: Node, flavors: ReadonlyMap<string, Flavor>): Need[] {
  const piece = PIECES[kind.kind];
  if (piece !== undefined) {
    const [service, quota] = piece;
    // The ports by which a router holds its subnets.
    const ports = kind.kind === 'router' ? lengthOf(resource, 'interfaces') : 0;
    return [
      { service, quota, amount: 1 },
      ...(ports > 0 ? [{ service: 'network' as const, quota: 'port', amount: ports }] : []),
    ];
  }
  if (kind.kind === 'security-group-rules') {
    const amount = lengthOf(resource, 'security_group_rules');
    return [{ service: 'network', quota: 'security_group_rule', amount }];
  }
  return kind.kind === 'server' ? needsOfServer(resource as ServerResource, flavors) : [];
}

function needsOfServer({ flavorId }: ServerResource, flavors: ReadonlyMap<string, Flavor>): Need[] {
  const flavor = flavors.get(flavorId ?? '');
  return [
    { service: 'compute', quota: 'instances', amount: 1 },
    { service: 'compute', quota: 'cores', amount: flavor?.vcpus ?? 0 },
    { service: 'compute', quota: 'ram', amount: flavor?.ram ?? 0 },
  ];
}

function lengthOf(resource: Resource, list: string): number {
  const value = (resource as unknown as Readonly<Record<string, unknown>>)[list];
  return Array.isArray(value) ? value.length : 0;
}

/** The flavors that servers will have in the destination, by their source id. */
export async function flavorsOf(
  { destination, nodes, ids }: PlanScope,
  servers: readonly ServerResource[],
): Promise<ReadonlyMap<string, Flavor>> {
  const wanted = new Set(servers.flatMap(({ flavorId }) => flavorId ?? []));
  const found = await mapBounded([...wanted], CLOUD_REQUESTS, async (id) => {
    const key = referenceKey({ kind: 'flavor', id });
    const there = ids[key] === undefined ? undefined : await getFlavor(destination, ids[key]);
    const flavor = there ?? (nodes.get(key)?.resource as Flavor | undefined);
    return flavor === undefined ? [] : [[id, flavor] as const];
  });
  return new Map(found.flat());
}
