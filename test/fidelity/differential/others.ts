import type { Operations } from './operation.ts';

export const identity: Operations = [
  (draw) => ({
    call: 'identity POST /projects',
    as: draw.one(['admin', 'admin', 'member']),
    body: {
      project: {
        name: draw.name(),
        ...(draw.once(3) ? { description: draw.one(['d', null]) } : {}),
        ...(draw.once(4) ? { enabled: draw.one([true, false, 'x']) } : {}),
        ...(draw.once(4) ? { tags: draw.one([['a'], ['a,b'], 'x']) } : {}),
        ...(draw.once(4) ? { domain_id: draw.one(['default', 'x']) } : {}),
        ...(draw.once(5) ? { parent_id: draw.one(['default', draw.id('project')]) } : {}),
      },
    },
    makes: { kind: 'project', at: 'project.id', path: 'identity DELETE /projects/' },
  }),
  (draw) => ({
    call: 'identity POST /users',
    as: draw.one(['admin', 'admin', 'stranger']),
    body: {
      user: {
        name: draw.name(),
        ...(draw.once(3) ? { email: 'u@example.org' } : {}),
        ...(draw.once(4) ? { enabled: draw.one([true, false, 'x']) } : {}),
        ...(draw.once(4) ? { default_project_id: '{project}' } : {}),
      },
    },
    makes: { kind: 'user', at: 'user.id', path: 'identity DELETE /users/' },
  }),
  (draw) => ({
    call: `identity ${draw.one(['PUT', 'PUT', 'HEAD', 'DELETE'])} /projects/${draw.id('project')}/users/${draw.id('user')}/roles/${draw.one(['{role_member}', '{role_reader}', 'none'])}`,
    as: draw.one(['admin', 'admin', 'member']),
  }),
  (draw) => ({
    call: `identity GET /role_assignments?scope.project.id=${draw.id('project')}${draw.one(['', '&effective', '&include_names'])}`,
    as: draw.one(['admin', 'admin', 'member']),
  }),
  (draw) => {
    const kind = draw.one(['project', 'user']);
    return {
      call: `identity GET /${kind}s/${draw.id(kind)}`,
      as: draw.one(['admin', 'member', 'nobody']),
    };
  },
  (draw) => ({
    call: `identity GET /${draw.one(['project', 'user'])}s?${draw.one(['name={run}-n1', 'enabled=true', 'enabled=false', 'colour=red', 'domain_id=default'])}`,
    as: draw.one(['admin', 'admin', 'member']),
    options: { list: 'mine' },
  }),
  (draw) => {
    const kind = draw.one(['project', 'user']);
    return {
      call: `identity PATCH /${kind}s/${draw.id(kind)}`,
      as: draw.one(['admin', 'admin', 'member']),
      body: {
        [kind]: draw.one<object>([
          { description: 'new' },
          { enabled: draw.one([true, 7]) },
          { own: 'x' },
          { domain_id: 'x' },
        ]),
      },
    };
  },
  (draw) => ({
    call: `identity ${draw.one(['PUT', 'GET', 'DELETE'])} /projects/${draw.id('project')}/tags/${draw.one(['a', 'b', 'c:d'])}`,
    as: draw.one(['admin', 'admin', 'member']),
  }),
  (draw) => {
    const kind = draw.one(['project', 'user']);
    const id = draw.id(kind);
    return {
      call: `identity DELETE /${kind}s/${id}`,
      as: draw.one(['admin', 'member']),
      removes: id,
    };
  },
];

const PATCH = { 'content-type': 'application/openstack-images-v2.1-json-patch' };

