import { z } from 'zod';
import type { Cloud } from '../../openstack/cloud.ts';
import { collect } from '../../resources/collect.ts';
import { listAll, removeOne } from '../../resources/neutron/collection.ts';
import type { Collection } from '../../resources/neutron/collection.ts';
import { ports } from '../../resources/port/schema.ts';
import { deleteFlavor } from '../../resources/flavor/api.ts';
import { deleteImage } from '../../resources/image/api.ts';
import { deleteServer } from '../../resources/server/retire.ts';
import { networks } from '../../resources/network/schema.ts';
import { subnets } from '../../resources/subnet/schema.ts';
import { canaryFlavors } from './flavor.ts';
import { canaryImages } from './image.ts';
import { CANARY_DESCRIPTION, CANARY_METADATA, CANARY_PREFIX } from './mark.ts';
import { canaryVolumes, removeVolume } from './volumes.ts';

/** Something that a canary made, as its mark tells. */
export interface CanaryThing {
  readonly kind: 'server' | 'volume' | 'image' | 'flavor' | 'port' | 'subnet' | 'network';
  readonly id: string;
  readonly name: string;
}

const serverSchema = z.looseObject({
  id: z.string(),
  name: z.string(),
  metadata: z.record(z.string(), z.string()).default({}),
});

/** What canaries made in the operator's own project, in the order in which it can be removed. */
export async function canaryThings(cloud: Cloud): Promise<CanaryThing[]> {
  // Before the others begin: nobody would hear of one that fails while this is waited for.
  const hasVolumes = (await cloud.versions('volume')) !== undefined;
  const [servers, volumes, images, flavors, ...ofNeutron] = await Promise.all([
    canaryServers(cloud),
    hasVolumes ? canaryVolumes(cloud) : [],
    canaryImages(cloud),
    canaryFlavors(cloud),
    ofCanary(cloud, 'port', ports),
    ofCanary(cloud, 'subnet', subnets),
    ofCanary(cloud, 'network', networks),
  ]);
  return [
    ...servers,
    ...volumes.map(({ id, name }) => ({ kind: 'volume' as const, id, name })),
    ...images.map(({ id, name }) => ({ kind: 'image' as const, id, name })),
    ...flavors.map(({ id, name }) => ({ kind: 'flavor' as const, id, name })),
    ...ofNeutron.flat(),
  ];
}

/** Removes it and waits until it is gone; one that is gone already is fine. */
export async function removeThing(
  cloud: Cloud,
  { kind, id }: CanaryThing,
  deadlineMs: number,
): Promise<void> {
  switch (kind) {
    case 'server':
      return deleteServer(cloud, id, { deadlineMs });
    case 'volume':
      return removeVolume(cloud, id, deadlineMs);
    case 'image':
      return deleteImage(cloud, id);
    case 'flavor':
      return deleteFlavor(cloud, id);
    case 'port':
      return removeOne(cloud, ports, id);
    case 'subnet':
      return removeOne(cloud, subnets, id);
    case 'network':
      return removeOne(cloud, networks, id);
  }
}

/** Nova's filter by name is a regular expression. */
async function canaryServers(cloud: Cloud): Promise<CanaryThing[]> {
  const found = await collect(
    cloud.list('compute', {
      path: '/servers/detail',
      key: 'servers',
      schema: serverSchema,
      query: { name: `^${CANARY_PREFIX}` },
    }),
    ({ metadata }) => metadata[CANARY_METADATA] !== undefined,
  );
  return found.map(({ id, name }) => ({ kind: 'server', id, name }));
}

async function ofCanary(
  cloud: Cloud,
  kind: CanaryThing['kind'],
  of: Collection<z.ZodType<{ id: string; name: string }>>,
): Promise<CanaryThing[]> {
  const { projectId } = await cloud.identity();
  const query = { description: CANARY_DESCRIPTION, project_id: projectId };
  const found = await collect(listAll(cloud, of, query));
  return found.map(({ id, name }) => ({ kind, id, name }));
}
