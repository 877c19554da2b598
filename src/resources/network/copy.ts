import { BlockedError } from '../../errors/migration.ts';
import { destinationId } from '../../model/id-map.ts';
import type { IdMap } from '../../model/id-map.ts';
import { provenanceDescription } from '../../model/provenance.ts';
import type { Cloud } from '../../openstack/cloud.ts';
import { createOne, updateOne } from '../neutron/collection.ts';
import { changed } from '../neutron/changed.ts';
import { knownZones } from '../neutron/concern.ts';
import { qosPolicyOf } from '../neutron/qos.ts';
import { findMarked, finish } from '../neutron/mark.ts';
import { withTrueShared } from '../neutron/sharing.ts';
import { required, translator } from '../required.ts';
import type { CopyContext } from '../resource-kind.ts';
import { settable } from './attributes.ts';
import { byMapping, provider } from './provider.ts';
import { networks } from './schema.ts';
import type { Network } from './schema.ts';
import { mappingEntry } from '../mapped.ts';

/** By its mark alone: names are not unique. An external network is the operator's to map. */
export async function find(
  destination: Cloud,
  source: Network,
  ids: IdMap,
): Promise<readonly Network[]> {
  const project = destinationId(ids, { kind: 'project', id: source.project_id });
  if (project === undefined || source['router:external']) return [];
  const found = await findMarked(destination, networks, source.id, { project_id: project });
  return Promise.all(found.map((network) => withTrueShared(destination, network)));
}

export async function create(context: CopyContext, source: Network): Promise<string> {
  const { destination, ids, provenance } = context;
  if (source['router:external']) {
    throw new BlockedError(
      `network ${source.name} is external, and not mapped. Say in the spec: mappings: network: { ${mappingEntry(source)}: <destination network> }.`,
    );
  }
  return createOne(destination, networks, {
    ...settable(source),
    ...provider(source, byMapping(context)),
    vlan_transparent: source.vlan_transparent === true ? true : undefined,
    project_id: required(ids, 'project', source.project_id, source),
    qos_policy_id: qosPolicyOf(source.qos_policy_id, translator(ids, source)) ?? undefined,
    availability_zone_hints: await knownZones(context, { ...source, kind: 'network' }),
    description: provenanceDescription(provenance),
  });
}

export async function converge(
  context: CopyContext,
  source: Network,
  existing: Network,
): Promise<void> {
  const policy = qosPolicyOf(source.qos_policy_id, translator(context.ids, source));
  const update = changed(
    { ...settable(source), qos_policy_id: policy },
    // A cloud without policies does not say, and takes no word of them.
    { ...settable(existing), qos_policy_id: existing.qos_policy_id ?? null },
  );
  if (update !== undefined) await updateOne(context.destination, networks, existing.id, update);
  await finish(context, networks, source, existing);
}
