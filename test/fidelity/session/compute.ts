import type { Session } from '../wire/step.ts';
import { step } from '../wire/step.ts';

const mine = { list: 'mine' } as const;
const at = (microversion: string) => ({ microversion });
const KEY =
  'ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQCMv7HEOOEVE0LvmlVHkKATwgCjKwzih7uHq0QaUpOo7E6So7RAPZfYSBVjopwFojIOT8yVfDzM/ajuxPDFmOE/0JTs5sHfb1TCiRRKa59E42Ku472ch78WlMUEZvL1jhtGZnzDhupEbBSWnweiN3x8gy74B3oV3xGK5hsEX57nyRSv3xeGVrkAk9mRUAPRlQ9FiQkpL2nP38Z7Pq75vjgelNGexZd5v0UpKvL9yyIxaQ2vlMYeVrMgSmYUsqfxfAE/t+H6lfz9bgUKEX/gaT3oKueY/NEEC/X7KTm6iMP+8UPXbdfYAShBCCpMbUJOACD9iO0ZGm0kXeiskadHkMTF fidelity';
const ED =
  'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHJ9Hf4T0l8Fv0jKQqgq2Y9cQFq3bT2x1mJ4pS0nq0Yz fidelity';

const versions = [
  step('version documents', 'compute GET ^/', { as: 'nobody' }),
  step('version document of v2.1', 'compute GET ^/v2.1/', { as: 'nobody' }),
  step('version document without slash', 'compute GET ^/v2.1', { as: 'nobody' }),
  step('a microversion that is too new', 'compute GET /servers', at('2.999')),
  step('a microversion that is none', 'compute GET /servers', at('two')),
  step('the latest microversion', 'compute GET /os-keypairs?limit=0', at('latest')),
  step('the old header of a microversion', 'compute GET /os-keypairs?limit=0', {
    headers: { 'x-openstack-nova-api-version': '2.40' },
  }),
  step('nobody', 'compute GET /servers', { as: 'nobody' }),
  step('a bad token', 'compute GET /servers', {
    as: 'nobody',
    headers: { 'x-auth-token': 'nonsense' },
  }),
  step('a path that is not there', 'compute GET /nothing'),
  step('a method that is not there', 'compute PATCH /servers', { body: {} }),
  step('extensions', 'compute GET /extensions', { list: 'shape' }),
  step('limits', 'compute GET /limits', { as: 'member' }),
  step('limits of today', 'compute GET /limits', { as: 'member', ...at('2.93') }),
  step('zones', 'compute GET /os-availability-zone', { as: 'member', list: 'shape' }),
  step('zones with hosts as a member', 'compute GET /os-availability-zone/detail', {
    as: 'member',
  }),
  step('services', 'compute GET /os-services', { list: 'shape', ...at('2.93') }),
  step('services as a member', 'compute GET /os-services', { as: 'member' }),
  step('hypervisors', 'compute GET /os-hypervisors', { list: 'shape', ...at('2.93') }),
  step('aggregates', 'compute GET /os-aggregates', mine),
  step('usage', 'compute GET /os-simple-tenant-usage/{project}', { as: 'member' }),
];

