import { z } from 'zod';
import { CLOUD_REQUESTS, mapBounded } from '../bounded.ts';
import type { Concern } from '../../model/concern.ts';
import { parseReferenceKey } from '../../model/reference.ts';
import { isAnyMeant } from '../../model/pattern.ts';
import type { PlanItem } from '../../model/plan.ts';
import type { Cloud } from '../../openstack/cloud.ts';
import { collect } from '../../resources/collect.ts';
import { collection, getOne, listAll } from '../../resources/neutron/collection.ts';
import type { Network } from '../../resources/network/schema.ts';
import { mappingEntry } from '../../resources/mapped.ts';
import type { Router } from '../../resources/router/schema.ts';
import { subnets } from '../../resources/subnet/schema.ts';
import type { PlanScope } from './check.ts';

/** How a network lies on the wire; only an admin is told. https://docs.openstack.org/api-ref/network/v2/#provider-extended-attributes */
const segments = collection(
  'network',
  z.object({
    id: z.string(),
    'provider:network_type': z.string().nullish(),
    'provider:segmentation_id': z.number().nullish(),
  }),
);
type Segment = z.output<typeof segments.schema>;

/** Says of each network whether both clouds share its segment, and what servers on both sides reach during the migration. */
export async function sharedSegments(scope: PlanScope): Promise<Concern[]> {
  const found = scope.items.filter(({ kind }) => kind === 'network');
  const concerns = await mapBounded(found, CLOUD_REQUESTS, (item) => concernsOf(scope, item));
  return [...concerns.flat(), ...unknownWords(scope, found)];
}

async function concernsOf(scope: PlanScope, item: PlanItem): Promise<Concern[]> {
  const network = scope.nodes.get(item.key)?.resource as Network | undefined;
  if (network === undefined || item.action === 'blocked') return [];
  return isSaidShared(scope, network)
    ? ofShared(scope, item, network)
    : ofOwn(scope, item, network);
}

function isSaidShared({ spec }: PlanScope, { id, name }: Network): boolean {
  return isAnyMeant(spec.sharedSegments ?? [], [id, name]);
}

async function ofShared(scope: PlanScope, item: PlanItem, network: Network): Promise<Concern[]> {
  const { source, destination, ids } = scope;
  const there = ids[item.key];
  if (there === undefined) return [blocked(item, 'shared-segment-unmapped', notThere(item, scope))];
  const [mine, theirs] = await Promise.all([
    getOne(source, segments, network.id),
    getOne(destination, segments, there),
  ]);
  return [
    about(item, 'info', 'shared-segment', {
      message: `Network ${item.name} is one segment in both clouds: servers reach each other on it during the migration, and each is taken off it before its copy answers.`,
      remedy: 'Nothing is to be done.',
    }),
    ...(isAnother(mine, theirs) ? [doubtful(item, mine, theirs)] : []),
    ...(await otherRanges(scope, item, { network: network.id, there })),
    ...routersOn(scope, network),
  ];
}

/** Both clouds must give out the same addresses, or a server would keep one that its new network does not have. */
async function otherRanges(
  { source, destination }: PlanScope,
  item: PlanItem,
  { network, there }: { readonly network: string; readonly there: string },
): Promise<Concern[]> {
  const [mine, theirs] = await Promise.all([
    rangesOf(source, network),
    rangesOf(destination, there),
  ]);
  const missing = mine.filter((each) => !theirs.includes(each));
  if (missing.length === 0) return [];
  return [
    blocked(item, 'shared-segment-other-range', {
      message: `Network ${item.name} is said to be one segment in both clouds, yet ${destination.name}'s has no subnet ${missing.join(', ')}.`,
      remedy: 'Make these subnets there, or take the network out of sharedSegments.',
    }),
  ];
}

async function rangesOf(cloud: Cloud, network: string): Promise<string[]> {
  const found = await collect(listAll(cloud, subnets, { network_id: network }));
  return found.map(({ cidr }) => cidr);
}

