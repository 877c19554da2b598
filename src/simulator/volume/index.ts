import type { SimulatedCloud, Volumes } from '../cloud.ts';
import type { Api } from '../http/call.ts';
import { attachmentWays } from './attachments.ts';
import { NEWEST, routesOf } from './door.ts';
import { emptyWays } from './empty.ts';
import { metadataWays } from './metadata.ts';
import { forNova } from './nova.ts';
import { qosWays } from './qos.ts';
import { quotaWays } from './quota-sets.ts';
import { refuse } from './refuse.ts';
import { serviceWays } from './services.ts';
import { snapshotActionWays } from './snapshot-actions.ts';
import { snapshotListWays } from './snapshot-lists.ts';
import { snapshotWays } from './snapshots.ts';
import { createStore } from './state.ts';
import { transferWays } from './transfers.ts';
import { encryptionWays } from './type-encryption.ts';
import { typeSpecWays } from './type-specs.ts';
import { typeWays } from './types.ts';
import { VERSION_ROUTE, versionsAt } from './versions.ts';
import { volumeActionWays } from './volume-actions.ts';
import { volumeListWays } from './volume-lists.ts';
import { volumeWays } from './volumes.ts';

/** Cinder of Zed: the block storage API v3, 3.0 to 3.70 (https://docs.openstack.org/api-ref/block-storage/v3/). */
export function createVolumes(cloud: SimulatedCloud): Volumes {
  const store = createStore(cloud);
  const resources = [
    volumeListWays,
    volumeWays,
    volumeActionWays,
    metadataWays,
    snapshotListWays,
    snapshotWays,
    snapshotActionWays,
    attachmentWays,
    transferWays,
    typeWays,
    typeSpecWays,
    encryptionWays,
    qosWays,
    quotaWays,
    serviceWays,
    emptyWays,
  ];
  const ways = resources.flatMap((waysOf) => waysOf(store));
  const api: Api = {
    service: 'volume',
    type: 'volumev3',
    name: 'cinder',
    root: '/v3',
    catalogPath: '/v3/$(project_id)s',
    routes: [VERSION_ROUTE, ...routesOf(cloud, ways)],
    versions: versionsAt(300),
    microversions: { word: 'volume', major: 3, min: 0, max: NEWEST },
    refuse: (refused) => refuse(refused, cloud.origins.identity),
    headers: ({ requestId }) => ({ 'x-openstack-request-id': requestId }),
  };
  return { api, ...forNova(store, cloud) };
}
