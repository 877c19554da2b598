import { z } from 'zod';
import { destinationId } from '../../model/id-map.ts';
import type { Cloud } from '../../openstack/cloud.ts';
import { collect } from '../collect.ts';
import { collection, getOne, listAll } from '../neutron/collection.ts';
import { UNLIKE } from '../resource-kind.ts';
import type { Likeness, LikenessContext } from '../resource-kind.ts';
import type { Network } from './schema.ts';

/** Which segment a network is; only an admin sees it. */
const segments = collection(
  'network',
  z.object({
    'provider:network_type': z.string().nullish(),
    'provider:physical_network': z.string().nullish(),
    'provider:segmentation_id': z.number().nullish(),
  }),
);
const ranged = collection('subnet', z.object({ cidr: z.string() }));

/** An external network leads somewhere: name, segment and addresses tell where. Others are a project's, or everybody's. */
export async function likeness(
  context: LikenessContext,
  source: Network,
  candidate: Network,
): Promise<Likeness> {
  const external = source['router:external'];
  if (external !== candidate['router:external']) return UNLIKE;
  const named = source.name !== '' && source.name === candidate.name;
  if (!external && !(named && isWithinReach(context, source, candidate))) return UNLIKE;
  const [mine, its] = await Promise.all([
    linkOf(context.source, source.id),
    linkOf(context.destination, candidate.id),
  ]);
  const name = named ? ['same name'] : [];
  return external ? sameOutside(name, mine, its) : sameInside(name, mine, its);
}

interface Link {
  /** Empty where it cannot be compared. */
  readonly segment: string;
  readonly cidrs: readonly string[];
}

function sameOutside(name: readonly string[], mine: Link, its: Link): Likeness {
  const segment = mine.segment !== '' && mine.segment === its.segment;
  const same = [
    ...name,
    ...(segment ? [`same segment (${mine.segment})`] : []),
    ...ranges(mine, its),
  ];
  if (same.length > 0) return { same, doubts: [] };
  return { same: ['external'], doubts: ['nothing else in common'] };
}

function sameInside(name: readonly string[], mine: Link, its: Link): Likeness {
  const common = ranges(mine, its);
  const apart = mine.cidrs.length > 0 && common.length === 0;
  return { same: [...name, ...common], doubts: apart ? ['other ranges'] : [] };
}

function ranges(mine: Link, its: Link): string[] {
  const common = mine.cidrs.filter((cidr) => its.cidrs.includes(cidr));
  return common.length === 0 ? [] : [`same range (${common.join(', ')})`];
}

function isWithinReach({ ids }: LikenessContext, source: Network, candidate: Network): boolean {
  const owner = destinationId(ids, { kind: 'project', id: source.project_id });
  return candidate.shared || (owner !== undefined && candidate.project_id === owner);
}

async function linkOf(cloud: Cloud, id: string): Promise<Link> {
  const [network, subnets] = await Promise.all([
    getOne(cloud, segments, id),
    collect(listAll(cloud, ranged, { network_id: id })),
  ]);
  const parts = [
    network?.['provider:network_type'],
    network?.['provider:physical_network'],
    network?.['provider:segmentation_id'],
  ];
  return {
    // Without a physical network its number means something in its own cloud only.
    segment: parts[1] ? parts.filter((part) => part ?? false).join(' ') : '',
    cidrs: subnets.map(({ cidr }) => cidr),
  };
}
