import type { Session } from '../wire/step.ts';
import { prepare, step } from '../wire/step.ts';

const PATCH = { 'content-type': 'application/openstack-images-v2.1-json-patch' };
const patch = (operations: unknown) => ({ headers: PATCH, body: operations });
const mine = { list: 'mine' } as const;
const UNKNOWN = '4e8e5957-649f-477b-9e5b-f1f75b21c03c';

const versions = [
  step('version documents', 'image GET ^/', { as: 'nobody' }),
  step('version documents at /versions', 'image GET ^/versions', { as: 'nobody' }),
  step('schema of an image', 'image GET /schemas/image'),
  step('schema of images', 'image GET /schemas/images', { hide: ['description'] }),
  step('schema of a member', 'image GET /schemas/member'),
  step('import methods', 'image GET /info/import'),
  step('stores', 'image GET /info/stores'),
  step('nobody', 'image GET /images', { as: 'nobody' }),
  step('a bad token', 'image GET /images', {
    as: 'nobody',
    headers: { 'x-auth-token': 'nonsense' },
  }),
  step('a path that is not there', 'image GET /nothing'),
];

const records = [
  step('creates an image', 'image POST /images', {
    as: 'member',
    body: { name: '{run}-image', disk_format: 'raw', container_format: 'bare' },
    keep: { image: 'id' },
    undo: '/images/{image}',
  }),
  step('creates an image with much', 'image POST /images', {
    body: {
      name: '{run}-big',
      owner: '{project}',
      visibility: 'private',
      os_hidden: true,
      disk_format: 'qcow2',
      container_format: 'bare',
      min_disk: 1,
      min_ram: 64,
      protected: false,
      tags: ['b', 'a', 'b'],
      os_distro: 'test',
      pumphouse_source_id: '{run}',
    },
    keep: { big: 'id' },
    undo: '/images/{big}',
  }),
  step('creates an image with nothing', 'image POST /images', {
    body: {},
    keep: { bare: 'id' },
    undo: '/images/{bare}',
  }),
  step('creates an image of a taken id', 'image POST /images', {
    body: { id: '{image}', name: '{run}-x' },
  }),
  step('creates an image with a bad id', 'image POST /images', {
    body: { id: 'nope', name: '{run}-x' },
  }),
  ...(
    [
      ['with an unknown format', { disk_format: 'tape' }],
      ['with an unknown container', { container_format: 'box' }],
      ['with an unknown visibility', { visibility: 'secret' }],
      ['with a wrong type', { min_disk: 'one' }],
      ['with a negative disk', { min_disk: -1 }],
      ['with a property that is no string', { colour: 7 }],
      ['with a read-only attribute', { status: 'active' }],
      ['with a reserved property', { os_glance_thing: 'x' }],
      ['with a long name', { name: 'n'.repeat(256) }],
      ['with a long tag', { tags: ['t'.repeat(256)] }],
    ] as const
  ).map(([what, wrong]) =>
    step(`creates an image ${what}`, 'image POST /images', {
      body: { name: '{run}-x', ...wrong },
    }),
  ),
  step('creates an image without body', 'image POST /images'),
  step('creates an image with no JSON', 'image POST /images', {
    bytes: '{"name":',
    headers: { 'content-type': 'application/json' },
  }),
  step('creates a public image as a member', 'image POST /images', {
    as: 'member',
    body: { name: '{run}-x', visibility: 'public' },
  }),
  step("creates a stranger's image as a member", 'image POST /images', {
    as: 'member',
    body: { name: '{run}-x', owner: '{other}' },
  }),
  step('creates a community image', 'image POST /images', {
    as: 'member',
    body: { name: '{run}-community', visibility: 'community' },
    keep: { community: 'id' },
    undo: '/images/{community}',
  }),
  step('shows an image', 'image GET /images/{image}'),
  step('shows an image to a stranger', 'image GET /images/{image}', { as: 'stranger' }),
  step('shows a community image to a stranger', 'image GET /images/{community}', {
    as: 'stranger',
  }),
  step('shows an image that is not there', `image GET /images/${UNKNOWN}`),
  step('data of an image without data', 'image GET /images/{image}/file'),
];

