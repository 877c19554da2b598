import { expect, test } from 'vitest';
import { json, startLocalCloud } from './local-cloud.ts';

test('an override wins over the catalog', async () => {
  const { cloud, url } = await startLocalCloud((_request, response) => json(response, 404, {}));
  expect((await cloud.versions('image'))?.endpoint).toBe(`${url}/v2`);
  const other = await startLocalCloud((_request, response) => json(response, 404, {}), {
    settings: { image_endpoint_override: `${url}/images` },
  });
  expect((await other.cloud.versions('image'))?.endpoint).toBe(`${url}/images/v2`);
});

test('region and interface choose the endpoint', async () => {
  const settings = { interface: 'internal' };
  const { cloud } = await startLocalCloud(() => undefined, { settings });
  await expect(cloud.call('image', { path: '/images' })).rejects.toThrow('http://127.0.0.1:1/v2');
});

test('a region the catalog lacks is told with what to do', async () => {
  const settings = { region_name: 'Three' };
  const { cloud } = await startLocalCloud(() => undefined, { settings });
  await expect(cloud.call('volume', { path: '/volumes' })).rejects.toThrow(
    /no public endpoint of 'block-storage' or .* in region Three: correct region_name/,
  );
  expect(await cloud.versions('volume')).toBeUndefined();
});

test("another project's volumes are below its own id", async () => {
  const { cloud, seen } = await startLocalCloud((_request, response) => json(response, 200, {}));
  await cloud.inProject('p2').call('volume', { path: '/volumes' });
  expect(seen[0]?.url).toBe('/volume/v3/p2/volumes');
});
