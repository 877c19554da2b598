import type { Concern } from '../../model/concern.ts';
import { destinationId } from '../../model/id-map.ts';
import { referenceKey } from '../../model/reference.ts';
import type { Cloud } from '../../openstack/cloud.ts';
import { collect } from '../../resources/collect.ts';
import { networks } from '../../resources/network/schema.ts';
import { getOne, listAll } from '../../resources/neutron/collection.ts';
import { extensionsOf } from '../../resources/neutron/concern.ts';
import { port } from '../../resources/port/index.ts';
import { rbacPolicy } from '../../resources/rbac-policy/index.ts';
import { rbacPolicies } from '../../resources/rbac-policy/schema.ts';
import { isMapped } from '../match.ts';
import type { PlanScope } from './check.ts';
import { toMake } from './to-make.ts';

const SHARED = 'access_as_shared';
const ALL = '*';

/**
 * Mapped networks that a server's project may not use: there Nova makes a server without the interface, and without a word. That a
 * network answers `shared` says no more than that the login's own project may use it.
 */
export async function usableNetworks(scope: PlanScope): Promise<Concern[]> {
  const wanted = new Map<string, { readonly network: string; readonly project: string }>();
  for (const { device_owner: owner, network_id: network, project_id: project } of toMake(
    scope,
    port,
  )) {
    const node = scope.nodes.get(referenceKey({ kind: 'network', id: network }));
    if (!owner.startsWith('compute:') || node === undefined) continue;
    if (!isMapped(scope.spec.mappings, node.kind, node.resource)) continue;
    wanted.set(`${network} ${project}`, { network, project });
  }
  const found = await Promise.all(
    [...wanted.values()].map(({ network, project }) => unusable(scope, network, project)),
  );
  return found.flat();
}

async function unusable(scope: PlanScope, network: string, project: string): Promise<Concern[]> {
  const { destination, ids, nodes } = scope;
  const there = destinationId(ids, { kind: 'network', id: network });
  const own = destinationId(ids, { kind: 'project', id: project });
  const found = there && (await getOne(destination, networks, there));
  if (!found || found['router:external'] || found.project_id === own) return [];
  const users = await usersOf(destination, found);
  if (users.includes(ALL) || (own !== undefined && users.includes(own))) return [];
  if (willBeShared(scope, network, project)) return [];
  const nameOf = (kind: string, id: string): string =>
    nodes.get(referenceKey({ kind, id }))?.resource.name ?? id;
  return [
    {
      severity: 'blocker',
      code: 'network-not-usable',
      subject: referenceKey({ kind: 'network', id: network }),
      message: `Network ${nameOf('network', network)} is mapped to ${found.name || found.id} of ${destination.name}, which project ${nameOf('project', project)} may not use there: Nova would make its servers without that interface.`,
      remedy:
        own === undefined
          ? 'Share it with all (openstack network set --share), or migrate the project alone first and share it with that; or map the network to another.'
          : `Share it with the project (openstack network rbac create --type network --action ${SHARED} --target-project ${own} ${found.id}), or map the network to another.`,
    },
  ];
}

/** Ids of the projects that it is shared with. */
async function usersOf(
  cloud: Cloud,
  { id, shared }: { readonly id: string; readonly shared: boolean },
): Promise<string[]> {
  if (!(await extensionsOf(cloud)).has('rbac-policies')) return shared ? [ALL] : [];
  const policies = await collect(listAll(cloud, rbacPolicies, { object_id: id, action: SHARED }));
  return policies.map(({ target_tenant: target }) => target);
}

function willBeShared(scope: PlanScope, network: string, project: string): boolean {
  return toMake(scope, rbacPolicy).some(
    ({ object_id: id, action, target_tenant: target }) =>
      id === network && action === SHARED && [ALL, project].includes(target),
  );
}
