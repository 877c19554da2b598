import { expect, test } from 'vitest';
import { z } from 'zod';
import { UnsupportedError } from '../../../src/errors/migration.ts';
import type { Service } from '../../../src/openstack/cloud.ts';
import { json, startLocalCloud } from './local-cloud.ts';

const schema = z.looseObject({ id: z.string() });

type Page = Record<string, unknown>;
type Form = [string, Service, string, string, (href: string) => Page];

const forms: Form[] = [
  ['Nova', 'compute', '/servers/detail', 'servers', (href) => linked('servers', href)],
  ['Cinder', 'volume', '/volumes/detail', 'volumes', (href) => linked('volumes', href)],
  ['Neutron', 'network', '/ports', 'ports', (href) => linked('ports', href)],
  ['Glance', 'image', '/images', 'images', (href) => ({ next: href })],
  ['Keystone', 'identity', '/users', 'users', (href) => ({ links: { next: href, self: 'x' } })],
];

function linked(key: string, href: string): Page {
  const previous = { rel: 'previous', href: 'http://wrong/?marker=0' };
  return { [`${key}_links`]: [previous, { rel: 'next', href }] };
}

test.each(forms)('%s: all pages are read, of a link only its query', async (...form) => {
  const [, service, path, key, next] = form;
  const { cloud, seen } = await startLocalCloud(({ url }, response) => {
    const marker = Number(new URL(url, 'http://local').searchParams.get('marker') ?? 0);
    const page = [{ id: String(marker + 1) }, { id: String(marker + 2) }];
    const href = `https://wrong-host/wrong/prefix${path}?limit=2&marker=${marker + 2}`;
    if (marker < 4) json(response, 200, { [key]: page, ...next(href) });
    else json(response, 200, { [key]: [], links: { next: null, self: 'x' }, next: null });
  });
  const ids: string[] = [];
  for await (const { id } of cloud.list(service, { path, key, schema, pageSize: 2 })) ids.push(id);
  expect(ids).toEqual(['1', '2', '3', '4']);
  expect(seen).toHaveLength(3);
  expect(seen[0]?.url).toMatch(/\?limit=2$/);
  expect(seen[2]?.url).toMatch(/\?limit=2&marker=4$/);
  expect(new Set(seen.map(({ url }) => url.split('?')[0])).size).toBe(1);
});

test('pages are read lazily', async () => {
  const { cloud, seen } = await startLocalCloud((_request, response) =>
    json(response, 200, { images: [{ id: '1' }, { id: '2' }], next: '/v2/images?marker=2' }),
  );
  for await (const { id } of cloud.list('image', { path: '/images', key: 'images', schema })) {
    expect(id).toBe('1');
    break;
  }
  expect(seen).toHaveLength(1);
});

test('a next link that leads back to its own page is an error, not an endless list', async () => {
  const { cloud } = await startLocalCloud((_request, response) =>
    json(response, 200, { images: [{ id: '1' }], next: '/v2/images?marker=1' }),
  );
  const images = cloud.list('image', { path: '/images', key: 'images', schema });
  const all = async (): Promise<void> => {
    for await (const image of images) expect(image.id).toBe('1');
  };
  await expect(all()).rejects.toThrow('leads back');
});

test('a list that Keystone cut short is an error, not a short list', async () => {
  const { cloud } = await startLocalCloud((_request, response) =>
    json(response, 200, { users: [{ id: '1' }], links: { next: null }, truncated: true }),
  );
  const users = cloud.list('identity', { path: '/users', key: 'users', schema });
  const all = async (): Promise<void> => {
    for await (const user of users) expect(user.id).toBe('1');
  };
  await expect(all()).rejects.toThrow(UnsupportedError);
});

test('an element that does not fit is named with its place', async () => {
  const { cloud } = await startLocalCloud((_request, response) =>
    json(response, 200, { ports: [{ id: '1' }, {}] }),
  );
  const ports = cloud.list('network', { path: '/ports', key: 'ports', schema });
  await expect(ports[Symbol.asyncIterator]().next()).rejects.toThrow('ports.1.id');
});

test('an answer without the list is an error', async () => {
  const { cloud } = await startLocalCloud((_request, response) => json(response, 200, {}));
  const ports = cloud.list('network', { path: '/ports', key: 'ports', schema });
  await expect(ports[Symbol.asyncIterator]().next()).rejects.toThrow('does not fit: ports');
});