const flavorBody = (more: object) => ({
  flavor: { name: '{run}-flavor', ram: 64, vcpus: 1, disk: 1, ...more },
});
const flavors = [
  step('creates a flavor', 'compute POST /flavors', {
    body: flavorBody({
      id: '{run}-f1',
      swap: 32,
      'OS-FLV-EXT-DATA:ephemeral': 1,
      description: 'd',
    }),
    keep: { flavor: 'flavor.id' },
    undo: '/flavors/{run}-f1',
    ...at('2.61'),
  }),
  step('creates a flavor of old', 'compute POST /flavors', {
    body: flavorBody({ name: '{run}-old', id: null, rxtx_factor: 2.0 }),
    keep: { oldFlavor: 'flavor.id' },
    undo: '/flavors/{oldFlavor}',
  }),
  step('creates a private flavor', 'compute POST /flavors', {
    body: flavorBody({
      name: '{run}-private',
      id: 'auto',
      'os-flavor-access:is_public': false,
    }),
    keep: { private: 'flavor.id' },
    undo: '/flavors/{private}',
    ...at('2.93'),
  }),
  ...(
    [
      ['of a taken id', { id: '{run}-f1', name: '{run}-x' }],
      ['of a taken name', { id: '{run}-f9' }],
      ['without memory', { ram: undefined }],
      ['with no memory', { ram: 0, name: '{run}-x' }],
      ['with a wrong type', { ram: 'much', name: '{run}-x' }],
      ['with an empty name', { name: '' }],
      ['with an unknown attribute', { colour: 'red', name: '{run}-x' }],
      ['with a description before its time', { description: 'd', name: '{run}-x' }],
      ['with a bad id', { id: 'a b?', name: '{run}-x' }],
    ] as const
  ).map(([what, more]) =>
    step(`creates a flavor ${what}`, 'compute POST /flavors', { body: flavorBody(more) }),
  ),
  step('creates a flavor as a member', 'compute POST /flavors', {
    as: 'member',
    body: flavorBody({ name: '{run}-x' }),
  }),
  step('creates a flavor without wrapper', 'compute POST /flavors', { body: {} }),
  step('creates a flavor without body', 'compute POST /flavors'),
  step('creates a flavor with no JSON', 'compute POST /flavors', {
    bytes: '{"flavor":',
    headers: { 'content-type': 'application/json' },
  }),
  step('shows a flavor', 'compute GET /flavors/{run}-f1', at('2.61')),
  step('shows a flavor of old', 'compute GET /flavors/{run}-f1'),
  step('shows a flavor of today', 'compute GET /flavors/{run}-f1', at('2.93')),
  step('shows a flavor that is not there', 'compute GET /flavors/none'),
  step('shows a private flavor to a member', 'compute GET /flavors/{private}', { as: 'member' }),
  step('lists flavors', 'compute GET /flavors', mine),
  step('lists flavors with details', 'compute GET /flavors/detail', { ...mine, ...at('2.61') }),
  step('lists all flavors', 'compute GET /flavors/detail?is_public=None', {
    ...mine,
    ...at('2.61'),
  }),
  step('lists private flavors', 'compute GET /flavors?is_public=false', mine),
  step('lists flavors as a member', 'compute GET /flavors/detail?is_public=None', {
    as: 'member',
    ...mine,
  }),
  step('lists flavors by a bad filter', 'compute GET /flavors?is_public=perhaps'),
  step('lists flavors by memory', 'compute GET /flavors?minRam=65&is_public=None', mine),
  step('lists a bad page of flavors', 'compute GET /flavors?limit=many'),
  step('lists flavors behind an unknown marker', 'compute GET /flavors?marker=none'),
  step('lists a page of flavors', 'compute GET /flavors?limit=1&marker={run}-f1', {
    hide: ['href', 'id', 'name'],
    list: 'shape',
  }),
  step('sets extra specs', 'compute POST /flavors/{run}-f1/os-extra_specs', {
    body: { extra_specs: { 'hw:cpu_policy': 'shared', own: 'x' } },
    ...at('2.61'),
  }),
  step('sets bad extra specs', 'compute POST /flavors/{run}-f1/os-extra_specs', {
    body: { extra_specs: { 'hw:cpu_policy': 'wild' } },
    ...at('2.93'),
  }),
  step('sets extra specs that are no strings', 'compute POST /flavors/{run}-f1/os-extra_specs', {
    body: { extra_specs: { own: { a: 1 } } },
  }),
  step('sets no extra specs', 'compute POST /flavors/{run}-f1/os-extra_specs', { body: {} }),
  step('extra specs', 'compute GET /flavors/{run}-f1/os-extra_specs'),
  step('an extra spec', 'compute GET /flavors/{run}-f1/os-extra_specs/own'),
  step('an extra spec that is not there', 'compute GET /flavors/{run}-f1/os-extra_specs/none'),
  step('changes an extra spec', 'compute PUT /flavors/{run}-f1/os-extra_specs/own', {
    body: { own: 'y' },
  }),
  step('removes an extra spec', 'compute DELETE /flavors/{run}-f1/os-extra_specs/own'),
  step('removes an extra spec again', 'compute DELETE /flavors/{run}-f1/os-extra_specs/own'),
  step('describes a flavor', 'compute PUT /flavors/{run}-f1', {
    body: { flavor: { description: 'e' } },
    ...at('2.61'),
  }),
  step('describes a flavor before its time', 'compute PUT /flavors/{run}-f1', {
    body: { flavor: { description: 'e' } },
  }),
  step('gives access', 'compute POST /flavors/{private}/action', {
    body: { addTenantAccess: { tenant: '{project}' } },
    ...at('2.7'),
  }),
  step('gives access again', 'compute POST /flavors/{private}/action', {
    hide: ['message'],
    body: { addTenantAccess: { tenant: '{project}' } },
    ...at('2.7'),
  }),
  step('gives access to a public flavor', 'compute POST /flavors/{run}-f1/action', {
    body: { addTenantAccess: { tenant: '{project}' } },
    ...at('2.7'),
  }),
  step('gives access to an unknown project', 'compute POST /flavors/{private}/action', {
    body: { addTenantAccess: { tenant: 'none-such' } },
    ...at('2.7'),
  }),
  step('gives access as a member', 'compute POST /flavors/{private}/action', {
    as: 'member',
    body: { addTenantAccess: { tenant: '{project}' } },
  }),
  step('who has access', 'compute GET /flavors/{private}/os-flavor-access', at('2.7')),
  step('who has access to a public flavor', 'compute GET /flavors/{run}-f1/os-flavor-access'),
  step('shows a private flavor to who has access', 'compute GET /flavors/{private}', {
    as: 'member',
    ...at('2.61'),
  }),
  step('takes access', 'compute POST /flavors/{private}/action', {
    body: { removeTenantAccess: { tenant: '{project}' } },
    ...at('2.7'),
  }),
  step('takes access again', 'compute POST /flavors/{private}/action', {
    hide: ['message'],
    body: { removeTenantAccess: { tenant: '{project}' } },
    ...at('2.7'),
  }),
  step('an unknown action on a flavor', 'compute POST /flavors/{private}/action', {
    body: { paint: {} },
  }),
  step('deletes a flavor as a member', 'compute DELETE /flavors/{run}-f1', { as: 'member' }),
  step('deletes a flavor', 'compute DELETE /flavors/{oldFlavor}'),
  step('deletes a flavor again', 'compute DELETE /flavors/{oldFlavor}'),
];

