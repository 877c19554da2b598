import { isDeepStrictEqual } from 'node:util';
import { destinationId } from '../../model/id-map.ts';
import type { IdMap } from '../../model/id-map.ts';
import { provenanceDescription } from '../../model/provenance.ts';
import type { Cloud } from '../../openstack/cloud.ts';
import { changed } from '../neutron/changed.ts';
import { createOne, updateOne } from '../neutron/collection.ts';
import { extensionsOf, knownZones } from '../neutron/concern.ts';
import { holdersOf } from '../neutron/make-room.ts';
import { findMarked, finish } from '../neutron/mark.ts';
import { required, translator } from '../required.ts';
import type { CopyContext } from '../resource-kind.ts';
import { getRouter, interfacesOf } from './api.ts';
import { gateway, routes, settable } from './attributes.ts';
import { gatewayBody } from './gateway.ts';
import { addInterfaces } from './interfaces.ts';
import { routers } from './schema.ts';
import type { Router } from './schema.ts';

/** By its mark; else the routers that have its addresses in the destination's networks: a mapped network has its own. */
export async function find(
  destination: Cloud,
  source: Router,
  ids: IdMap,
): Promise<readonly Router[]> {
  const project = destinationId(ids, { kind: 'project', id: source.project_id });
  if (project === undefined) return [];
  const marked = await findMarked(destination, routers, source.id, { project_id: project });
  if (marked.length === 0) return holders(destination, source, ids);
  return Promise.all(
    marked.map(async (each) => ({ ...each, interfaces: await interfacesOf(destination, each.id) })),
  );
}

async function holders(destination: Cloud, source: Router, ids: IdMap): Promise<Router[]> {
  const found = new Set<string>();
  for (const { network_id: network, fixed_ips: addresses } of source.interfaces) {
    const mapped = destinationId(ids, { kind: 'network', id: network });
    if (mapped === undefined) continue;
    for (const { ip_address: address } of addresses) {
      for (const port of await holdersOf(destination, mapped, address)) {
        if (port.device_id !== '') found.add(port.device_id);
      }
    }
  }
  const routersFound = await Promise.all([...found].map((id) => getRouter(destination, id)));
  return routersFound.filter((router) => router !== undefined);
}

export async function create(context: CopyContext, source: Router): Promise<string> {
  const { destination, ids, provenance } = context;
  const extensions = await extensionsOf(destination);
  return createOne(destination, routers, {
    ...settable(source),
    project_id: required(ids, 'project', source.project_id, source),
    distributed: source.distributed && extensions.has('dvr') ? true : undefined,
    ha: source.ha && extensions.has('l3-ha') ? true : undefined,
    availability_zone_hints: await knownZones(context, { ...source, kind: 'router' }),
    external_gateway_info: await gatewayBody(context, source),
    description: provenanceDescription(provenance),
  });
}

/** Routes after the interfaces that lead to them. */
export async function converge(
  context: CopyContext,
  source: Router,
  existing: Router,
): Promise<void> {
  const { destination, ids } = context;
  const update = changed(settable(source), settable(existing));
  if (update !== undefined) await updateOne(destination, routers, existing.id, update);
  const wanted = gateway(source, translator(ids, source));
  if (
    !isDeepStrictEqual(
      wanted,
      gateway(existing, (_kind, id) => id),
    )
  ) {
    const body = (await gatewayBody(context, source, existing)) ?? {};
    await updateOne(destination, routers, existing.id, { external_gateway_info: body });
  }
  await addInterfaces(context, source, existing);
  if (!isDeepStrictEqual(routes(source), routes(existing))) {
    await updateOne(destination, routers, existing.id, { routes: routes(source) });
  }
  await finish(context, routers, source, existing);
}
