import type { Session, Step, StepOptions } from '../wire/step.ts';
import { prepare, step } from '../wire/step.ts';

const mine = { list: 'mine' } as const;
const at = (microversion: string) => ({ microversion });
const now = at('2.93');
const UNKNOWN = '4e8e5957-649f-477b-9e5b-f1f75b21c03c';
const ED =
  'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHJ9Hf4T0l8Fv0jKQqgq2Y9cQFq3bT2x1mJ4pS0nq0Yz fidelity';

const preparations = [
  prepare('compute POST /flavors', {
    body: { flavor: { name: '{run}-flavor', id: '{run}-f1', ram: 64, vcpus: 1, disk: 1 } },
    undo: '/flavors/{run}-f1',
  }),
  prepare('compute POST /flavors', {
    body: { flavor: { name: '{run}-flavor2', id: '{run}-f2', ram: 96, vcpus: 1, disk: 1 } },
    undo: '/flavors/{run}-f2',
  }),
  prepare('image POST /images', {
    as: 'member',
    body: { name: '{run}-image', disk_format: 'raw', container_format: 'bare', os_distro: 'x' },
    keep: { image: 'id' },
    undo: '/images/{image}',
  }),
  prepare('image PUT /images/{image}/file', { as: 'member', bytes: 'some bytes' }),
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
  prepare('image PUT /images/{large}/file', { as: 'member', bytes: 'some bytes' }),
  prepare('network POST /networks', {
    as: 'member',
    body: { network: { name: '{run}-net' } },
    keep: { net: 'network.id' },
    undo: '/networks/{net}',
  }),
  prepare('network POST /subnets', {
    as: 'member',
    body: {
      subnet: {
        network_id: '{net}',
        ip_version: 4,
        cidr: '10.77.0.0/24',
        enable_dhcp: false,
        allocation_pools: [{ start: '10.77.0.100', end: '10.77.0.200' }],
      },
    },
    keep: { sub: 'subnet.id' },
  }),
  ...['1', '2', '3'].map((digit) =>
    prepare('network POST /ports', {
      as: 'member',
      body: {
        port: {
          network_id: '{net}',
          name: `{run}-port${digit}`,
          mac_address: `fa:16:3e:77:00:0${digit}`,
          fixed_ips: [{ subnet_id: '{sub}', ip_address: `10.77.0.1${digit}` }],
        },
      },
      keep: { [`port${digit}`]: 'port.id' },
      undo: `/ports/{port${digit}}`,
    }),
  ),
  prepare('compute POST /os-keypairs', {
    as: 'member',
    body: { keypair: { name: '{run}-key', public_key: ED } },
    undo: '/os-keypairs/{run}-key',
  }),
  prepare('compute POST /os-server-groups', {
    as: 'member',
    body: { server_group: { name: '{run}-group', policy: 'soft-anti-affinity' } },
    keep: { group: 'server_group.id' },
    undo: '/os-server-groups/{group}',
    ...now,
  }),
];

const server = (more: object) => ({
  server: {
    name: '{run}-server',
    flavorRef: '{run}-f1',
    imageRef: '{image}',
    availability_zone: 'nova',
    networks: 'none',
    ...more,
  },
});

