import type { Concern } from '../../model/concern.ts';
import { groupBy } from '../../model/group-by.ts';
import { destinationId } from '../../model/id-map.ts';
import { referenceKey } from '../../model/reference.ts';
import type { Cloud } from '../../openstack/cloud.ts';
import { collect } from '../../resources/collect.ts';
import { networks } from '../../resources/network/schema.ts';
import { getOne, listAll } from '../../resources/neutron/collection.ts';
import { extensionsOf } from '../../resources/neutron/concern.ts';
import { EVERYBODY } from '../../resources/neutron/sharing.ts';
import { port } from '../../resources/port/index.ts';
import { rbacPolicy } from '../../resources/rbac-policy/index.ts';
import { rbacPolicies } from '../../resources/rbac-policy/schema.ts';
import type { Resource } from '../../resources/resource-kind.ts';
import { CLOUD_REQUESTS, mapBounded } from '../bounded.ts';
import { isMapped } from '../match.ts';
import { nameIn } from '../node.ts';
import type { PlanScope } from './check.ts';
import { toMake } from './to-make.ts';

const SHARED = 'access_as_shared';

/**
 * Mapped networks that a server's project may not use: there Nova makes a server without the interface, and without a word. That a
 * network answers `shared` says no more than that the login's own project may use it.
 */
export async function usableNetworks(scope: PlanScope): Promise<Concern[]> {
  const ofServers = toMake(scope, port).filter(({ device_owner: owner }) =>
    owner.startsWith('compute:'),
  );
  const byNetwork = [...groupBy(ofServers, ({ network_id: id }) => id)];
  const found = await mapBounded(byNetwork, CLOUD_REQUESTS, async ([id, ports]) => {
    const node = scope.nodes.get(referenceKey({ kind: 'network', id }));
    if (node === undefined || !isMapped(scope.spec.mappings, node.kind, node.resource)) return [];
    return unusable(scope, node.resource, new Set(ports.map((each) => each.project_id)));
  });
  return found.flat();
}

async function unusable(
  scope: PlanScope,
  network: Resource,
  projects: ReadonlySet<string>,
): Promise<Concern[]> {
  const { destination, ids } = scope;
  const there = destinationId(ids, { kind: 'network', id: network.id });
  const found = there && (await getOne(destination, networks, there));
  if (!found || found['router:external']) return [];
  const users = [...(await usersOf(destination, found)), found.project_id];
  return [...projects].flatMap((project) => {
    const own = destinationId(ids, { kind: 'project', id: project });
    const isUsable = users.some((user) => user === EVERYBODY || user === own);
    if (isUsable || willBeShared(scope, network.id, project)) return [];
    return [notUsable(scope, network, found, project)];
  });
}

function notUsable(
  { destination, ids, nodes }: PlanScope,
  network: Resource,
  there: Resource,
  project: string,
): Concern {
  const own = destinationId(ids, { kind: 'project', id: project });
  return {
    severity: 'blocker',
    code: 'network-not-usable',
    subject: referenceKey({ kind: 'network', id: network.id }),
    message: `Network ${network.name || network.id} is mapped to ${there.name || there.id} of ${destination.name}, which project ${nameIn(nodes, { kind: 'project', id: project })} may not use there: Nova would make its servers without that interface.`,
    remedy:
      own === undefined
        ? 'Share it with all (openstack network set --share), or migrate the project alone first and share it with that; or map the network to another.'
        : `Share it with the project (openstack network rbac create --type network --action ${SHARED} --target-project ${own} ${there.id}), or map the network to another.`,
  };
}

/** Ids of the projects that it is shared with. */
async function usersOf(
  cloud: Cloud,
  { id, shared }: { readonly id: string; readonly shared: boolean },
): Promise<string[]> {
  if (!(await extensionsOf(cloud)).has('rbac-policies')) return shared ? [EVERYBODY] : [];
  const policies = await collect(listAll(cloud, rbacPolicies, { object_id: id, action: SHARED }));
  return policies.map(({ target_tenant: target }) => target);
}

function willBeShared(scope: PlanScope, network: string, project: string): boolean {
  return toMake(scope, rbacPolicy).some(
    ({ object_id: id, action, target_tenant: target }) =>
      id === network && action === SHARED && [EVERYBODY, project].includes(target),
  );
}
