import type { Session, Step, StepOptions } from '../wire/step.ts';
import { prepare, step } from '../wire/step.ts';

const mine = { list: 'mine' } as const;
const member = { as: 'member' } as const;
const at = (microversion: string) => ({ microversion });
const UNKNOWN = '4e8e5957-649f-477b-9e5b-f1f75b21c03c';

const becomes = (path: string, at: string, ...is: string[]): Step =>
  prepare(`volume GET ${path}`, { as: 'member', until: { at, is } });
const available = (name: string): Step =>
  becomes(`/volumes/{${name}}`, 'volume.status', 'available', 'error');

const versions = [
  step('version documents', 'volume GET ^/', { as: 'nobody' }),
  step('version document of v3', 'volume GET ^/v3/', { as: 'nobody' }),
  step('a microversion that is too new', 'volume GET /volumes', at('3.999')),
  step('a microversion that is none', 'volume GET /volumes', at('two')),
  step('nobody', 'volume GET /volumes', { as: 'nobody' }),
  step('a bad token', 'volume GET /volumes', {
    as: 'nobody',
    headers: { 'x-auth-token': 'nonsense' },
  }),
  step('a path that is not there', 'volume GET /nothing'),
  step('a method that is not there', 'volume PATCH /volumes', { body: {} }),
  step("another project's path", 'volume GET ^/v3/{other}/volumes', member),
  step('a path without project', 'volume GET ^/v3/volumes', member),
  step('limits', 'volume GET /limits', member),
  step('zones', 'volume GET /os-availability-zone', member),
  step('services', 'volume GET /os-services', { list: 'shape' }),
  step('pools', 'volume GET /scheduler-stats/get_pools', { list: 'shape' }),
];

const types = [
  step('creates a type', 'volume POST /types', {
    body: { volume_type: { name: '{run}-type', description: 'd' } },
    keep: { type: 'volume_type.id' },
    undo: '/types/{type}',
  }),
  step('creates a private type', 'volume POST /types', {
    body: { volume_type: { name: '{run}-private', 'os-volume-type-access:is_public': false } },
    keep: { private: 'volume_type.id' },
    undo: '/types/{private}',
  }),
  step('creates a type of a taken name', 'volume POST /types', {
    body: { volume_type: { name: '{run}-type' } },
  }),
  step('creates a type as a member', 'volume POST /types', {
    as: 'member',
    body: { volume_type: { name: '{run}-x' } },
  }),
  step('creates a type without name', 'volume POST /types', { body: { volume_type: {} } }),
  step('sets extra specs', 'volume POST /types/{type}/extra_specs', {
    body: { extra_specs: { own: 'x' } },
  }),
  step('extra specs', 'volume GET /types/{type}/extra_specs'),
  step('shows a type', 'volume GET /types/{type}'),
  step('shows a type to a member', 'volume GET /types/{type}', member),
  step('shows a type that is not there', 'volume GET /types/none'),
  step('shows the default type', 'volume GET /types/default', { ...member, hide: ['id', 'name'] }),
  step('lists types', 'volume GET /types', { ...member, ...mine }),
  step('lists all types', 'volume GET /types?is_public=None', mine),
  step('gives access', 'volume POST /types/{private}/action', {
    body: { addProjectAccess: { project: '{project}' } },
  }),
  step('gives access to a public type', 'volume POST /types/{type}/action', {
    body: { addProjectAccess: { project: '{project}' } },
  }),
  step('who has access', 'volume GET /types/{private}/os-volume-type-access'),
  step('removes an extra spec', 'volume DELETE /types/{type}/extra_specs/own'),
];

const body = (more: object) => ({ volume: { name: '{run}-volume', size: 1, ...more } });
const refusals: readonly (readonly [string, object, StepOptions?])[] = [
  ['without size', { size: undefined }],
  ['of size nothing', { size: 0 }],
  ['of a bad size', { size: 'some' }],
  ['of a negative size', { size: -1 }],
  ['of an unknown type', { volume_type: 'none' }],
  ['from an unknown image', { imageRef: UNKNOWN }],
  ['from a bad image', { imageRef: 'none' }],
  ['from an image without data', { imageRef: '{empty}' }],
  ['smaller than its image wants', { imageRef: '{large}' }],
  ['from an unknown snapshot', { snapshot_id: UNKNOWN }],
  ['from an unknown volume', { source_volid: UNKNOWN }],
  ['from two things', { source_volid: UNKNOWN, snapshot_id: UNKNOWN }],
  ['in an unknown zone', { availability_zone: 'mars' }],
  ['with a long name', { name: 'n'.repeat(256) }],
  ['with metadata that are no strings', { metadata: { a: 7 } }],
  [
    'with an unknown attribute',
    { colour: 'red' },
    { keep: { odd: 'volume.id' }, undo: '/volumes/{odd}' },
  ],
];

