import type { Person } from '../wire/step.ts';

/** One `openstack` command. Its output is asked for as JSON where it has columns. */
export interface Command {
  readonly name: string;
  readonly argv: readonly string[];
  readonly as?: Extract<Person, 'admin' | 'member'>;
  readonly keep?: Readonly<Record<string, string>>;
  readonly until?:
    { readonly at: string; readonly is: readonly string[] } | { readonly code: number };
  readonly undo?: readonly string[];
  readonly list?: 'mine' | 'shape';
  readonly hide?: readonly string[];
  /** Keys that are there, or have a value, only after a moment: they are left out. */
  readonly late?: readonly string[];
}

type Options = Omit<Command, 'name' | 'argv'>;

/** With columns. */
function tell(line: string, options: Options = {}): Command {
  return { name: line, argv: [...line.split(' '), '-f', 'json'], ...options };
}

/** Without. */
function run(line: string, options: Options = {}): Command {
  return { name: line, argv: line.split(' '), ...options };
}

const member = { as: 'member' } as const;
const mine = { list: 'mine' } as const;
const id = (name: string): Options => ({ keep: { [name]: 'id' } });

const identity = [
  tell('token issue', { hide: ['id'] }),
  tell('token issue', member),
  tell('catalog list', { list: 'shape' }),
  tell('project create {run}-p --description one --tag a --property own=x', {
    ...id('p'),
    undo: ['project', 'delete', '{p}'],
  }),
  tell('project show {run}-p'),
  tell('project show none'),
  tell('project list', mine),
  tell('project list --long', mine),
  tell('project list', { ...member, ...mine }),
  run('project set {p} --description two --tag b'),
  tell('user create {run}-u --project {p} --email u@example.org', {
    ...id('u'),
    undo: ['user', 'delete', '{u}'],
  }),
  tell('user show {run}-u'),
  tell('user list', mine),
  tell('user list --long', mine),
  tell('user list', { ...member, ...mine }),
  tell('role list', { list: 'shape' }),
  run('role add --user {u} --project {p} member'),
  tell('role assignment list --project {p} --names'),
  tell('role assignment list --user {u} --effective'),
  run('role remove --user {u} --project {p} member'),
  run('role remove --user {u} --project {p} member'),
  tell('domain list', { list: 'shape' }),
  tell('group create {run}-g', { undo: ['group', 'delete', '{run}-g'] }),
  tell('service list', { list: 'shape' }),
  tell('region list'),
];

const image = [
  tell(
    'image create {run}-image --disk-format raw --container-format bare --property own=x --tag t --file {file}',
    {
      ...member,
      ...id('image'),
      hide: ['size'],
      undo: ['image', 'delete', '{image}'],
    },
  ),
  tell('image show {image}', member),
  tell('image show none', member),
  tell('image list', { ...member, ...mine }),
  tell('image list --long', { ...member, ...mine }),
  tell('image list --private --name {run}-image', member),
  run('image set {image} --property more=y --min-disk 1', member),
  run('image unset {image} --property own --tag t', member),
  tell('image add project {image} {other}', member),
  tell('image member list {image}', member),
  run('image remove project {image} {other}', member),
  run('image set {image} --public', member),
  run('image save {image} --file {copy}', member),
];

const network = [
  tell('network create {run}-net', {
    ...member,
    ...id('net'),
    undo: ['network', 'delete', '{net}'],
  }),
  tell('network show {run}-net', member),
  tell('network show none', member),
  tell('network list', { ...member, ...mine }),
  tell('network list --long --project {project}', mine),
  run('network set {net} --description d --tag a', member),
  tell('network create {run}-ext --external', {
    ...id('ext'),
    undo: ['network', 'delete', '{ext}'],
  }),
  tell('subnet create {run}-extsub --network {ext} --subnet-range 198.51.100.0/24 --no-dhcp', {
    ...id('extsub'),
  }),
  tell(
    'subnet create {run}-sub --network {net} --subnet-range 10.77.0.0/24 --no-dhcp --dns-nameserver 9.9.9.9 --allocation-pool start=10.77.0.100,end=10.77.0.200',
    {
      ...member,
      ...id('sub'),
    },
  ),
  tell('subnet create {run}-sub2 --network {net} --subnet-range 10.77.0.0/25', member),
  tell('subnet show {run}-sub', member),
  tell('subnet list', { ...member, ...mine }),
  tell('subnet list --long', { ...member, ...mine }),
  tell('security group create {run}-sg', {
    ...member,
    ...id('sg'),
    undo: ['security', 'group', 'delete', '{sg}'],
  }),
  tell('security group list', { ...member, ...mine }),
  tell('security group show {run}-sg', member),
  tell('security group rule create {sg} --protocol tcp --dst-port 22 --remote-ip 10.0.0.0/8', {
    ...member,
    ...id('rule'),
  }),
  tell(
    'security group rule create {sg} --protocol tcp --dst-port 22 --remote-ip 10.0.0.0/8',
    member,
  ),
  tell('security group rule list {sg}', member),
  run('security group rule delete {rule}', member),
  tell(
    'port create {run}-port --network {net} --fixed-ip subnet={sub},ip-address=10.77.0.10 --security-group {sg}',
    {
      ...member,
      ...id('port'),
      undo: ['port', 'delete', '{port}'],
    },
  ),
  tell('port create {run}-port2 --network {net} --fixed-ip ip-address=10.77.0.10', member),
  tell('port show {run}-port', member),
  tell('port list', { ...member, ...mine }),
  tell('port list --long --network {net}', member),
  run('port set {port} --name {run}-porta --disable', member),
  run('port set {port} --enable', member),
  tell('router create {run}-router', {
    ...member,
    ...id('router'),
    undo: ['router', 'delete', '{router}'],
  }),
  run('router set {router} --external-gateway {ext}', {
    ...member,
    undo: ['router', 'unset', '{router}', '--external-gateway'],
  }),
  run('router add subnet {router} {sub}', {
    ...member,
    undo: ['router', 'remove', 'subnet', '{router}', '{sub}'],
  }),
  tell('router show {router}', member),
  tell('router list', { ...member, ...mine }),
  run('router delete {router}', { ...member, hide: ['stderr'] }),
  tell('floating ip create {ext}', {
    ...member,
    ...id('fip'),
    undo: ['floating', 'ip', 'delete', '{fip}'],
  }),
  run('floating ip set {fip} --port {port}', {
    ...member,
    undo: ['floating', 'ip', 'unset', '{fip}', '--port'],
  }),
  tell('floating ip show {fip}', member),
  tell('floating ip list', { ...member, ...mine }),
  tell('network agent list', { list: 'shape' }),
  tell('extension show router'),
];

