import type { Concern } from '../../model/concern.ts';
import { referenceKey } from '../../model/reference.ts';
import type { Flavor } from '../../resources/flavor/schema.ts';
import type { PlanScope } from './check.ts';
import { hostsOf } from './hosts.ts';
import type { Host, Sizes } from './hosts.ts';
import { flavorsOf } from './needs.ts';
import { serversMadeAnew } from './to-make.ts';

/**
 * Whether the destination's hosts have room, as far as they tell: never a blocker, for zones, aggregates, and what others make
 * in the meantime are not looked at.
 */
export async function capacity(scope: PlanScope): Promise<readonly Concern[]> {
  const servers = serversMadeAnew(scope);
  if (servers.length === 0) return [];
  const { destination } = scope;
  const hosts = await hostsOf(destination);
  if (hosts === undefined) return [unseen(destination.name)];
  // All of its machines are of another sort.
  if (hosts.length === 0) return [];
  const flavors = await flavorsOf(scope, servers);
  const wanted = new Map<Flavor, number>();
  for (const { flavorId } of servers) {
    const flavor = flavors.get(flavorId ?? '');
    if (flavor === undefined || isCountedOtherwise(flavor)) continue;
    wanted.set(flavor, (wanted.get(flavor) ?? 0) + 1);
  }
  const alone = [...flavors].flatMap(([id, flavor]) =>
    wanted.has(flavor) ? judgeFlavor(destination.name, { id, flavor, hosts }) : [],
  );
  return [...alone, ...judgeSum(destination.name, wanted, hosts)];
}

/** Extra specs that say what Placement is asked for in place of the flavor's own sizes. */
function isCountedOtherwise({ extraSpecs }: Flavor): boolean {
  return Object.keys(extraSpecs).some((name) => /^resources\d*:/.test(name));
}

function sizesOf({ vcpus, ram, disk, ephemeral, swap }: Flavor): Sizes {
  return { vcpus, ram, disk: disk + ephemeral + Math.ceil(swap / 1024) };
}

function fits(wanted: Sizes, room: Sizes): boolean {
  return wanted.vcpus <= room.vcpus && wanted.ram <= room.ram && wanted.disk <= room.disk;
}

function judgeFlavor(
  cloud: string,
  of: { readonly id: string; readonly flavor: Flavor; readonly hosts: readonly Host[] },
): Concern[] {
  const wanted = sizesOf(of.flavor);
  if (of.hosts.some(({ free, most }) => fits(wanted, free) && fits(wanted, most))) return [];
  const never = !of.hosts.some(({ most }) => fits(wanted, most));
  return [
    {
      severity: 'warning',
      code: never ? 'flavor-too-large' : 'no-room-for-flavor',
      subject: referenceKey({ kind: 'flavor', id: of.id }),
      message: `Flavor ${of.flavor.name} (${said(wanted)}) fits on no host of ${cloud}${never ? '' : ' as full as they are now'}.`,
      remedy: never
        ? 'Map the flavor to one that the hosts can bear, or add a larger host.'
        : 'Make room, add a host, or expect its servers to fail with `No valid host`.',
    },
  ];
}

function judgeSum(
  cloud: string,
  wanted: ReadonlyMap<Flavor, number>,
  hosts: readonly Host[],
): Concern[] {
  const all = total([...wanted].map(([flavor, count]) => times(sizesOf(flavor), count)));
  const free = total(hosts.map((host) => host.free));
  if (fits(all, free)) return [];
  return [
    {
      severity: 'warning',
      code: 'capacity-short',
      subject: cloud,
      message: `The servers of this plan need ${said(all)} in all, and the hosts of ${cloud} have about ${said(free)} free.`,
      remedy: 'Add hosts, make room, or migrate in parts.',
    },
  ];
}

function times({ vcpus, ram, disk }: Sizes, count: number): Sizes {
  return { vcpus: vcpus * count, ram: ram * count, disk: disk * count };
}

function total(all: readonly Sizes[]): Sizes {
  return all.reduce(
    (sum, each) => ({
      vcpus: sum.vcpus + Math.max(0, each.vcpus),
      ram: sum.ram + Math.max(0, each.ram),
      disk: sum.disk + Math.max(0, each.disk),
    }),
    { vcpus: 0, ram: 0, disk: 0 },
  );
}

function said({ vcpus, ram, disk }: Sizes): string {
  const parts = [`${Math.floor(vcpus)} vcpus`, `${Math.floor(ram)} MiB`, `${Math.floor(disk)} GiB`];
  return parts.filter((part) => !part.startsWith('Infinity')).join(', ');
}

function unseen(cloud: string): Concern {
  return {
    severity: 'info',
    code: 'capacity-unseen',
    subject: cloud,
    message: `${cloud} does not show its hypervisors to this login: whether they have room is not known.`,
    remedy: 'Ask those who run it, or log in as an administrator.',
  };
}