const volumes = [
  ...refusals.map(([what, more, options = {}]) =>
    step(`creates a volume ${what}`, 'volume POST /volumes', {
      as: 'member',
      body: body(more),
      ...options,
    }),
  ),
  step('creates a volume without wrapper', 'volume POST /volumes', { as: 'member', body: {} }),
  step('creates a volume without body', 'volume POST /volumes', member),
  step('creates a volume with no JSON', 'volume POST /volumes', {
    as: 'member',
    bytes: '{"volume":',
    headers: { 'content-type': 'application/json' },
  }),
  step('creates a volume', 'volume POST /volumes', {
    as: 'member',
    body: body({ description: 'one', metadata: { own: 'x' } }),
    keep: { volume: 'volume.id' },
    undo: '/volumes/{volume}',
  }),
  step('a volume that is made', 'volume GET /volumes/{volume}', {
    as: 'member',
    until: { at: 'volume.status', is: ['available', 'error'] },
  }),
  step('creates a volume from an image', 'volume POST /volumes', {
    as: 'member',
    body: body({ name: '{run}-boot', imageRef: '{image}' }),
    keep: { boot: 'volume.id' },
    undo: '/volumes/{boot}',
  }),
  available('boot'),
  step('a bootable volume', 'volume GET /volumes/{boot}', member),
  step('clones a volume', 'volume POST /volumes', {
    as: 'member',
    body: body({ name: '{run}-clone', source_volid: '{volume}' }),
    keep: { clone: 'volume.id' },
    undo: '/volumes/{clone}',
  }),
  available('clone'),
  step('creates a volume of today', 'volume POST /volumes', {
    as: 'member',
    body: body({ name: '{run}-now' }),
    keep: { now: 'volume.id' },
    undo: '/volumes/{now}',
    ...at('3.70'),
  }),
  available('now'),
  ...['3.0', '3.13', '3.27', '3.48', '3.61', '3.63', '3.65', '3.70'].map((version) =>
    step(`shows a volume at ${version}`, 'volume GET /volumes/{volume}', {
      as: 'operator',
      ...at(version),
    }),
  ),
  step('shows a volume to the admin', 'volume GET /volumes/{volume}'),
  step('shows a volume to a stranger', 'volume GET /volumes/{volume}', { as: 'stranger' }),
  step('shows a volume that is not there', `volume GET /volumes/${UNKNOWN}`, member),
  step('lists volumes', 'volume GET /volumes', member),
  step('lists volumes with details', 'volume GET /volumes/detail', member),
  step('lists volumes as a stranger', 'volume GET /volumes', { as: 'stranger' }),
  step('lists all volumes', 'volume GET /volumes?all_tenants=1', mine),
  step(
    'lists all volumes of a project',
    'volume GET /volumes/detail?all_tenants=1&project_id={project}',
    {
      list: 'mine',
    },
  ),
  step('lists all volumes as a member', 'volume GET /volumes?all_tenants=1', member),
  step('lists volumes by name', 'volume GET /volumes?name={run}-boot', member),
  step('lists volumes by status', 'volume GET /volumes?status=available', member),
  step(
    'lists volumes by metadata',
    'volume GET /volumes?metadata=%7B%27own%27%3A%20%27x%27%7D',
    member,
  ),
  step('lists volumes by an unknown filter', 'volume GET /volumes?colour=red', member),
  step('lists volumes by an unknown filter today', 'volume GET /volumes?colour=red', {
    as: 'member',
    ...at('3.70'),
  }),
  step('lists a page of volumes', 'volume GET /volumes?limit=1&sort=name:asc', {
    as: 'member',
    ordered: true,
  }),
  step(
    'lists the next page of volumes',
    'volume GET /volumes?limit=1&sort=name:asc&marker={boot}',
    member,
  ),
  step('lists a bad page of volumes', 'volume GET /volumes?limit=many', member),
  step('lists volumes behind an unknown marker', `volume GET /volumes?marker=${UNKNOWN}`, member),
  step('lists volumes by an unknown key', 'volume GET /volumes?sort=colour:asc', member),
  step(
    'lists volumes with their number',
    'volume GET /volumes?with_count=true&limit=1&sort=name:asc',
    {
      as: 'member',
      ...at('3.70'),
    },
  ),
  step('a summary', 'volume GET /volumes/summary', { as: 'member', ...at('3.70') }),
  step('changes a volume', 'volume PUT /volumes/{volume}', {
    as: 'member',
    body: { volume: { name: '{run}-renamed', description: 'two', metadata: { own: 'y' } } },
  }),
  step('changes a volume by a stranger', 'volume PUT /volumes/{volume}', {
    as: 'stranger',
    body: { volume: { name: 'x' } },
  }),
  step('changes the size of a volume so', 'volume PUT /volumes/{volume}', {
    as: 'member',
    body: { volume: { size: 2 } },
  }),
  step('metadata', 'volume GET /volumes/{volume}/metadata', member),
  step('adds metadata', 'volume POST /volumes/{volume}/metadata', {
    as: 'member',
    body: { metadata: { more: 'z' } },
  }),
  step('sets metadata', 'volume PUT /volumes/{volume}/metadata', {
    as: 'member',
    body: { metadata: { only: 'z' } },
  }),
  step('removes metadata', 'volume DELETE /volumes/{volume}/metadata/only', member),
  step('removes metadata again', 'volume DELETE /volumes/{volume}/metadata/only', member),
];

