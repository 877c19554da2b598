import { needAdmin } from './door.ts';
import type { Way } from './door.ts';
import type { Store } from './state.ts';
import { words } from './read.ts';

/** Lists of what this cloud has none of, and the microversion that brought each. */
const EMPTY: readonly { readonly path: string; readonly key: string; readonly since?: number }[] = [
  { path: '/backups', key: 'backups' },
  { path: '/backups/detail', key: 'backups' },
  { path: '/consistencygroups', key: 'consistencygroups' },
  { path: '/consistencygroups/detail', key: 'consistencygroups' },
  { path: '/cgsnapshots', key: 'cgsnapshots' },
  { path: '/cgsnapshots/detail', key: 'cgsnapshots' },
  { path: '/messages', key: 'messages', since: 3 },
  { path: '/groups', key: 'groups', since: 13 },
  { path: '/groups/detail', key: 'groups', since: 13 },
  { path: '/group_snapshots', key: 'group_snapshots', since: 14 },
  { path: '/group_snapshots/detail', key: 'group_snapshots', since: 14 },
];

export function emptyWays(store: Store): readonly Way[] {
  return [
    ...EMPTY.map(({ path, key, since = 0 }) => ({
      method: 'GET',
      path,
      since,
      handle: () => ({ status: 200, body: { [key]: [] } }),
    })),
    {
      method: 'GET',
      path: '/clusters',
      since: 7,
      handle(call) {
        needAdmin(call, 'clusters:get_all');
        return { status: 200, body: { clusters: [] } };
      },
    },
    {
      method: 'GET',
      path: '/group_types',
      since: 11,
      handle({ token }) {
        const type = {
          id: store.groupTypeId,
          name: 'default_cgsnapshot_type',
          description: 'Default group type for migrating cgsnapshot',
          is_public: true,
          ...(token.isAdmin
            ? { group_specs: { consistent_group_snapshot_enabled: '<is> True' } }
            : {}),
        };
        return { status: 200, body: { group_types: [type] } };
      },
    },
    {
      method: 'GET',
      path: '/resource_filters',
      since: 33,
      handle: ({ query }) => ({
        status: 200,
        body: {
          resource_filters: FILTERS.filter(
            ({ resource }) => (query.get('resource') ?? resource) === resource,
          ),
        },
      }),
    },
  ];
}

const FILTERS = [
  {
    resource: 'volume',
    filters: words(
      'name status metadata bootable migration_status availability_zone group_id size created_at updated_at consumes_quota',
    ),
  },
  { resource: 'backup', filters: ['name', 'status', 'volume_id'] },
  {
    resource: 'snapshot',
    filters: ['name', 'status', 'volume_id', 'metadata', 'availability_zone', 'consumes_quota'],
  },
  { resource: 'group', filters: ['name'] },
  { resource: 'group_snapshot', filters: ['name', 'status', 'group_id'] },
  { resource: 'attachment', filters: ['volume_id', 'status', 'instance_id', 'attach_status'] },
  {
    resource: 'message',
    filters: ['resource_uuid', 'resource_type', 'event_id', 'request_id', 'message_level'],
  },
  { resource: 'pool', filters: ['name', 'volume_type'] },
  { resource: 'volume_type', filters: ['is_public', 'extra_specs'] },
];
