import type { Call } from '../http/call.ts';
import { linksTo } from './links.ts';
import { timeOf } from './read.ts';
import type { Snapshot, Store, Volume, VolumeType } from './state.ts';

/** As a list names it. */
export function volumeSummary(call: Call, { id, name }: Volume): Record<string, unknown> {
  return { id, name, links: linksTo(call, 'volumes', id) };
}

/** As the answers to changes show it. */
export function volumeView(store: Store, call: Call, volume: Volume): Record<string, unknown> {
  return {
    id: volume.id,
    status: volume.status,
    size: volume.size,
    availability_zone: volume.zone,
    created_at: timeOf(volume.createdAt),
    updated_at: timeOf(volume.updatedAt),
    name: volume.name,
    description: volume.description,
    volume_type: store.types.get(volume.typeId)?.name ?? volume.typeId,
    snapshot_id: volume.snapshotId,
    source_volid: volume.sourceId,
    metadata: { ...volume.metadata, ...volume.adminMetadata },
    links: linksTo(call, 'volumes', volume.id),
    user_id: volume.userId,
    bootable: String(volume.bootable),
    encrypted: false,
    replication_status: null,
    consistencygroup_id: null,
    multiattach: volume.multiattach,
    attachments: attachmentsIn(call, volume),
    ...(call.token.isAdmin ? { migration_status: volume.migrationStatus } : {}),
    ...newer(store, call, volume),
  };
}

/** As it is shown alone and in lists. */
export function volumeDetail(store: Store, call: Call, volume: Volume): Record<string, unknown> {
  return {
    ...volumeView(store, call, volume),
    'os-vol-tenant-attr:tenant_id': volume.projectId,
    ...(call.token.isAdmin
      ? {
          'os-vol-mig-status-attr:migstat': volume.migrationStatus,
          'os-vol-mig-status-attr:name_id': null,
          'os-vol-host-attr:host': volume.placed ? `${store.backend}#nfs` : null,
        }
      : {}),
    ...(volume.imageMetadata === undefined ? {} : { volume_image_metadata: volume.imageMetadata }),
  };
}

/** What newer microversions have brought, in the order of their coming. */
function newer(store: Store, { token, microversion: version }: Call, volume: Volume) {
  const { isAdmin } = token;
  const parts: readonly (readonly [boolean, Record<string, unknown>])[] = [
    [version >= 13, { group_id: null }],
    [version >= 21 && isAdmin, { provider_id: null }],
    [
      version >= 48,
      { shared_targets: !volume.placed, service_uuid: volume.placed ? store.serviceId : null },
    ],
    [version >= 61 && isAdmin, { cluster_name: null }],
    [version >= 63, { volume_type_id: volume.typeId }],
    [version >= 65, { consumes_quota: true }],
  ];
  return Object.assign({}, ...parts.filter(([is]) => is).map(([, part]) => part)) as Record<
    string,
    unknown
  >;
}

function attachmentsIn({ token }: Call, { id, attachments }: Volume): readonly unknown[] {
  return [...attachments.values()]
    .filter(({ status }) => status === 'attached')
    .map((each) => ({
      id,
      attachment_id: each.id,
      volume_id: id,
      server_id: each.serverId,
      host_name: token.isAdmin ? each.host : null,
      device: each.device,
      attached_at: timeOf(each.attachedAt),
    }));
}

export function snapshotSummary(snapshot: Snapshot): Record<string, unknown> {
  return {
    id: snapshot.id,
    created_at: timeOf(snapshot.createdAt),
    updated_at: timeOf(snapshot.updatedAt),
    name: snapshot.name,
    description: snapshot.description,
    volume_id: snapshot.volumeId,
    status: snapshot.status,
    size: snapshot.size,
    metadata: snapshot.metadata,
  };
}

/** As the answers to changes show it. */
export function snapshotView({ microversion }: Call, snapshot: Snapshot): Record<string, unknown> {
  return {
    ...snapshotSummary(snapshot),
    ...(microversion >= 14 ? { group_snapshot_id: null } : {}),
    ...(microversion >= 41 ? { user_id: snapshot.userId } : {}),
    ...(microversion >= 65 ? { consumes_quota: true } : {}),
  };
}

export function snapshotDetail(call: Call, snapshot: Snapshot): Record<string, unknown> {
  return {
    ...snapshotView(call, snapshot),
    'os-extended-snapshot-attributes:project_id': snapshot.projectId,
    'os-extended-snapshot-attributes:progress': snapshot.progress,
  };
}

export function typeView({ token }: Call, type: VolumeType): Record<string, unknown> {
  const { id, name, isPublic, description, extraSpecs, qosSpecsId } = type;
  return {
    id,
    name,
    is_public: isPublic,
    description,
    extra_specs: token.isAdmin ? extraSpecs : visibleSpecs(extraSpecs),
    ...(token.isAdmin ? { qos_specs_id: qosSpecsId } : {}),
  };
}

const VISIBLE = new Set(['RESKEY:availability_zones', 'multiattach', 'replication_enabled']);

/** What users may see of extra specs. */
export function visibleSpecs(specs: VolumeType['extraSpecs']): VolumeType['extraSpecs'] {
  return Object.fromEntries(Object.entries(specs).filter(([key]) => VISIBLE.has(key)));
}