const act = (name: string, of: string, action: object, options: StepOptions = {}): Step =>
  step(name, `volume POST /volumes/{${of}}/action`, { as: 'member', body: action, ...options });

const actions = [
  act('makes bootable', 'volume', { 'os-set_bootable': { bootable: true } }),
  act('makes bootable oddly', 'volume', { 'os-set_bootable': { bootable: 'perhaps' } }),
  act('sets image metadata', 'volume', { 'os-set_image_metadata': { metadata: { hw: 'x' } } }),
  act('image metadata', 'volume', { 'os-show_image_metadata': null }),
  act('unsets image metadata', 'volume', { 'os-unset_image_metadata': { key: 'hw' } }),
  act('unsets image metadata again', 'volume', { 'os-unset_image_metadata': { key: 'hw' } }),
  act('extends', 'volume', { 'os-extend': { new_size: 2 } }),
  available('volume'),
  step('an extended volume', 'volume GET /volumes/{volume}', member),
  act('extends to less', 'volume', { 'os-extend': { new_size: 1 } }),
  act('extends oddly', 'volume', { 'os-extend': { new_size: 'big' } }),
  act('makes read only', 'volume', { 'os-update_readonly_flag': { readonly: true } }),
  act('makes writable', 'volume', { 'os-update_readonly_flag': { readonly: false } }),
  act('does what is not there', 'volume', { paint: null }),
  act('does nothing', 'volume', {}),
  act('resets the status as a member', 'volume', { 'os-reset_status': { status: 'error' } }),
  act('resets the status', 'volume', { 'os-reset_status': { status: 'error' } }, { as: 'admin' }),
  act(
    'resets the status oddly',
    'volume',
    { 'os-reset_status': { status: 'odd' } },
    { as: 'admin' },
  ),
  act('extends in error', 'volume', { 'os-extend': { new_size: 3 } }),
  act(
    'resets the status back',
    'volume',
    { 'os-reset_status': { status: 'available' } },
    {
      as: 'admin',
    },
  ),
  act('reserves', 'now', { 'os-reserve': null }, { as: 'operator' }),
  act('reserves again', 'now', { 'os-reserve': null }, { as: 'operator' }),
  step('deletes a reserved volume', 'volume DELETE /volumes/{now}', member),
  act('unreserves', 'now', { 'os-unreserve': null }, { as: 'operator' }),
  act(
    'uploads to an image',
    'now',
    {
      'os-volume_upload_image': {
        image_name: '{run}-up',
        disk_format: 'raw',
        container_format: 'bare',
        force: false,
      },
    },
    { keep: { up: 'os-volume_upload_image.image_id' } },
  ),
  step('the image that it makes', 'image GET /images/{up}', {
    as: 'member',
    until: { at: 'status', is: ['active', 'killed', 'error'] },
    hide: ['checksum', 'os_hash_value', 'size', 'virtual_size'],
    undo: '/images/{up}',
  }),
  available('now'),
  act('uploads in an unknown format', 'volume', {
    'os-volume_upload_image': { image_name: '{run}-x', disk_format: 'tape' },
  }),
];