const data = [
  step('uploads data', 'image PUT /images/{image}/file', { as: 'member', bytes: 'some bytes' }),
  step('shows an active image', 'image GET /images/{image}'),
  step('uploads data again', 'image PUT /images/{image}/file', { bytes: 'other bytes' }),
  step('downloads data', 'image GET /images/{image}/file'),
  step('downloads a part', 'image GET /images/{image}/file', { headers: { range: 'bytes=5-9' } }),
  step('downloads a part that is not there', 'image GET /images/{image}/file', {
    headers: { range: 'bytes=50-90' },
  }),
  step('downloads data as a stranger', 'image GET /images/{image}/file', { as: 'stranger' }),
  step('uploads data with a wrong type', 'image PUT /images/{big}/file', {
    bytes: 'x',
    headers: { 'content-type': 'text/plain' },
  }),
  step('uploads data to an image that is not there', `image PUT /images/${UNKNOWN}/file`, {
    bytes: 'x',
  }),
  step('uploads data of another format', 'image PUT /images/{big}/file', { bytes: 'not qcow2' }),
  step('uploads data without formats', 'image PUT /images/{bare}/file', { bytes: 'x' }),
  step('stages data', 'image PUT /images/{community}/stage', { bytes: 'x' }),
  step('imports by an unknown method', 'image POST /images/{bare}/import', {
    body: { method: { name: 'magic' } },
  }),
  step('deactivates an image', 'image POST /images/{image}/actions/deactivate'),
  step('downloads a deactivated image', 'image GET /images/{image}/file', { as: 'member' }),
  step('reactivates an image', 'image POST /images/{image}/actions/reactivate'),
  step('reactivates an image as a member', 'image POST /images/{image}/actions/reactivate', {
    as: 'member',
  }),
];