const keypairs = [
  step('imports a key', 'compute POST /os-keypairs', {
    as: 'member',
    body: { keypair: { name: '{run}-key', public_key: KEY } },
    undo: '/os-keypairs/{run}-key',
  }),
  step('imports a key for a user', 'compute POST /os-keypairs', {
    body: { keypair: { name: '{run}-ed', public_key: ED, type: 'ssh', user_id: '{alice}' } },
    undo: '/os-keypairs/{run}-ed?user_id={alice}',
    ...at('2.10'),
  }),
  step('imports a key for another user as a member', 'compute POST /os-keypairs', {
    as: 'member',
    body: { keypair: { name: '{run}-x', public_key: ED, user_id: '{bob}' } },
    ...at('2.10'),
  }),
  step('makes a key', 'compute POST /os-keypairs', {
    as: 'member',
    body: { keypair: { name: '{run}-made' } },
    hide: ['public_key', 'fingerprint'],
    undo: '/os-keypairs/{run}-made',
  }),
  step('makes a key in these days', 'compute POST /os-keypairs', {
    as: 'member',
    body: { keypair: { name: '{run}-now' } },
    hide: ['public_key', 'fingerprint'],
    ...at('2.92'),
  }),
  ...(
    [
      ['of a taken name', { name: '{run}-key', public_key: KEY }],
      ['that is none', { name: '{run}-x', public_key: 'nonsense' }],
      ['with a bad name', { name: '{run}-ü?', public_key: ED }],
      ['with an empty name', { name: '', public_key: ED }],
      ['with no name', { public_key: ED }],
      ['of an unknown type', { name: '{run}-x', type: 'gpg', public_key: ED }],
      ['with an unknown attribute', { name: '{run}-x', colour: 'red' }],
    ] as const
  ).map(([what, keypair]) =>
    step(`imports a key ${what}`, 'compute POST /os-keypairs', {
      as: 'member',
      body: { keypair },
      ...at('2.10'),
    }),
  ),
  step('imports a key with a user before its time', 'compute POST /os-keypairs', {
    body: { keypair: { name: '{run}-x', public_key: ED, user_id: '{alice}' } },
  }),
  step('shows a key', 'compute GET /os-keypairs/{run}-key', {
    as: 'member',
    hide: ['id'],
    ...at('2.10'),
  }),
  step('shows a key of old', 'compute GET /os-keypairs/{run}-key', { as: 'member', hide: ['id'] }),
  step("shows a user's key", 'compute GET /os-keypairs/{run}-ed?user_id={alice}', {
    hide: ['id'],
    ...at('2.10'),
  }),
  step("shows a stranger's key", 'compute GET /os-keypairs/{run}-key', { as: 'stranger' }),
  step("shows another's key as a member", 'compute GET /os-keypairs/{run}-key?user_id={alice}', {
    as: 'stranger',
    ...at('2.10'),
  }),
  step('shows a key that is not there', 'compute GET /os-keypairs/none', { as: 'member' }),
  step('lists keys', 'compute GET /os-keypairs', {
    as: 'member',
    hide: ['public_key', 'fingerprint'],
    ...at('2.35'),
  }),
  step("lists a user's keys", 'compute GET /os-keypairs?user_id={alice}', {
    hide: ['public_key', 'fingerprint'],
    ...at('2.10'),
  }),
  step("lists another's keys as a member", 'compute GET /os-keypairs?user_id={alice}', {
    as: 'stranger',
    ...at('2.10'),
  }),
  step('lists a page of keys', 'compute GET /os-keypairs?limit=1&user_id={alice}', {
    hide: ['public_key', 'fingerprint'],
    ...at('2.35'),
  }),
  step('lists keys behind an unknown marker', 'compute GET /os-keypairs?marker=none', at('2.35')),
  step('lists keys by an unknown filter', 'compute GET /os-keypairs?colour=red', at('2.75')),
  step('deletes a key', 'compute DELETE /os-keypairs/{run}-key', { as: 'member' }),
  step('deletes a key in these days', 'compute DELETE /os-keypairs/{run}-made', {
    as: 'member',
    ...at('2.10'),
  }),
  step('deletes a key again', 'compute DELETE /os-keypairs/{run}-key', { as: 'member' }),
  step(
    "deletes another's key as a member",
    'compute DELETE /os-keypairs/{run}-ed?user_id={alice}',
    {
      as: 'stranger',
      ...at('2.10'),
    },
  ),
];