/** Two routers with the same address on one segment answer for it in turns. */
function routersOn({ items, nodes }: PlanScope, network: Network): Concern[] {
  const made = items.filter(({ kind, action }) => kind === 'router' && action === 'create');
  return made.flatMap((item) => {
    const router = nodes.get(item.key)?.resource as Router;
    const own = router.interfaces.filter((port) => port.network_id === network.id);
    const addresses = own.flatMap((port) => port.fixed_ips.map((each) => each.ip_address));
    if (addresses.length === 0) return [];
    return [
      blocked(item, 'shared-segment-router', {
        message: `Router ${item.name} would answer for ${addresses.join(', ')} on network ${network.name} beside the source's own.`,
        remedy: `Map it to the router that both are to use: mappings: router: { ${mappingEntry(router)}: <destination router> }.`,
      }),
    ];
  });
}

async function ofOwn(scope: PlanScope, item: PlanItem, network: Network): Promise<Concern[]> {
  const { source, destination, ids, spec } = scope;
  const there = ids[item.key];
  const apart = about(item, 'info', 'separate-segments', {
    message: `Network ${item.name} counts as a segment of its own in each cloud: addresses are ${spec.mappings.address ? 'kept, or mapped' : 'kept'}, and servers that have moved do not reach those that have not.`,
    remedy:
      'Move together what must talk to each other; where both clouds share the segment, say so: sharedSegments.',
  });
  if (there === undefined) return [apart];
  const [mine, theirs] = await Promise.all([
    getOne(source, segments, network.id),
    getOne(destination, segments, there),
  ]);
  const vlan = mine?.['provider:network_type'] === 'vlan' && !isAnother(mine, theirs);
  return vlan ? [lookingShared(item, mine)] : [apart];
}

function isAnother(one: Segment | undefined, other: Segment | undefined): boolean {
  if (!one?.['provider:network_type'] || !other?.['provider:network_type']) return false;
  return (
    one['provider:network_type'] !== other['provider:network_type'] ||
    one['provider:segmentation_id'] !== other['provider:segmentation_id']
  );
}

function doubtful(item: PlanItem, one: Segment | undefined, other: Segment | undefined): Concern {
  return about(item, 'warning', 'shared-segment-doubtful', {
    message: `Network ${item.name} is said to be one segment in both clouds, yet it is ${wire(one)} in one and ${wire(other)} in the other.`,
    remedy: 'See that they are connected, or take it out of sharedSegments.',
  });
}

function lookingShared(item: PlanItem, segment: Segment): Concern {
  return about(item, 'warning', 'segment-looks-shared', {
    message: `Network ${item.name} is ${wire(segment)} in both clouds: if that is one segment, its addresses would answer twice for a moment.`,
    remedy: `Say so in the spec if it is: sharedSegments: [${item.name}].`,
  });
}

function wire(segment: Segment | undefined): string {
  const id = segment?.['provider:segmentation_id'] ?? '';
  return `${segment?.['provider:network_type'] ?? 'unknown'} ${id}`.trim();
}

function unknownWords({ spec, nodes }: PlanScope, items: readonly PlanItem[]): Concern[] {
  const names = items.map(({ key, name }) => [nodes.get(key)?.resource.id ?? '', name]);
  return (spec.sharedSegments ?? [])
    .filter((word) => !names.some((texts) => isAnyMeant([word], texts)))
    .map((word) => ({
      severity: 'warning',
      code: 'shared-segment-unknown',
      subject: spec.name,
      message: `sharedSegments: no network of this migration is called ${word}.`,
      remedy: 'Correct the name, or leave it out.',
    }));
}

interface Words {
  readonly message: string;
  readonly remedy: string;
}

function notThere({ name, key }: PlanItem, { destination }: PlanScope): Words {
  return {
    message: `Network ${name} is said to be one segment in both clouds, yet ${destination.name} does not have it: a copy would be a segment of its own.`,
    remedy: `Make it there on the same segment, and say which it is: mappings: network: { ${mappingEntry({ id: parseReferenceKey(key).id, name })}: <destination network> }.`,
  };
}

function blocked(item: PlanItem, code: string, words: Words): Concern {
  return about(item, 'blocker', code, words);
}

function about(item: PlanItem, severity: Concern['severity'], code: string, words: Words): Concern {
  return { severity, code, subject: item.key, ...words };
}
