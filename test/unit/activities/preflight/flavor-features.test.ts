import { expect, test } from 'vitest';
import { flavorFeatures } from '../../../../src/activities/preflight/flavor-features.ts';
import { json, startLocalCloud } from '../../openstack/local-cloud.ts';
import { scopeOf } from './scope.ts';

const flavor = (extraSpecs: Record<string, string>) =>
  ['flavor', { id: 'f', name: 'big', extraSpecs }] as const;

const messages = async (...scope: Parameters<typeof scopeOf>): Promise<string[]> =>
  (await flavorFeatures(scopeOf(...scope))).map(({ message }) => message);

async function cloudWith(metadata: Record<string, string>) {
  const { cloud } = await startLocalCloud((_request, response) =>
    json(response, 200, { aggregates: [{ id: 1, metadata }] }),
  );
  return cloud;
}

test('what a flavor asks of its hosts is named, in order', async () => {
  const { cloud } = await startLocalCloud((_request, response) => json(response, 500, {}));
  const asking = {
    'trait:HW_CPU_X86_AVX2': 'required',
    'hw:cpu_policy': 'dedicated',
    'pci_passthrough:alias': 'gpu:1',
    'resources:VGPU': '1',
    'quota:cpu_shares': '10',
  };
  expect(await messages({ destination: cloud }, [flavor(asking)])).toEqual([
    'Flavor big asks of its hosts: hw:cpu_policy=dedicated, pci_passthrough:alias=gpu:1, resources:VGPU=1, trait:HW_CPU_X86_AVX2=required.',
  ]);
});

test('what any host can do is not told, and no cloud is asked', async () => {
  const plain = {
    'hw:cpu_policy': 'shared',
    'hw:mem_page_size': 'any',
    'hw:watchdog_action': 'reset',
    'hw_rng:allowed': 'True',
    'quota:disk_read_iops_sec': '100',
  };
  expect(await messages({}, [flavor(plain), flavor({})])).toEqual([]);
});

test('an aggregate that no host of the destination is in is told', async () => {
  const key = 'aggregate_instance_extra_specs:disk';
  const destination = await cloudWith({ disk: 'ssd, nvme' });
  expect(await messages({ destination }, [flavor({ [key]: 'ssd' })])).toEqual([]);
  expect(await messages({ destination }, [flavor({ [key]: '<in> ss' })])).toEqual([]);
  expect(await messages({ destination }, [flavor({ [key]: 'hdd' })])).toEqual([
    'Flavor big wants hosts of an aggregate with disk=hdd, and local has none.',
  ]);
});

const server = (id: string, flavorId: string) => ['server', { id, name: id, flavorId }] as const;

test('a flavor of the destination that a server is to have is asked about as well, once', async () => {
  const there = {
    id: 'there',
    name: 'gpu.large',
    ram: 1,
    vcpus: 1,
    disk: 1,
    swap: 0,
    extra_specs: { 'accel:device_profile': 'fpga' },
  };
  const { cloud } = await startLocalCloud((_request, response) =>
    json(response, 200, { flavor: there }),
  );
  const plan = [server('s1', 'mapped'), server('s2', 'mapped'), server('s3', 'f')] as const;
  const made = flavor({ 'hw:cpu_policy': 'dedicated' });
  const found = await messages({ destination: cloud }, [made, ...plan], {
    'flavor/mapped': 'there',
  });
  expect(found).toEqual([
    'Flavor big asks of its hosts: hw:cpu_policy=dedicated.',
    'Flavor gpu.large asks of its hosts: accel:device_profile=fpga.',
  ]);
});