const snapshots = [
  step('creates a snapshot', 'volume POST /snapshots', {
    as: 'member',
    body: { snapshot: { volume_id: '{volume}', name: '{run}-snap', metadata: { s: '1' } } },
    keep: { snap: 'snapshot.id' },
    undo: '/snapshots/{snap}',
  }),
  becomes('/snapshots/{snap}', 'snapshot.status', 'available', 'error'),
  step('shows a snapshot', 'volume GET /snapshots/{snap}', member),
  step('shows a snapshot to the admin of the project', 'volume GET /snapshots/{snap}', {
    as: 'operator',
    ...at('3.70'),
  }),
  step('shows a snapshot to a stranger', 'volume GET /snapshots/{snap}', { as: 'stranger' }),
  step('shows a snapshot that is not there', `volume GET /snapshots/${UNKNOWN}`, member),
  step('lists snapshots', 'volume GET /snapshots', member),
  step('lists snapshots with details', 'volume GET /snapshots/detail', member),
  step('lists snapshots of a volume', 'volume GET /snapshots?volume_id={volume}', member),
  step('creates a snapshot of no volume', 'volume POST /snapshots', {
    as: 'member',
    body: { snapshot: { volume_id: UNKNOWN } },
  }),
  step('creates a snapshot without volume', 'volume POST /snapshots', {
    as: 'member',
    body: { snapshot: {} },
  }),
  step('renames a snapshot', 'volume PUT /snapshots/{snap}', {
    as: 'member',
    body: { snapshot: { name: '{run}-snap2' } },
  }),
  step('deletes a volume with snapshots', 'volume DELETE /volumes/{volume}', member),
  step('a volume from a snapshot', 'volume POST /volumes', {
    as: 'member',
    body: { volume: { name: '{run}-back', snapshot_id: '{snap}', size: 2 } },
    keep: { back: 'volume.id' },
    undo: '/volumes/{back}',
  }),
  available('back'),
  step('a volume too small for its snapshot', 'volume POST /volumes', {
    as: 'member',
    body: { volume: { snapshot_id: '{snap}', size: 1 } },
  }),
  step('deletes a snapshot', 'volume DELETE /snapshots/{snap}', member),
  step('a deleted snapshot', 'volume GET /snapshots/{snap}', {
    as: 'member',
    until: { status: 404 },
  }),
  step('deletes a snapshot again', 'volume DELETE /snapshots/{snap}', member),
];

const attached = [
  prepare('compute POST /flavors', {
    body: { flavor: { name: '{run}-flavor', id: '{run}-f1', ram: 64, vcpus: 1, disk: 1 } },
    undo: '/flavors/{run}-f1',
  }),
  step('creates a server that boots from a volume', 'compute POST /servers', {
    as: 'member',
    body: {
      server: {
        name: '{run}-bfv',
        flavorRef: '{run}-f1',
        availability_zone: 'nova',
        networks: 'none',
        block_device_mapping_v2: [
          {
            boot_index: 0,
            uuid: '{boot}',
            source_type: 'volume',
            destination_type: 'volume',
            delete_on_termination: false,
          },
        ],
      },
    },
    keep: { server: 'server.id' },
    undo: '/servers/{server}',
    ...at('2.93'),
  }),
  step('a server that boots from a volume', 'compute GET /servers/{server}', {
    until: { at: 'server.status', is: ['ACTIVE', 'ERROR'] },
    ...at('2.93'),
  }),
  step('a volume in use', 'volume GET /volumes/{boot}', {
    as: 'member',
    until: { at: 'volume.status', is: ['in-use'] },
  }),
  step('attaches a volume', 'compute POST /servers/{server}/os-volume_attachments', {
    as: 'member',
    body: { volumeAttachment: { volumeId: '{clone}' } },
    ...at('2.93'),
  }),
  becomes('/volumes/{clone}', 'volume.status', 'in-use', 'error'),
  step('attaches a volume again', 'compute POST /servers/{server}/os-volume_attachments', {
    as: 'member',
    body: { volumeAttachment: { volumeId: '{clone}' } },
  }),
  step('attaches an unknown volume', 'compute POST /servers/{server}/os-volume_attachments', {
    as: 'member',
    body: { volumeAttachment: { volumeId: UNKNOWN } },
  }),
  step('lists attachments', 'compute GET /servers/{server}/os-volume_attachments', {
    as: 'member',
    hide: ['attachment_id', 'bdm_uuid'],
    ...at('2.93'),
  }),
  step('lists attachments of old', 'compute GET /servers/{server}/os-volume_attachments', member),
  step('shows an attachment', 'compute GET /servers/{server}/os-volume_attachments/{clone}', {
    as: 'member',
    hide: ['attachment_id', 'bdm_uuid'],
    ...at('2.93'),
  }),
  step('deletes a volume in use', 'volume DELETE /volumes/{clone}', member),
  step('extends a volume in use', 'volume POST /volumes/{clone}/action', {
    as: 'member',
    body: { 'os-extend': { new_size: 2 } },
  }),
  step('uploads a volume in use', 'volume POST /volumes/{clone}/action', {
    as: 'member',
    body: { 'os-volume_upload_image': { image_name: '{run}-x' } },
  }),
  step('a snapshot of a volume in use', 'volume POST /snapshots', {
    as: 'member',
    body: { snapshot: { volume_id: '{clone}' } },
  }),
  step('attachments of Cinder', 'volume GET /attachments', { as: 'member', ...at('3.27') }),
  step(
    'detaches the root volume',
    'compute DELETE /servers/{server}/os-volume_attachments/{boot}',
    member,
  ),
  step(
    'detaches a volume',
    'compute DELETE /servers/{server}/os-volume_attachments/{clone}',
    member,
  ),
  available('clone'),
  step('a detached volume', 'volume GET /volumes/{clone}', member),
  step(
    'detaches a volume again',
    'compute DELETE /servers/{server}/os-volume_attachments/{clone}',
    member,
  ),
  prepare('compute DELETE /servers/{server}', member),
  prepare('volume GET /volumes/{boot}', {
    as: 'member',
    until: { at: 'volume.status', is: ['available', 'error'] },
  }),
  step('a volume whose server is gone', 'volume GET /volumes/{boot}', member),
];