const group = (more: object, version = '2.64') => ({
  body: { server_group: { name: '{run}-group', ...more } },
  ...at(version),
});
const groups = [
  step('creates a server group', 'compute POST /os-server-groups', {
    as: 'member',
    ...group({ policy: 'anti-affinity', rules: { max_server_per_host: 2 } }),
    keep: { group: 'server_group.id' },
    undo: '/os-server-groups/{group}',
  }),
  step('creates a server group of old', 'compute POST /os-server-groups', {
    as: 'member',
    ...group({ policies: ['affinity'] }, '2.1'),
    keep: { group1: 'server_group.id' },
    undo: '/os-server-groups/{group1}',
  }),
  ...(
    [
      ['of an unknown policy', { policy: 'hate' }],
      ['with wrong rules', { policy: 'affinity', rules: { max_server_per_host: 2 } }],
      ['with policies after their time', { policies: ['affinity'] }],
      ['without policy', {}],
      ['with an empty name', { name: '', policy: 'affinity' }],
    ] as const
  ).map(([what, more]) =>
    step(`creates a server group ${what}`, 'compute POST /os-server-groups', {
      as: 'member',
      ...group(more),
    }),
  ),
  step('shows a server group', 'compute GET /os-server-groups/{group}', {
    as: 'member',
    ...at('2.64'),
  }),
  step('shows a server group of old', 'compute GET /os-server-groups/{group}', { as: 'member' }),
  step('shows a server group to a stranger', 'compute GET /os-server-groups/{group}', {
    as: 'stranger',
  }),
  step('shows a server group to the admin', 'compute GET /os-server-groups/{group}', at('2.64')),
  step('shows a server group that is not there', 'compute GET /os-server-groups/none'),
  step('lists server groups', 'compute GET /os-server-groups', { as: 'member', ...at('2.64') }),
  step('lists all server groups', 'compute GET /os-server-groups?all_projects=true', {
    ...mine,
    ...at('2.64'),
  }),
  step('lists all server groups as a member', 'compute GET /os-server-groups?all_projects=true', {
    as: 'stranger',
    ...mine,
  }),
  step('lists a page of server groups', 'compute GET /os-server-groups?limit=1&offset=1', {
    as: 'member',
    ...at('2.64'),
  }),
  step('deletes a server group', 'compute DELETE /os-server-groups/{group1}', { as: 'member' }),
  step('deletes a server group again', 'compute DELETE /os-server-groups/{group1}', {
    as: 'member',
  }),
];

