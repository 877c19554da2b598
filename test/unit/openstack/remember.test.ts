import { expect, test } from 'vitest';
import { z } from 'zod';
import { remembering } from '../../../src/openstack/remember.ts';
import { collect } from '../../../src/resources/collect.ts';
import { collection, getOne } from '../../../src/resources/neutron/collection.ts';
import { startLocalCloud } from './local-cloud.ts';

const flavor = z.object({ id: z.string() });
const counted = z.object({ count: z.number() });
const list = { path: '/flavors', key: 'flavors', schema: flavor } as const;

test('what was asked for in the same words is asked for once, also by two at once', async () => {
  const { cloud, seen } = await startLocalCloud((_request, response, count) => {
    response.end(JSON.stringify({ count, flavors: [{ id: `f${count}` }] }));
  });
  const memory = remembering(cloud);
  const ask = () => memory.request('compute', { path: '/a', schema: counted });
  expect(await Promise.all([ask(), ask()])).toEqual([{ count: 1 }, { count: 1 }]);
  expect(await collect(memory.list('compute', list))).toEqual([{ id: 'f2' }]);
  expect(await collect(memory.list('compute', list))).toEqual([{ id: 'f2' }]);
  await memory.request('compute', { path: '/b', schema: counted });
  await memory.request('compute', { path: '/a', schema: counted, query: { all: true } });
  await memory.request('compute', { path: '/a', schema: z.object({}) });
  expect(seen).toHaveLength(5);
});

test('so is one of a collection, whoever asks', async () => {
  const { cloud, seen } = await startLocalCloud((_request, response) => {
    response.end(JSON.stringify({ thing: { id: 'a' } }));
  });
  const memory = remembering(cloud);
  const things = collection('thing', flavor);
  expect(await getOne(memory, things, 'a')).toEqual({ id: 'a' });
  expect(await getOne(memory, things, 'a')).toEqual({ id: 'a' });
  expect(seen).toHaveLength(1);
});

test('a write, and what failed, is sent each time', async () => {
  const { cloud, seen } = await startLocalCloud((_request, response, count) => {
    response.statusCode = count === 1 ? 404 : 200;
    response.end(JSON.stringify({ count }));
  });
  const memory = remembering(cloud);
  const read = { path: '/a', schema: counted };
  await expect(memory.request('compute', read)).rejects.toThrow('404');
  expect(await memory.request('compute', read)).toEqual({ count: 2 });
  const write = { ...read, method: 'POST', body: {} } as const;
  await memory.request('compute', write);
  await memory.request('compute', write);
  expect(seen).toHaveLength(4);
});

test('no more answers are kept than it was told', async () => {
  const { cloud, seen } = await startLocalCloud((_request, response, count) => {
    response.end(JSON.stringify({ count }));
  });
  const memory = remembering(cloud, { most: 2 });
  const ask = (path: string) => memory.request('compute', { path, schema: counted });
  for (const path of ['/a', '/b', '/a', '/c', '/a', '/b']) await ask(path);
  // /b was the oldest when /c came.
  expect(seen.map(({ url }) => url.slice(-1))).toEqual(['a', 'b', 'c', 'b']);
});

test('without lists, a list is asked for each time, and only as far as it is looked at', async () => {
  const { cloud, seen } = await startLocalCloud(({ url }, response, count) => {
    const more = { rel: 'next', href: `http://${url}?marker=f${count}` };
    response.end(JSON.stringify({ count, flavors: [{ id: `f${count}` }], flavors_links: [more] }));
  });
  const memory = remembering(cloud, { lists: false });
  for (const id of ['f1', 'f2']) {
    for await (const first of memory.list('compute', list)) {
      expect(first).toEqual({ id });
      break;
    }
  }
  const read = { path: '/a', schema: counted };
  for (let time = 0; time < 2; time += 1)
    expect(await memory.request('compute', read)).toEqual({ count: 3 });
  expect(seen).toHaveLength(3);
});