export const image: Operations = [
  (draw) => ({
    call: 'image POST /images',
    as: draw.one(['member', 'member', 'admin', 'operator']),
    body: {
      name: draw.name(),
      disk_format: draw.one(['raw', 'qcow2', 'tape']),
      container_format: draw.one(['bare', 'bare', null]),
      ...(draw.once(3) ? { visibility: draw.one(['private', 'shared', 'community', 'x']) } : {}),
      ...(draw.once(3) ? { min_disk: draw.one([0, 1, 'x']) } : {}),
      ...(draw.once(3) ? { tags: draw.one([['a'], ['a', 'a'], 'x']) } : {}),
      ...(draw.once(3) ? { own: draw.one(['x', 7]) } : {}),
      ...(draw.once(4) ? { os_hidden: draw.one([true, false]) } : {}),
      ...(draw.once(6) ? { id: draw.id('image') } : {}),
    },
    makes: { kind: 'image', at: 'id', path: 'image DELETE /images/' },
  }),
  (draw) => ({
    call: `image PUT /images/${draw.id('image')}/file`,
    as: draw.one(['member', 'member', 'stranger']),
    options: { bytes: draw.one(['some bytes', 'x'.repeat(3000)]) },
  }),
  (draw) => ({
    call: `image GET /images/${draw.id('image')}/file`,
    as: draw.one(['member', 'stranger', 'reader']),
  }),
  (draw) => ({
    call: `image GET /images/${draw.id('image')}`,
    as: draw.one(['admin', 'member', 'reader', 'stranger', 'nobody']),
  }),
  (draw) => ({
    call: `image GET /images?${draw.one(['visibility=all', 'os_hidden=true', 'status=active', 'own=x', 'tag=a', 'sort=name:desc', 'limit=x', 'name={run}-n1', 'visibility=x'])}`,
    as: draw.one(['admin', 'member', 'stranger']),
    options: { list: 'mine' },
  }),
  (draw) => ({
    call: `image PATCH /images/${draw.id('image')}`,
    as: draw.one(['member', 'member', 'stranger', 'admin']),
    body: [
      draw.one<object>([
        { op: 'replace', path: '/name', value: draw.name() },
        { op: 'add', path: '/own', value: draw.one(['x', 'y', 7]) },
        { op: 'remove', path: '/own' },
        { op: 'replace', path: '/visibility', value: draw.one(['private', 'shared', 'public']) },
        { op: 'replace', path: '/min_ram', value: draw.one([1, -1, 'x']) },
        { op: 'replace', path: '/os_hidden', value: draw.one([true, false, 'x']) },
        { op: 'replace', path: '/status', value: 'active' },
        { op: 'replace', path: '/tags', value: ['b'] },
      ]),
    ],
    options: { headers: PATCH },
  }),
  (draw) => ({
    call: `image POST /images/${draw.id('image')}/members`,
    as: draw.one(['member', 'stranger', 'admin']),
    body: { member: draw.one(['{other}', '{project}']) },
  }),
  (draw) => ({
    call: `image PUT /images/${draw.id('image')}/members/{other}`,
    as: draw.one(['stranger', 'member', 'admin']),
    body: { status: draw.one(['accepted', 'rejected', 'x']) },
  }),
  (draw) => {
    const id = draw.id('image');
    return {
      call: `image DELETE /images/${id}`,
      as: draw.one(['member', 'stranger', 'reader']),
      removes: id,
    };
  },
];

export const volume: Operations = [
  (draw) => ({
    call: 'volume POST /volumes',
    body: {
      volume: {
        name: draw.name(),
        size: draw.one([1, 1, 2, 0, 'x', null]),
        ...(draw.once(3) ? { metadata: draw.one([{ a: 'b' }, { a: 7 }]) } : {}),
        ...(draw.once(5) ? { volume_type: draw.one(['none', null]) } : {}),
        ...(draw.once(4) ? { source_volid: draw.id('volume') } : {}),
      },
    },
    makes: { kind: 'volume', at: 'volume.id', path: 'volume DELETE /volumes/' },
    settles: {
      call: 'volume GET /volumes/{made}',
      until: { at: 'volume.status', is: ['available', 'error'] },
    },
  }),
  (draw) => ({
    call: `volume GET /volumes/${draw.id('volume')}`,
    as: draw.one(['admin', 'member', 'reader', 'stranger', 'nobody']),
    options: { microversion: draw.one(['3.0', '3.60', '3.70']) },
  }),
  (draw) => ({
    call: `volume GET /volumes${draw.one(['', '/detail'])}?${draw.one(['status=available', 'name={run}-n1', 'sort=name:desc', 'limit=x', 'colour=red', 'all_tenants=1'])}`,
    as: draw.one(['member', 'stranger']),
    options: { list: 'mine' },
  }),
  (draw) => ({
    call: `volume PUT /volumes/${draw.id('volume')}`,
    as: draw.one(['member', 'stranger']),
    body: {
      volume: draw.one<object>([{ name: draw.name() }, { metadata: { c: 'd' } }, { size: 5 }, {}]),
    },
  }),
  (draw) => ({
    call: `volume POST /volumes/${draw.id('volume')}/action`,
    as: draw.one(['member', 'operator', 'stranger']),
    body: draw.one<object>([
      { 'os-set_bootable': { bootable: draw.one([true, 'x']) } },
      { 'os-set_image_metadata': { metadata: { a: 'b' } } },
      { 'os-unset_image_metadata': { key: 'a' } },
      { 'os-show_image_metadata': null },
      { 'os-reset_status': { status: 'available' } },
      { paint: null },
    ]),
  }),
  (draw) => {
    const id = draw.id('volume');
    return {
      call: `volume DELETE /volumes/${id}`,
      as: draw.one(['member', 'stranger']),
      removes: id,
      settles: { call: `volume GET /volumes/${id}`, until: { status: 404 } },
    };
  },
];