const patches = [
  step('changes an image', 'image PATCH /images/{big}', {
    ...patch([
      { op: 'replace', path: '/name', value: '{run}-big2' },
      { op: 'add', path: '/colour', value: 'red' },
      { op: 'replace', path: '/tags', value: ['c'] },
      { op: 'remove', path: '/os_distro' },
      { op: 'replace', path: '/os_hidden', value: false },
      { op: 'add', path: '/a~1b', value: 'slash' },
    ]),
  }),
  ...(
    [
      ['removes what is not there', [{ op: 'remove', path: '/none' }]],
      ['replaces what is not there', [{ op: 'replace', path: '/none', value: 'x' }]],
      ['adds what is there', [{ op: 'add', path: '/colour', value: 'blue' }]],
      ['changes the status', [{ op: 'replace', path: '/status', value: 'queued' }]],
      ['changes the id', [{ op: 'replace', path: '/id', value: UNKNOWN }]],
      ['changes the hash', [{ op: 'add', path: '/os_hash_value', value: 'x' }]],
      [
        'changes the format of an active image',
        [{ op: 'replace', path: '/disk_format', value: 'raw' }],
      ],
      ['gives a wrong type', [{ op: 'replace', path: '/min_ram', value: 'much' }]],
      ['gives a wrong visibility', [{ op: 'replace', path: '/visibility', value: 'secret' }]],
      ['gives a property that is no string', [{ op: 'add', path: '/p', value: 7 }]],
      ['uses an unknown operation', [{ op: 'copy', path: '/p', value: '7' }]],
      ['uses a bad pointer', [{ op: 'add', path: 'p', value: '7' }]],
      ['says no value', [{ op: 'add', path: '/p' }]],
      ['uses a reserved property', [{ op: 'add', path: '/os_glance_x', value: '7' }]],
      ['is no list', { op: 'add', path: '/p', value: '7' }],
      ['removes the name', [{ op: 'remove', path: '/name' }]],
    ] as const
  ).map(([what, operations]) =>
    step(`a change that ${what}`, 'image PATCH /images/{big}', patch(operations)),
  ),
  step('a change with a wrong content type', 'image PATCH /images/{big}', {
    body: [{ op: 'replace', path: '/name', value: 'x' }],
  }),
  step('a change of the old patch type', 'image PATCH /images/{big}', {
    headers: { 'content-type': 'application/openstack-images-v2.0-json-patch' },
    body: [{ replace: '/name', value: '{run}-big3' }],
  }),
  step('a change by a stranger', 'image PATCH /images/{image}', {
    as: 'stranger',
    ...patch([{ op: 'replace', path: '/name', value: 'x' }]),
  }),
  step('a change of a community image by a stranger', 'image PATCH /images/{community}', {
    as: 'stranger',
    ...patch([{ op: 'replace', path: '/name', value: 'x' }]),
  }),
  step('a change of an image that is not there', `image PATCH /images/${UNKNOWN}`, {
    ...patch([{ op: 'replace', path: '/name', value: 'x' }]),
  }),
  step('publishes an image as a member', 'image PATCH /images/{image}', {
    as: 'member',
    ...patch([{ op: 'replace', path: '/visibility', value: 'public' }]),
  }),
  step('protects an image', 'image PATCH /images/{image}', {
    ...patch([{ op: 'replace', path: '/protected', value: true }]),
  }),
  step('deletes a protected image', 'image DELETE /images/{image}'),
  step('unprotects an image', 'image PATCH /images/{image}', {
    ...patch([{ op: 'replace', path: '/protected', value: false }]),
  }),
  step('adds a tag', 'image PUT /images/{image}/tags/one'),
  step('removes a tag', 'image DELETE /images/{image}/tags/one'),
  step('removes a tag that is not there', 'image DELETE /images/{image}/tags/one'),
];

const members = [
  step('adds a member', 'image POST /images/{image}/members', { body: { member: '{other}' } }),
  step('adds a member again', 'image POST /images/{image}/members', {
    body: { member: '{other}' },
  }),
  step('adds no member', 'image POST /images/{image}/members', { body: {} }),
  step('adds a member to a private image', 'image POST /images/{big}/members', {
    body: { member: '{other}' },
  }),
  step('adds a member to an image that is not there', `image POST /images/${UNKNOWN}/members`, {
    body: { member: '{other}' },
  }),
  step('adds a member as a stranger', 'image POST /images/{image}/members', {
    as: 'stranger',
    body: { member: '{other}' },
  }),
  step('lists members', 'image GET /images/{image}/members'),
  step('lists members of a private image', 'image GET /images/{big}/members'),
  step('shows a member', 'image GET /images/{image}/members/{other}'),
  step('shows a member that is not there', 'image GET /images/{image}/members/{project}'),
  step('the owner accepts for the member', 'image PUT /images/{image}/members/{other}', {
    as: 'member',
    body: { status: 'accepted' },
  }),
  step('an image is not listed before it is accepted', 'image GET /images?name={run}-image', {
    as: 'stranger',
  }),
  step('the admin accepts for the member', 'image PUT /images/{image}/members/{other}', {
    body: { status: 'accepted' },
  }),
  step('the member rejects', 'image PUT /images/{image}/members/{other}', {
    as: 'stranger',
    body: { status: 'rejected' },
  }),
  step('the member accepts', 'image PUT /images/{image}/members/{other}', {
    as: 'stranger',
    body: { status: 'accepted' },
  }),
  step('an unknown status', 'image PUT /images/{image}/members/{other}', {
    body: { status: 'perhaps' },
  }),
  step('a shared image is listed', 'image GET /images?name={run}-image', { as: 'stranger' }),
  step('the member shows the image', 'image GET /images/{image}', { as: 'stranger' }),
  step('the member deletes the image', 'image DELETE /images/{image}', { as: 'stranger' }),
  step('the member changes the image', 'image PATCH /images/{image}', {
    as: 'stranger',
    ...patch([{ op: 'replace', path: '/name', value: 'x' }]),
  }),
  step('removes a member', 'image DELETE /images/{image}/members/{other}'),
  step('removes a member again', 'image DELETE /images/{image}/members/{other}'),
];