/** What Nova says no to, the same answer for every reason that it has. */
const refusals: readonly (readonly [string, object, StepOptions?])[] = [
  ['without name', { name: undefined }],
  ['with an empty name', { name: '' }],
  ['with a long name', { name: 'n'.repeat(256) }],
  ['without flavor', { flavorRef: undefined }],
  ['of an unknown flavor', { flavorRef: 'none' }],
  ['of an unknown image', { imageRef: UNKNOWN }],
  ['of a bad image', { imageRef: 'none' }],
  ['of an image without data', { imageRef: '{empty}' }],
  ['of an image too large for its flavor', { imageRef: '{large}' }],
  ['without image', { imageRef: undefined }],
  ['without networks', { networks: undefined }],
  ['with no list of networks', { networks: 'some' }],
  ['in an unknown network', { networks: [{ uuid: UNKNOWN }] }],
  ['in a bad network', { networks: [{ uuid: 'none' }] }],
  ['with an unknown port', { networks: [{ port: UNKNOWN }] }],
  ['with a port twice', { networks: [{ port: '{port1}' }, { port: '{port1}' }] }],
  ['with an address outside', { networks: [{ uuid: '{net}', fixed_ip: '10.99.0.5' }] }],
  ['with a bad address', { networks: [{ uuid: '{net}', fixed_ip: 'nope' }] }],
  ["with another user's key", { key_name: '{run}-key' }],
  ['in an unknown zone', { availability_zone: 'mars' }],
  [
    'with an unknown security group',
    {
      networks: [{ uuid: '{net}' }],
      security_groups: [{ name: 'none' }],
    },
  ],
  ['with bad user data', { user_data: 'not base64!' }],
  ['with metadata that are no strings', { metadata: { a: { b: 1 } } }],
  ['with a bad tag', { tags: ['a/b'] }],
  ['with a bad hostname', { hostname: 'not a hostname' }],
  ['with an unknown attribute', { colour: 'red' }],
  [
    'with an unknown hint',
    {},
    { body: { ...server({}), 'os:scheduler_hints': { group: UNKNOWN } } },
  ],
  [
    'with a volume that is not there',
    {
      block_device_mapping_v2: [
        { boot_index: 0, uuid: UNKNOWN, source_type: 'volume', destination_type: 'volume' },
      ],
      imageRef: undefined,
    },
  ],
  ['with too many at once', { min_count: 3, max_count: 2 }],
  ['with a bad number', { min_count: 'some' }],
];

const creations = [
  ...refusals.map(([what, more, options = {}], index) =>
    step(`creates a server ${what}`, 'compute POST /servers', {
      // Not all of them are refused at once.
      keep: { [`odd${index}`]: 'server.id' },
      undo: `/servers/{odd${index}}`,
      as: what.startsWith('with another') ? 'operator' : 'member',
      body: server(more),
      ...now,
      ...options,
    }),
  ),
  step('creates a server with tags before their time', 'compute POST /servers', {
    as: 'member',
    body: server({ tags: ['a'] }),
    ...at('2.42'),
  }),
  step('creates a server without wrapper', 'compute POST /servers', { as: 'member', body: {} }),
  step('creates a server as a reader', 'compute POST /servers', {
    as: 'reader',
    body: server({}),
    ...now,
    keep: { readers: 'server.id' },
    undo: '/servers/{readers}',
  }),
  step('creates a server', 'compute POST /servers', {
    as: 'member',
    body: server({
      networks: [{ port: '{port1}' }, { uuid: '{net}' }],
      key_name: '{run}-key',
      metadata: { role: 'web' },
      tags: ['pumphouse:source=1', 'b'],
      description: 'one',
      user_data: 'c29tZSBkYXRh',
      config_drive: true,
      hostname: 'web-one',
      'OS-DCF:diskConfig': 'MANUAL',
      accessIPv4: '192.0.2.9',
    }),
    ...now,
    keep: { server: 'server.id' },
    undo: '/servers/{server}',
  }),
  step('a server that is built', 'compute GET /servers/{server}', {
    until: { at: 'server.status', is: ['ACTIVE', 'ERROR'] },
    ...now,
  }),
  step('creates a server of old', 'compute POST /servers', {
    as: 'member',
    body: server({ name: '{run}-old', networks: [{ port: '{port2}' }], min_count: 1 }),
    keep: { old: 'server.id' },
    undo: '/servers/{old}',
  }),
  step('creates a server in a group', 'compute POST /servers', {
    as: 'member',
    body: { ...server({ name: '{run}-grouped' }), 'os:scheduler_hints': { group: '{group}' } },
    ...now,
    keep: { grouped: 'server.id' },
    undo: '/servers/{grouped}',
  }),
  ...['old', 'grouped'].map((name) =>
    step(`${name} is built`, `compute GET /servers/{${name}}`, {
      until: { at: 'server.status', is: ['ACTIVE', 'ERROR'] },
      ...now,
    }),
  ),
  step('creates a server with a port in use', 'compute POST /servers', {
    as: 'member',
    body: server({ networks: [{ port: '{port1}' }] }),
    ...now,
  }),
  step('creates two servers at once', 'compute POST /servers', {
    as: 'member',
    body: server({ name: '{run}-many', min_count: 2, max_count: 2, return_reservation_id: true }),
    ...now,
  }),
  step('lists those two', 'compute GET /servers?name=^{run}-many', {
    as: 'member',
    keep: { many1: 'servers.0.id', many2: 'servers.1.id' },
  }),
  prepare('compute DELETE /servers/{many1}'),
  prepare('compute DELETE /servers/{many2}'),
  step('the port of a server', 'network GET /ports/{port1}', {
    until: { at: 'port.status', is: ['ACTIVE'] },
  }),
  step('a port that Nova made', 'network GET /ports?device_id={server}&name='),
  step('a group has its members', 'compute GET /os-server-groups/{group}', {
    as: 'member',
    ...now,
  }),
];

