import { isDeepStrictEqual } from 'node:util';
import { destinationId } from '../../model/id-map.ts';
import type { IdMap } from '../../model/id-map.ts';
import { provenanceDescription } from '../../model/provenance.ts';
import type { Cloud } from '../../openstack/cloud.ts';
import { collect } from '../collect.ts';
import { changed } from '../neutron/changed.ts';
import { createOne, updateOne } from '../neutron/collection.ts';
import { finish } from '../neutron/mark.ts';
import { required, translator } from '../required.ts';
import type { CopyContext } from '../resource-kind.ts';
import { addSubPorts, listTrunks, removeSubPorts } from './api.ts';
import { subPorts } from './attributes.ts';
import { trunks } from './schema.ts';
import type { Trunk } from './schema.ts';

/** Those of its parent port: a port has one at most. */
export async function find(
  destination: Cloud,
  source: Trunk,
  ids: IdMap,
): Promise<readonly Trunk[]> {
  const parent = destinationId(ids, { kind: 'port', id: source.port_id });
  return parent === undefined ? [] : collect(listTrunks(destination, { port_id: parent }));
}

/** With all its subports in the one call. */
export async function create(
  { destination, ids, provenance: mark }: CopyContext,
  source: Trunk,
): Promise<string> {
  return createOne(destination, trunks, {
    name: source.name,
    admin_state_up: source.admin_state_up,
    project_id: required(ids, 'project', source.project_id, source),
    port_id: required(ids, 'port', source.port_id, source),
    sub_ports: subPorts(source, translator(ids, source)),
    description: provenanceDescription(mark),
  });
}

/** Of a trunk that is down Neutron changes no subports. */
export async function converge(
  context: CopyContext,
  source: Trunk,
  existing: Trunk,
): Promise<void> {
  const { destination, ids } = context;
  const wanted = subPorts(source, translator(ids, source));
  const present = subPorts(existing, (_kind, id) => id);
  let up = existing.admin_state_up;
  if (!isDeepStrictEqual(wanted, present)) {
    if (!up) await updateOne(destination, trunks, existing.id, { admin_state_up: true });
    up = true;
    await removeSubPorts(destination, existing.id, without(present, wanted));
    await addSubPorts(destination, existing.id, without(wanted, present));
  }
  const update = changed(
    { name: source.name, admin_state_up: source.admin_state_up },
    { name: existing.name, admin_state_up: up },
  );
  if (update !== undefined) await updateOne(destination, trunks, existing.id, update);
  await finish(context, trunks, source, existing);
}

function without<Each>(these: readonly Each[], those: readonly Each[]): Each[] {
  return these.filter((each) => !those.some((other) => isDeepStrictEqual(each, other)));
}
