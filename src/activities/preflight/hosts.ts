import { z } from 'zod';
import { UnsupportedError } from '../../errors/migration.ts';
import { hasStatus } from '../../errors/openstack.ts';
import type { Cloud } from '../../openstack/cloud.ts';
import { collect } from '../../resources/collect.ts';
import { CLOUD_REQUESTS, mapBounded } from '../bounded.ts';

/** In vcpus, MiB of memory and GiB of disk. */
export interface Sizes {
  readonly vcpus: number;
  readonly ram: number;
  readonly disk: number;
}

/** A hypervisor that takes servers. */
export interface Host {
  /** The largest single server, were it empty. */
  readonly most: Sizes;
  readonly free: Sizes;
}

/** Compute API «Hypervisors», as 2.1 shows them: https://docs.openstack.org/api-ref/compute/#hypervisors-os-hypervisors */
const hypervisorSchema = z.looseObject({
  hypervisor_hostname: z.string(),
  hypervisor_type: z.string().nullish(),
  state: z.string(),
  status: z.string(),
  vcpus: z.number(),
  vcpus_used: z.number(),
  memory_mb: z.number(),
  memory_mb_used: z.number(),
  local_gb: z.number(),
  local_gb_used: z.number(),
});

type Hypervisor = z.output<typeof hypervisorSchema>;

/** Undefined where the login may not see them. Machines of their own (Ironic) are not counted in vcpus. */
export async function hostsOf(cloud: Cloud): Promise<readonly Host[] | undefined> {
  const listed = await unlessRefused(
    collect(
      cloud.list('compute', {
        path: '/os-hypervisors/detail',
        key: 'hypervisors',
        schema: hypervisorSchema,
      }),
      ({ state, status, hypervisor_type: type }) =>
        state === 'up' && status === 'enabled' && type !== 'ironic',
    ),
  );
  if (listed === undefined) return undefined;
  const providers = await providersOf(cloud);
  return mapBounded(listed, CLOUD_REQUESTS, async (hypervisor) => {
    const provider = providers.get(hypervisor.hypervisor_hostname);
    const placed = provider === undefined ? undefined : await placedHost(cloud, provider);
    return placed ?? guessedHost(hypervisor);
  });
}

/** By name. None where the cloud has no Placement, or does not show it. */
async function providersOf(cloud: Cloud): Promise<ReadonlyMap<string, string>> {
  const schema = z.looseObject({ uuid: z.string(), name: z.string() });
  const listed = await unlessRefused(
    cloud.request('placement', {
      path: '/resource_providers',
      schema: z.looseObject({ resource_providers: z.array(schema) }),
    }),
  );
  return new Map(listed?.resource_providers.map(({ name, uuid }) => [name, uuid]));
}

const inventorySchema = z.looseObject({
  total: z.number(),
  reserved: z.number(),
  max_unit: z.number(),
  allocation_ratio: z.number(),
});

/** https://docs.openstack.org/api-ref/placement/#resource-provider-inventories. What it has no inventory of, it does not limit. */
async function placedHost(cloud: Cloud, provider: string): Promise<Host | undefined> {
  const path = `/resource_providers/${provider}`;
  const [stock, taken] = await Promise.all([
    unlessRefused(
      cloud.request('placement', {
        path: `${path}/inventories`,
        schema: z.looseObject({ inventories: z.record(z.string(), inventorySchema) }),
      }),
    ),
    unlessRefused(
      cloud.request('placement', {
        path: `${path}/usages`,
        schema: z.looseObject({ usages: z.record(z.string(), z.number()) }),
      }),
    ),
  ]);
  if (stock === undefined || taken === undefined) return undefined;
  const whole = (name: string): number => {
    const inventory = stock.inventories[name];
    if (inventory === undefined) return Infinity;
    return (inventory.total - inventory.reserved) * inventory.allocation_ratio;
  };
  const most = (name: string): number =>
    Math.min(whole(name), stock.inventories[name]?.max_unit ?? Infinity);
  const free = (name: string): number => whole(name) - (taken.usages[name] ?? 0);
  return { most: sizes(most), free: sizes(free) };
}

function sizes(of: (name: string) => number): Sizes {
  return { vcpus: of('VCPU'), ram: of('MEMORY_MB'), disk: of('DISK_GB') };
}

/** Nova's own ratios of old: without Placement a cloud does not tell its. */
const RATIO = { vcpus: 16, ram: 1.5, disk: 1 };

function guessedHost(hypervisor: Hypervisor): Host {
  const { vcpus, memory_mb: ram, local_gb: disk } = hypervisor;
  return {
    most: { vcpus, ram, disk },
    free: {
      vcpus: vcpus * RATIO.vcpus - hypervisor.vcpus_used,
      ram: ram * RATIO.ram - hypervisor.memory_mb_used,
      disk: disk * RATIO.disk - hypervisor.local_gb_used,
    },
  };
}

async function unlessRefused<Answer>(request: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await request;
  } catch (error) {
    if (error instanceof UnsupportedError || hasStatus(error, 403, 404)) return undefined;
    throw error;
  }
}