const looks = [
  ...[
    '2.1',
    '2.3',
    '2.9',
    '2.16',
    '2.19',
    '2.26',
    '2.46',
    '2.47',
    '2.63',
    '2.71',
    '2.73',
    '2.93',
  ].map((version) =>
    step(`shows a server at ${version}`, 'compute GET /servers/{server}', at(version)),
  ),
  step('shows a server to its member', 'compute GET /servers/{server}', { as: 'member', ...now }),
  step('shows a server to a reader', 'compute GET /servers/{server}', { as: 'reader', ...now }),
  step('shows a server to a stranger', 'compute GET /servers/{server}', { as: 'stranger', ...now }),
  step('shows a server that is not there', `compute GET /servers/${UNKNOWN}`),
  step('lists servers', 'compute GET /servers', { as: 'member', ...now }),
  step('lists servers with details', 'compute GET /servers/detail', { as: 'member', ...now }),
  step('lists servers as a stranger', 'compute GET /servers', { as: 'stranger' }),
  step('lists servers as the admin', 'compute GET /servers', mine),
  step('lists all servers', 'compute GET /servers?all_tenants=1', mine),
  step('lists all servers as a stranger', 'compute GET /servers?all_tenants=1', {
    as: 'stranger',
  }),
  step(
    'lists servers of a project',
    'compute GET /servers/detail?all_tenants=true&project_id={project}',
    {
      ...now,
      hide: ['updated'],
    },
  ),
  step('lists servers by tag', 'compute GET /servers?all_tenants=true&tags=pumphouse:source%3D1', {
    ...mine,
    ...now,
  }),
  step('lists servers without tag', 'compute GET /servers?not-tags=b', { as: 'member', ...now }),
  step('lists servers by name', 'compute GET /servers?name={run}-ol.', { as: 'member' }),
  step('lists servers by status', 'compute GET /servers?status=ACTIVE', { as: 'member' }),
  step('lists servers by a bad status', 'compute GET /servers?status=HAPPY', { as: 'member' }),
  step('lists servers by flavor', 'compute GET /servers?flavor={run}-f1', { as: 'member' }),
  step('lists servers by image', 'compute GET /servers?image={image}', { as: 'member' }),
  step('lists servers by metadata', 'compute GET /servers?metadata=role', { as: 'member' }),
  step('lists servers by an unknown filter', 'compute GET /servers?colour=red', { as: 'member' }),
  step('lists servers by an unknown filter today', 'compute GET /servers?colour=red', {
    as: 'member',
    ...now,
  }),
  step('lists deleted servers as a member', 'compute GET /servers?deleted=true', { as: 'member' }),
  step(
    'lists a page of servers',
    'compute GET /servers?limit=1&sort_key=display_name&sort_dir=asc',
    {
      as: 'member',
      ordered: true,
      ...now,
    },
  ),
  step(
    'lists the next page of servers',
    'compute GET /servers?limit=1&sort_key=display_name&sort_dir=asc&marker={grouped}',
    {
      as: 'member',
      ...now,
    },
  ),
  step('lists no page of servers', 'compute GET /servers?limit=0', { as: 'member', ...now }),
  step('lists a bad page of servers', 'compute GET /servers?limit=many', { as: 'member', ...now }),
  step('lists servers behind an unknown marker', `compute GET /servers?marker=${UNKNOWN}`, {
    as: 'member',
    ...now,
  }),
  step('lists servers by an unknown key', 'compute GET /servers?sort_key=colour', {
    as: 'member',
    ...now,
  }),
  step('addresses', 'compute GET /servers/{server}/ips', { as: 'member' }),
  step('interfaces', 'compute GET /servers/{server}/os-interface', { as: 'member' }),
  step('security groups of a server', 'compute GET /servers/{server}/os-security-groups', {
    as: 'member',
  }),
  step('actions of a server', 'compute GET /servers/{server}/os-instance-actions', {
    as: 'member',
    ...now,
  }),
  step('console output', 'compute POST /servers/{server}/action', {
    as: 'member',
    body: { 'os-getConsoleOutput': { length: 5 } },
  }),
  step('console output of no server', `compute POST /servers/${UNKNOWN}/action`, {
    body: { 'os-getConsoleOutput': {} },
  }),
  step('no password', 'compute GET /servers/{server}/os-server-password', { as: 'member' }),
];

