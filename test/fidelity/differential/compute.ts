import type { Operations } from './operation.ts';

const settled = (id: string) => ({
  call: `compute GET /servers/${id}`,
  as: 'admin' as const,
  until: { at: 'server.OS-EXT-STS:task_state', is: [null, undefined] },
});

const VERSIONS = ['2.1', '2.26', '2.47', '2.73', '2.93'] as const;

export const compute: Operations = [
  (draw) => ({
    call: 'compute POST /flavors',
    as: draw.one(['admin', 'admin', 'member']),
    body: {
      flavor: {
        name: draw.name(),
        ram: draw.one([64, 64, 0, 'x', '32']),
        vcpus: draw.one([1, 1, 0]),
        disk: draw.one([1, 0, -1]),
        ...(draw.once(3) ? { swap: draw.one([0, 16, 'x']) } : {}),
        ...(draw.once(3) ? { 'os-flavor-access:is_public': draw.one([true, false]) } : {}),
      },
    },
    options: { microversion: draw.one(['2.1', '2.61', '2.93']) },
    makes: { kind: 'flavor', at: 'flavor.id', path: 'compute DELETE /flavors/' },
  }),
  (draw) => ({
    call: `compute ${draw.one(['GET', 'POST'])} /flavors/${draw.id('flavor')}/os-extra_specs`,
    as: draw.one(['admin', 'member']),
    body: { extra_specs: draw.one<object>([{ own: 'x' }, { own: 7 }, {}]) },
  }),
  (draw) => ({
    call: `compute GET /flavors/${draw.id('flavor')}`,
    as: draw.one(['admin', 'member', 'nobody']),
    options: { microversion: draw.one(['2.1', '2.61', '2.93']) },
  }),
  (draw) => ({
    call: `compute POST /flavors/${draw.id('flavor')}/action`,
    as: 'admin',
    body: { [draw.one(['addTenantAccess', 'removeTenantAccess'])]: { tenant: '{project}' } },
    options: { microversion: '2.7', hide: ['message'] },
  }),
  (draw) => {
    const id = draw.id('flavor');
    return {
      call: `compute DELETE /flavors/${id}`,
      as: draw.one(['admin', 'member', 'member']),
      removes: id,
    };
  },
  (draw) => ({
    call: 'compute POST /os-server-groups',
    as: draw.one(['member', 'reader']),
    body: {
      server_group: {
        name: draw.name(),
        policy: draw.one(['affinity', 'anti-affinity', 'soft-affinity', 'x']),
        ...(draw.once(4) ? { rules: { max_server_per_host: draw.one([3, 0]) } } : {}),
      },
    },
    options: { microversion: draw.one(['2.64', '2.93', '2.15']) },
    makes: { kind: 'group', at: 'server_group.id', path: 'compute DELETE /os-server-groups/' },
  }),
  (draw) => ({
    call: `compute GET /os-server-groups/${draw.id('group')}`,
    as: draw.one(['admin', 'member', 'stranger']),
    options: { microversion: draw.one(['2.1', '2.64']) },
  }),
  (draw) => ({
    call: 'compute POST /servers',
    as: draw.one(['member', 'member', 'member', 'stranger']),
    body: {
      server: {
        name: draw.name(),
        flavorRef: draw.one(['{run}-f1', draw.id('flavor')]),
        imageRef: draw.one(['{baseImage}', '{baseImage}', draw.id('image')]),
        availability_zone: draw.one(['nova', 'nova', 'nova', 'x']),
        networks: draw.one<unknown>([
          'none',
          'none',
          [{ port: draw.id('port') }],
          [{ uuid: draw.id('network') }],
          'x',
        ]),
        ...(draw.once(3) ? { tags: draw.one([['a'], ['a/b']]) } : {}),
        ...(draw.once(3) ? { metadata: { m: draw.one(['x', 7]) } } : {}),
        ...(draw.once(4) ? { description: 'd' } : {}),
        ...(draw.once(6) ? { user_data: draw.one(['eA==', '?']) } : {}),
        ...(draw.once(6) ? { key_name: 'none' } : {}),
      },
    },
    options: { microversion: draw.one(['2.93', '2.93', '2.60']) },
    makes: { kind: 'server', at: 'server.id', path: 'compute DELETE /servers/' },
    settles: {
      call: 'compute GET /servers/{made}',
      as: 'admin',
      until: { at: 'server.status', is: ['ACTIVE', 'ERROR'] },
    },
  }),
  (draw) => ({
    call: `compute GET /servers/${draw.id('server')}`,
    as: draw.one(['admin', 'member', 'reader', 'stranger', 'nobody']),
    options: { microversion: draw.one(VERSIONS) },
  }),
  (draw) => ({
    call: `compute GET /servers${draw.one(['', '/detail'])}?${draw.one(['name=n', 'status=ACTIVE', 'limit=x', 'sort_key=display_name', 'tags=a', 'all_tenants=1', 'colour=red', 'locked=true'])}`,
    as: draw.one(['member', 'stranger']),
    options: { microversion: draw.one(VERSIONS), list: 'mine' },
  }),
  ...[1, 2, 3].map((): Operations[number] => (draw) => {
    const id = draw.id('server');
    return {
      call: `compute POST /servers/${id}/action`,
      as: draw.one(['member', 'member', 'member', 'admin', 'stranger']),
      body: draw.one<object>([
        { 'os-stop': null },
        { 'os-start': null },
        { suspend: null },
        { resume: null },
        { pause: null },
        { unpause: null },
        { lock: null },
        { unlock: null },
        { reboot: { type: 'HARD' } },
        { reboot: { type: 'x' } },
        { confirmResize: null },
        { addSecurityGroup: { name: 'none' } },
        { 'os-getConsoleOutput': {} },
        { paint: null },
      ]),
      settles: settled(id),
    };
  }),
  (draw) => ({
    call: `compute ${draw.one(['PUT', 'GET', 'DELETE'])} /servers/${draw.id('server')}/tags/${draw.one(['a', 'b', 'a,b'])}`,
    as: draw.one(['member', 'stranger']),
    options: { microversion: draw.one(['2.26', '2.25', '2.93']) },
  }),
  (draw) => ({
    call: `compute ${draw.one(['PUT', 'POST', 'GET'])} /servers/${draw.id('server')}/metadata`,
    as: draw.one(['member', 'stranger']),
    body: { metadata: draw.one<unknown>([{ a: 'b' }, {}, { a: 7 }, 'x']) },
  }),
  (draw) => ({
    call: `compute PUT /servers/${draw.id('server')}`,
    body: { server: draw.one<object>([{ name: draw.name() }, { name: '' }, { colour: 'red' }]) },
    options: { hide: ['updated'] },
  }),
  (draw) => ({
    call: `compute GET /servers/${draw.id('server')}/${draw.one(['os-interface', 'ips', 'os-volume_attachments', 'os-security-groups', 'os-instance-actions'])}`,
    as: draw.one(['member', 'stranger']),
  }),
  (draw) => {
    const id = draw.id('server');
    return {
      call: `compute DELETE /servers/${id}`,
      as: draw.one(['member', 'member', 'stranger']),
      removes: id,
      settles: { call: `compute GET /servers/${id}`, as: 'admin', until: { status: 404 } },
    };
  },
];
