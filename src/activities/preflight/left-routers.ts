import type { Concern } from '../../model/concern.ts';
import { few } from '../../model/few.ts';
import { groupBy } from '../../model/group-by.ts';
import { referenceKey } from '../../model/reference.ts';
import type { Cloud } from '../../openstack/cloud.ts';
import { collect } from '../../resources/collect.ts';
import { listAll } from '../../resources/neutron/collection.ts';
import { inBatches } from '../../resources/neutron/in-batches.ts';
import { ports, ROUTER_INTERFACES } from '../../resources/port/schema.ts';
import type { Port } from '../../resources/port/schema.ts';
import { routers } from '../../resources/router/schema.ts';
import { kindOf } from '../../resources/registry.ts';
import { isMapped } from '../match.ts';
import type { PlanScope } from './check.ts';

/** So many are named. */
const NAMED = 10;

/** Routers on the networks of the plan's ports that nothing in it needs: others', mostly, on a network that all share. */
export async function leftRouters({
  source,
  spec,
  nodes,
}: Pick<PlanScope, 'source' | 'spec' | 'nodes'>): Promise<Concern[]> {
  const inPlan = [...nodes.values()].filter(({ kind }) => kind.kind === 'port');
  const networks = [...new Set(inPlan.map(({ resource }) => (resource as Port).network_id))];
  const interfaces = await inBatches(networks, (some) =>
    collect(
      listAll(source, ports, { network_id: some, device_owner: ROUTER_INTERFACES }),
      ({ device_id: id }) => !nodes.has(referenceKey({ kind: 'router', id })),
    ),
  );
  const names = await namesOf(source, spec.mappings, interfaces);
  const byNetwork = groupBy(interfaces, ({ network_id: id }) => id);
  return [...byNetwork].flatMap(([id, on]) => {
    const left = [...new Set(on.flatMap((port) => names.get(port.device_id) ?? []))];
    const network = nodes.get(referenceKey({ kind: 'network', id }));
    if (left.length === 0 || network === undefined) return [];
    const mapped = isMapped(spec.mappings, network.kind, network.resource);
    return [leftOut(network, left.toSorted(), mapped)];
  });
}

/** Ids → names; of those that the spec maps there is nothing to tell. */
async function namesOf(
  source: Cloud,
  mappings: PlanScope['spec']['mappings'],
  interfaces: readonly Port[],
): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set(interfaces.map(({ device_id: id }) => id))];
  const found = await inBatches(ids, (some) => collect(listAll(source, routers, { id: some })));
  return new Map(
    found.flatMap((each) =>
      isMapped(mappings, kindOf('router'), each) ? [] : [[each.id, each.name || each.id]],
    ),
  );
}

function leftOut(
  { key, resource }: { readonly key: string; readonly resource: { readonly name: string } },
  left: readonly string[],
  mapped: boolean,
): Concern {
  const which = `Of network ${resource.name} these routers are left out: ${few(left, NAMED)}`;
  return {
    severity: 'info',
    code: 'routers-left-out',
    subject: key,
    message: mapped
      ? `${which}, for the network that it is mapped to has its own.`
      : `${which}, for they are neither a gateway nor carry a floating IP of what moves.`,
    remedy: mapped
      ? 'See that the servers find their way out there.'
      : 'Where one is needed all the same, say so: strategy: all, include: kind: router, name.',
  };
}