const act = (name: string, body: unknown, options: StepOptions = {}): Step =>
  step(name, 'compute POST /servers/{server}/action', { as: 'member', body, ...options });
const becomes = (...is: string[]): Step =>
  prepare('compute GET /servers/{server}', { until: { at: 'server.status', is }, ...now });
const settles = prepare('compute GET /servers/{server}', {
  until: { at: 'server.OS-EXT-STS:task_state', is: [null] },
  ...now,
});

const power = [
  act('stops', { 'os-stop': null }),
  becomes('SHUTOFF'),
  step('a stopped server', 'compute GET /servers/{server}', now),
  act('stops again', { 'os-stop': null }),
  act('suspends a stopped one', { suspend: null }),
  act('pauses a stopped one', { pause: null }),
  act('resumes a stopped one', { resume: null }),
  act('starts', { 'os-start': null }),
  becomes('ACTIVE'),
  settles,
  act('starts again', { 'os-start': null }),
  act('suspends', { suspend: null }),
  becomes('SUSPENDED'),
  settles,
  step('a suspended server', 'compute GET /servers/{server}', now),
  act('stops a suspended one', { 'os-stop': null }),
  act('suspends a suspended one', { suspend: null }),
  act('resumes', { resume: null }),
  becomes('ACTIVE'),
  settles,
  act('pauses', { pause: null }),
  becomes('PAUSED'),
  settles,
  act('stops a paused one', { 'os-stop': null }),
  act('suspends a paused one', { suspend: null }),
  act('unpauses', { unpause: null }),
  becomes('ACTIVE'),
  settles,
  act('reboots', { reboot: { type: 'HARD' } }),
  becomes('ACTIVE'),
  settles,
  act('reboots oddly', { reboot: { type: 'SIDEWAYS' } }),
  act('stops as a reader', { 'os-stop': null }, { as: 'reader' }),
  becomes('SHUTOFF'),
  settles,
  act('starts once more', { 'os-start': null }),
  becomes('ACTIVE'),
  settles,
  act('stops as a stranger', { 'os-stop': null }, { as: 'stranger' }),
  act('stops as nobody', { 'os-stop': null }, { as: 'nobody' }),
  act('does what is not there', { paint: null }),
  act('does nothing', {}),
  act('does two things', { 'os-start': null, 'os-stop': null }),
  step('stops what is not there', `compute POST /servers/${UNKNOWN}/action`, {
    as: 'member',
    body: { 'os-stop': null },
  }),
];

const locks = [
  act('locks with a reason', { lock: { locked_reason: 'moving' } }, at('2.73')),
  step('a locked server', 'compute GET /servers/{server}', { as: 'member', ...now }),
  act('stops a locked one', { 'os-stop': null }),
  act('deletes metadata of a locked one', { 'os-stop': null }, { as: 'reader' }),
  step('deletes a locked one', 'compute DELETE /servers/{server}', { as: 'member' }),
  act('lists locked ones', { unlock: null }, { as: 'stranger' }),
  step('locked servers', 'compute GET /servers?locked=true', { as: 'member', ...now }),
  act('unlocks', { unlock: null }),
  act('unlocks again', { unlock: null }),
  act('locks with a wrong reason', { lock: { locked_reason: 7 } }, at('2.73')),
  act('locks with a reason before its time', { lock: { locked_reason: 'x' } }),
  act('resets the state', { 'os-resetState': { state: 'error' } }, { as: 'admin' }),
  step('a server in error', 'compute GET /servers/{server}', now),
  act('resets the state as a member', { 'os-resetState': { state: 'active' } }),
  act('resets the state back', { 'os-resetState': { state: 'active' } }, { as: 'admin' }),
];