const lists = [
  step('lists images', 'image GET /images', mine),
  step('lists images as a member', 'image GET /images', { as: 'member', ...mine }),
  step('lists images as a stranger', 'image GET /images', { as: 'stranger', ...mine }),
  step('lists all images', 'image GET /images?visibility=all', { as: 'member', ...mine }),
  step(
    'lists all images, as our client asks',
    'image GET /images?visibility=all&os_hidden=false&owner={project}',
  ),
  step('lists community images', 'image GET /images?visibility=community', mine),
  step('lists hidden images', 'image GET /images?os_hidden=true', mine),
  step('lists images by owner', 'image GET /images?owner={project}', mine),
  step('lists images by an own property', 'image GET /images?pumphouse_source_id={run}'),
  step('lists images by status', 'image GET /images?status=queued', mine),
  step('lists images by a tag', 'image GET /images?tag=c', mine),
  step('lists images by names', 'image GET /images?name=in:{run}-image,{run}-big3'),
  step('lists images by member status', 'image GET /images?member_status=all&visibility=shared', {
    as: 'stranger',
    ...mine,
  }),
  step('lists images by a bad visibility', 'image GET /images?visibility=secret'),
  step('lists images by a bad status', 'image GET /images?status=odd'),
  step('lists images by a bad limit', 'image GET /images?limit=many'),
  step('lists images by a negative limit', 'image GET /images?limit=-1'),
  step('lists images behind an unknown marker', `image GET /images?marker=${UNKNOWN}`),
  step(
    'lists images sorted',
    'image GET /images?owner={project}&visibility=all&sort_key=name&sort_dir=asc',
    {
      ordered: true,
    },
  ),
  step(
    'lists images sorted anew',
    'image GET /images?owner={project}&visibility=all&sort=name:desc',
    {
      ordered: true,
    },
  ),
  step('lists images by an unknown key', 'image GET /images?sort_key=colour'),
  step(
    'lists a page of images',
    'image GET /images?owner={project}&visibility=all&sort=name:asc&limit=1',
    {
      ordered: true,
    },
  ),
  step(
    'lists the next page',
    'image GET /images?owner={project}&visibility=all&sort=name:asc&limit=1&marker={big}',
  ),
  step('lists by size', 'image GET /images?size_min=1&size_max=100&owner={project}&visibility=all'),
];

const ends = [
  step('deletes an image as a stranger', 'image DELETE /images/{community}', { as: 'stranger' }),
  step('deletes an image', 'image DELETE /images/{bare}'),
  step('deletes an image again', 'image DELETE /images/{bare}'),
  step('creates an image of an id that was', 'image POST /images', { body: { id: '{bare}' } }),
  step('shows a deleted image', 'image GET /images/{bare}'),
  step('a method that is not there', 'image PUT /images', { body: {} }),
  step('an empty image', 'image PUT /images/{empty}/file', { bytes: '' }),
  step('an image of no bytes', 'image GET /images/{empty}'),
];

export const image: Session = {
  service: 'image',
  name: 'image',
  steps: [
    ...versions,
    ...records,
    ...data,
    ...patches,
    ...members,
    ...lists,
    prepare('image POST /images', {
      as: 'member',
      body: { name: '{run}-empty', disk_format: 'raw', container_format: 'bare' },
      keep: { empty: 'id' },
      undo: '/images/{empty}',
    }),
    ...ends,
  ],
};