const quotas = [
  step('quota of a project', 'compute GET /os-quota-sets/{project}', at('2.57')),
  step('quota of old', 'compute GET /os-quota-sets/{project}'),
  step('quota as a member', 'compute GET /os-quota-sets/{project}', { as: 'member' }),
  step("a stranger's quota", 'compute GET /os-quota-sets/{project}', { as: 'stranger' }),
  step('default quota', 'compute GET /os-quota-sets/{project}/defaults', at('2.57')),
  step('quota with usage', 'compute GET /os-quota-sets/{project}/detail', at('2.57')),
  step('sets a quota', 'compute PUT /os-quota-sets/{project}', {
    body: { quota_set: { instances: 2, cores: 1, key_pairs: 1, server_groups: 1 } },
    ...at('2.57'),
  }),
  step('sets a quota as a member', 'compute PUT /os-quota-sets/{project}', {
    as: 'member',
    body: { quota_set: { instances: 2 } },
  }),
  step('sets an unknown quota', 'compute PUT /os-quota-sets/{project}', {
    body: { quota_set: { colour: 2 } },
    ...at('2.57'),
  }),
  step('sets a bad quota', 'compute PUT /os-quota-sets/{project}', {
    body: { quota_set: { instances: -7 } },
    ...at('2.57'),
  }),
  step('sets the quota of an unknown project', 'compute PUT /os-quota-sets/none-such', {
    body: { quota_set: { instances: 7 } },
    ...at('2.57'),
  }),
  step('goes beyond the quota of server groups', 'compute POST /os-server-groups', {
    as: 'member',
    ...group({ policy: 'affinity' }),
  }),
  step('goes beyond the quota of keys', 'compute POST /os-keypairs', {
    as: 'member',
    body: { keypair: { name: '{run}-key2', public_key: KEY } },
  }),
  step('sets a quota of a user', 'compute PUT /os-quota-sets/{project}?user_id={alice}', {
    body: { quota_set: { ram: 300 } },
    ...at('2.57'),
  }),
  step('quota of a user', 'compute GET /os-quota-sets/{project}?user_id={alice}', at('2.57')),
  step(
    'gives a user more than the project',
    'compute PUT /os-quota-sets/{project}?user_id={alice}',
    {
      body: { quota_set: { ram: 90_000 } },
      ...at('2.57'),
    },
  ),
  step('gives a user no limit', 'compute PUT /os-quota-sets/{project}?user_id={alice}', {
    body: { quota_set: { ram: -1 } },
    ...at('2.57'),
  }),
  step('gives a project less than a user has', 'compute PUT /os-quota-sets/{project}', {
    body: { quota_set: { ram: 299 } },
    ...at('2.57'),
  }),
  step('forces a quota of a user', 'compute PUT /os-quota-sets/{project}?user_id={alice}', {
    body: { quota_set: { ram: 90_000, force: true } },
    ...at('2.57'),
  }),
  step('forgets a quota', 'compute DELETE /os-quota-sets/{project}'),
  step('forgets a quota again', 'compute DELETE /os-quota-sets/{project}'),
  step('quota of a user, forgotten', 'compute GET /os-quota-sets/{project}?user_id={alice}', {
    ...at('2.57'),
  }),
  // To what they are: the lab is not this test's alone.
  step('sets a default quota', 'compute PUT /os-quota-class-sets/default', {
    body: { quota_class_set: { instances: 10 } },
    ...at('2.57'),
  }),
  step('sets a default quota of old', 'compute PUT /os-quota-class-sets/default', {
    body: { quota_class_set: { instances: 10 } },
  }),
  step('sets an unknown default quota', 'compute PUT /os-quota-class-sets/default', {
    body: { quota_class_set: { colour: 1 } },
    ...at('2.57'),
  }),
  step('sets a default quota as a member', 'compute PUT /os-quota-class-sets/default', {
    as: 'member',
    body: { quota_class_set: { instances: 10 } },
    ...at('2.57'),
  }),
];

/** Everything of Nova but servers. */
export const compute: Session = {
  service: 'compute',
  name: 'compute',
  steps: [...versions, ...flavors, ...keypairs, ...groups, ...quotas],
};