const details = [
  step('tags', 'compute GET /servers/{server}/tags', { as: 'member', ...now }),
  step('adds a tag', 'compute PUT /servers/{server}/tags/c', { as: 'member', ...now }),
  step('adds a tag again', 'compute PUT /servers/{server}/tags/c', { as: 'member', ...now }),
  step('adds a bad tag', 'compute PUT /servers/{server}/tags/a,b', { as: 'member', ...now }),
  step('adds a long tag', `compute PUT /servers/{server}/tags/${'t'.repeat(61)}`, {
    as: 'member',
    ...now,
  }),
  step('checks a tag', 'compute GET /servers/{server}/tags/c', { as: 'member', ...now }),
  step('checks a tag that is not there', 'compute GET /servers/{server}/tags/d', {
    as: 'member',
    ...now,
  }),
  step('sets tags', 'compute PUT /servers/{server}/tags', {
    as: 'member',
    body: { tags: ['x', 'y'] },
    ...now,
  }),
  step('removes a tag', 'compute DELETE /servers/{server}/tags/x', { as: 'member', ...now }),
  step('removes a tag that is not there', 'compute DELETE /servers/{server}/tags/x', {
    as: 'member',
    ...now,
  }),
  step('tags before their time', 'compute GET /servers/{server}/tags', at('2.25')),
  step('metadata', 'compute GET /servers/{server}/metadata', { as: 'member' }),
  step('adds metadata', 'compute POST /servers/{server}/metadata', {
    as: 'member',
    body: { metadata: { more: 'x' } },
  }),
  step('sets metadata', 'compute PUT /servers/{server}/metadata', {
    as: 'member',
    body: { metadata: { role: 'db' } },
  }),
  step('sets one of the metadata', 'compute PUT /servers/{server}/metadata/role', {
    as: 'member',
    body: { meta: { role: 'web' } },
  }),
  step('removes metadata', 'compute DELETE /servers/{server}/metadata/role', { as: 'member' }),
  step('removes metadata again', 'compute DELETE /servers/{server}/metadata/role', {
    as: 'member',
  }),
  step('renames', 'compute PUT /servers/{server}', {
    as: 'member',
    body: { server: { name: '{run}-renamed', description: 'two' } },
    ...now,
  }),
  step('renames to nothing', 'compute PUT /servers/{server}', {
    as: 'member',
    body: { server: { name: '' } },
    ...now,
  }),
  step('renames as a stranger', 'compute PUT /servers/{server}', {
    as: 'stranger',
    body: { server: { name: 'x' } },
  }),
  step('attaches an interface', 'compute POST /servers/{server}/os-interface', {
    as: 'member',
    body: { interfaceAttachment: { port_id: '{port3}' } },
    ...now,
  }),
  step('attaches an interface again', 'compute POST /servers/{server}/os-interface', {
    as: 'member',
    body: { interfaceAttachment: { port_id: '{port3}' } },
    ...now,
  }),
  step('attaches an unknown interface', 'compute POST /servers/{server}/os-interface', {
    as: 'member',
    body: { interfaceAttachment: { port_id: UNKNOWN } },
    ...now,
  }),
  step('attaches an unknown network', 'compute POST /servers/{server}/os-interface', {
    as: 'member',
    body: { interfaceAttachment: { net_id: UNKNOWN } },
    ...now,
  }),
  step('an interface', 'compute GET /servers/{server}/os-interface/{port3}', { as: 'member' }),
  step('detaches an interface', 'compute DELETE /servers/{server}/os-interface/{port3}', {
    as: 'member',
  }),
  prepare('network GET /ports/{port3}', { until: { at: 'port.device_id', is: [''] } }),
  step('a detached port', 'network GET /ports/{port3}'),
  step('detaches an interface again', 'compute DELETE /servers/{server}/os-interface/{port3}', {
    as: 'member',
  }),
  act('adds a security group', { addSecurityGroup: { name: 'default' } }),
  act('adds an unknown security group', { addSecurityGroup: { name: 'none' } }),
  act('adds a floating IP after its time', { addFloatingIp: { address: '1.2.3.4' } }, now),
  step('networks through Nova after their time', 'compute GET /os-networks', now),
  step('deletes an image in use', 'image DELETE /images/{image}', { as: 'stranger' }),
];