const quotas = [
  step('quota of a project', 'volume GET /os-quota-sets/{project}'),
  step('quota with usage', 'volume GET /os-quota-sets/{project}?usage=true', {
    hide: ['in_use', 'reserved', 'allocated'],
  }),
  step('quota as a member', 'volume GET /os-quota-sets/{project}', member),
  step("a stranger's quota", 'volume GET /os-quota-sets/{project}', { as: 'stranger' }),
  step('default quota', 'volume GET /os-quota-sets/{project}/defaults'),
  step('sets a quota', 'volume PUT /os-quota-sets/{project}', {
    body: { quota_set: { volumes: 1, snapshots: 0 } },
  }),
  step('sets a quota as a member', 'volume PUT /os-quota-sets/{project}', {
    as: 'member',
    body: { quota_set: { volumes: 1 } },
  }),
  step('sets an unknown quota', 'volume PUT /os-quota-sets/{project}', {
    body: { quota_set: { colour: 1 } },
  }),
  step('sets a bad quota', 'volume PUT /os-quota-sets/{project}', {
    body: { quota_set: { volumes: -7 } },
  }),
  step('goes beyond the quota of volumes', 'volume POST /volumes', {
    as: 'member',
    body: body({ name: '{run}-q' }),
  }),
  step('goes beyond the quota of snapshots', 'volume POST /snapshots', {
    as: 'member',
    body: { snapshot: { volume_id: '{volume}', name: '{run}-q' } },
  }),
  prepare('volume PUT /os-quota-sets/{project}', {
    body: { quota_set: { volumes: 20, gigabytes: 1 } },
  }),
  step('goes beyond the quota of gigabytes', 'volume POST /volumes', {
    as: 'member',
    body: body({ name: '{run}-q' }),
  }),
  step('forgets a quota', 'volume DELETE /os-quota-sets/{project}'),
  step('deletes a volume by a stranger', 'volume DELETE /volumes/{now}', { as: 'stranger' }),
  step('deletes a volume', 'volume DELETE /volumes/{now}', member),
  step('a deleted volume', 'volume GET /volumes/{now}', { as: 'member', until: { status: 404 } }),
  step('deletes a volume again', 'volume DELETE /volumes/{now}', member),
];

const preparations = [
  prepare('image POST /images', {
    as: 'member',
    body: { name: '{run}-image', disk_format: 'raw', container_format: 'bare', os_distro: 'x' },
    keep: { image: 'id' },
    undo: '/images/{image}',
  }),
  prepare('image PUT /images/{image}/file', { as: 'member', bytes: 'b'.repeat(512) }),
  prepare('image POST /images', {
    as: 'member',
    body: { name: '{run}-empty', disk_format: 'raw', container_format: 'bare' },
    keep: { empty: 'id' },
    undo: '/images/{empty}',
  }),
  prepare('image POST /images', {
    as: 'member',
    body: { name: '{run}-large', disk_format: 'raw', container_format: 'bare', min_disk: 50 },
    keep: { large: 'id' },
    undo: '/images/{large}',
  }),
  prepare('image PUT /images/{large}/file', { as: 'member', bytes: 'b'.repeat(512) }),
];

export const volume: Session = {
  service: 'volume',
  name: 'volume',
  steps: [
    ...preparations,
    ...versions,
    ...types,
    ...volumes,
    ...actions,
    ...snapshots,
    ...attached,
    ...quotas,
  ],
};