const compute = [
  tell('flavor create {run}-flavor --id {run}-f1 --ram 64 --disk 1 --vcpus 1', {
    undo: ['flavor', 'delete', '{run}-f1'],
  }),
  run('flavor set {run}-flavor --property own=x'),
  tell('flavor show {run}-flavor'),
  tell('flavor show none'),
  tell('flavor list --all', mine),
  tell('keypair create {run}-key --public-key {key}', {
    ...member,
    undo: ['keypair', 'delete', '{run}-key'],
  }),
  tell('keypair list', member),
  tell('keypair show {run}-key', { ...member, hide: ['id'] }),
  tell('server group create {run}-group --policy affinity', {
    ...member,
    ...id('group'),
    undo: ['server', 'group', 'delete', '{group}'],
  }),
  tell('server group list', member),
  tell('availability zone list', { ...member, list: 'shape' }),
  tell('hypervisor list', { list: 'shape' }),
  tell('compute service list', { list: 'shape' }),
  tell(
    'server create {run}-server --flavor {run}-f1 --image {image} --port {port} --key-name {run}-key --property own=x --availability-zone nova',
    {
      ...member,
      ...id('server'),
      late: ['OS-EXT-STS:task_state', 'hostId'],
      undo: ['server', 'delete', '{server}', '--wait'],
    },
  ),
  tell('server create {run}-x --flavor none --image {image} --port {port}', member),
  tell('server show {server}', {
    ...member,
    until: { at: 'status', is: ['ACTIVE', 'ERROR'] },
  }),
  tell('server show {server}', { hide: ['OS-EXT-SRV-ATTR:user_data'] }),
  tell('server show none', member),
  tell('server list', member),
  tell('server list --long', member),
  tell('server list --all-projects --project {project}', { hide: ['ID'] }),
  run('server stop {server}', member),
  tell('server show {server} -c status', {
    ...member,
    until: { at: 'status', is: ['SHUTOFF', 'ERROR'] },
  }),
  run('server stop {server}', member),
  run('server start {server}', member),
  tell('server show {server} -c status', {
    ...member,
    until: { at: 'status', is: ['ACTIVE', 'ERROR'] },
  }),
  run('server pause {server}', member),
  tell('server show {server} -c status', {
    ...member,
    until: { at: 'status', is: ['PAUSED', 'ERROR'] },
  }),
  run('server unpause {server}', member),
  tell('server show {server} -c status', {
    ...member,
    until: { at: 'status', is: ['ACTIVE', 'ERROR'] },
  }),
  run('server lock {server}', member),
  run('server unlock {server}', member),
  run('server set {server} --name {run}-renamed --property more=y', member),
  tell('server event list {server} --long', member),
  run('server remove port {server} {port}', member),
  tell('server image create {server} --name {run}-snap', {
    ...member,
    ...id('snap'),
    late: [
      'size',
      'virtual_size',
      'checksum',
      'os_hash_algo',
      'os_hash_value',
      'stores',
      'disk_format',
      'container_format',
      'image_state',
      'status',
      'updated_at',
      'min_disk',
    ],
    undo: ['image', 'delete', '{snap}'],
  }),
  tell('quota show {project}', { hide: ['id'] }),
  run('quota set {project} --instances 7 --volumes 8 --networks 9'),
  tell('quota show {project}', { hide: ['id'] }),
  tell('limits show --absolute', { ...member, hide: ['Value'] }),
];

const volume = [
  tell('volume type list', { list: 'shape' }),
  tell('volume create {run}-volume --size 1 --property own=x', {
    ...member,
    ...id('volume'),
    undo: ['volume', 'delete', '{volume}'],
  }),
  tell('volume show {volume}', {
    ...member,
    until: { at: 'status', is: ['available', 'error'] },
  }),
  tell('volume show none', member),
  tell('volume list', member),
  tell('volume list --long', member),
  run('volume set {volume} --name {run}-volumea --bootable', member),
  tell('volume snapshot create {run}-vs --volume {volume}', {
    ...member,
    ...id('vs'),
  }),
  tell('volume snapshot show {vs}', {
    ...member,
    until: { at: 'status', is: ['available', 'error'] },
  }),
  tell('volume snapshot list', member),
  run('volume delete {volume}', member),
  run('volume snapshot delete {vs}', member),
  tell('volume snapshot show {vs}', { ...member, until: { code: 1 } }),
];

export const commands: readonly Command[] = [
  ...identity,
  ...image,
  ...network,
  ...compute,
  ...volume,
];