const images = [
  act(
    'makes an image',
    { createImage: { name: '{run}-snap', metadata: { own: 'x' } } },
    {
      ...now,
      keep: { snap: 'image_id' },
    },
  ),
  step('a snapshot', 'image GET /images/{snap}', {
    until: { at: 'status', is: ['active', 'killed'] },
    hide: ['size', 'virtual_size', 'checksum', 'os_hash_value', 'min_disk'],
    undo: '/images/{snap}',
  }),
  settles,
  act(
    'makes an image of old',
    { createImage: { name: '{run}-snap2' } },
    {
      keep: { location: 'header:location' },
    },
  ),
  settles,
  step('snapshots of a project', 'image GET /images?name={run}-snap2', {
    hide: ['size', 'virtual_size', 'checksum', 'os_hash_value', 'status', 'min_disk'],
    keep: { snap2: 'images.0.id' },
    undo: '/images/{snap2}',
  }),
  act('makes an image without name', { createImage: {} }),
  act('shelves', { shelve: null }),
  becomes('SHELVED_OFFLOADED', 'SHELVED'),
  becomes('SHELVED_OFFLOADED'),
  step('a shelved server', 'compute GET /servers/{server}', now),
  act('stops a shelved one', { 'os-stop': null }),
  prepare('image GET /images?name={run}-renamed-shelved', { keep: { shelf: 'images.0.id' } }),
  act('unshelves', { unshelve: null }),
  becomes('ACTIVE'),
  settles,
  act('resizes to the same', { resize: { flavorRef: '{run}-f1' } }),
  act('resizes to an unknown flavor', { resize: { flavorRef: 'none' } }),
  act('confirms no resize', { confirmResize: null }),
  act('rebuilds', { rebuild: { imageRef: '{image}', name: '{run}-rebuilt' } }, now),
  becomes('ACTIVE'),
  settles,
];

const ends = [
  step('deletes as a stranger', 'compute DELETE /servers/{server}', { as: 'stranger' }),
  step('deletes', 'compute DELETE /servers/{server}', { as: 'member' }),
  step('a deleted server', 'compute GET /servers/{server}', {
    as: 'member',
    until: { status: 404 },
  }),
  step('deletes again', 'compute DELETE /servers/{server}', { as: 'member' }),
  step('a port of a deleted server', 'network GET /ports/{port1}'),
  step('ports that Nova made are gone', 'network GET /ports?device_id={server}'),
  step('deleted servers', 'compute GET /servers?deleted=true&all_tenants=true&name={run}-rebuilt', {
    ...mine,
    ...now,
  }),
  step('deletes what was never there', `compute DELETE /servers/${UNKNOWN}`),
  step('deletes a port of a server', 'network DELETE /ports/{port2}'),
  step('a server whose port is gone', 'compute GET /servers/{old}', {
    until: { at: 'server.addresses.{run}-net', is: [undefined] },
    hide: ['updated'],
    ...now,
  }),
  step('deletes by force', 'compute POST /servers/{old}/action', { body: { forceDelete: null } }),
  step('a server deleted by force', 'compute GET /servers/{old}', { until: { status: 404 } }),
];

const quota = [
  prepare('compute PUT /os-quota-sets/{project}', {
    body: { quota_set: { instances: 0, force: true } },
  }),
  step('goes beyond the quota of servers', 'compute POST /servers', {
    as: 'member',
    body: server({}),
    ...now,
  }),
  prepare('compute PUT /os-quota-sets/{project}', {
    body: { quota_set: { instances: 10, ram: 10, force: true } },
  }),
  step('goes beyond the quota of memory', 'compute POST /servers', {
    as: 'member',
    body: server({}),
    ...now,
  }),
  prepare('compute DELETE /os-quota-sets/{project}'),
];

const created = [
  prepare('compute POST /servers', {
    as: 'member',
    body: server({
      networks: [{ port: '{port1}' }, { uuid: '{net}' }],
      metadata: { role: 'web' },
      tags: ['b'],
    }),
    ...now,
    keep: { server: 'server.id' },
    undo: '/servers/{server}',
  }),
  prepare('compute POST /servers', {
    as: 'member',
    body: server({ name: '{run}-old', networks: [{ port: '{port2}' }] }),
    ...now,
    keep: { old: 'server.id' },
    undo: '/servers/{old}',
  }),
  becomes('ACTIVE', 'ERROR'),
  prepare('compute GET /servers/{old}', {
    until: { at: 'server.status', is: ['ACTIVE', 'ERROR'] },
  }),
];

/** How servers are made, shown and switched. */
export const servers: Session = {
  service: 'compute',
  name: 'servers',
  steps: [...preparations, ...creations, ...looks, ...power, ...locks],
};

/** What else is done with them, to their end. */
export const serverLife: Session = {
  service: 'compute',
  name: 'server-life',
  steps: [...preparations, ...created, ...details, ...images, ...ends, ...quota],
};
