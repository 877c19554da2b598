import { addressesIn, addressMap, ANY } from '../../model/address-mapping.ts';
import { isInPool, isWithin, normalCidr } from '../../model/address.ts';
import type { Pool } from '../../model/address.ts';
import type { Concern } from '../../model/concern.ts';
import { few } from '../../model/few.ts';
import { destinationId } from '../../model/id-map.ts';
import type { Mapping } from '../../model/mapping.ts';
import { referenceKey } from '../../model/reference.ts';
import { addressGroup } from '../../resources/address-group/index.ts';
import { collect } from '../../resources/collect.ts';
import { listAll } from '../../resources/neutron/collection.ts';
import { port } from '../../resources/port/index.ts';
import { KINDS } from '../../resources/registry.ts';
import { router } from '../../resources/router/index.ts';
import { securityGroupRules } from '../../resources/security-group-rules/index.ts';
import { keyOf } from '../../resources/resource-kind.ts';
import type { Resource, ResourceKind } from '../../resources/resource-kind.ts';
import { server } from '../../resources/server/index.ts';
import type { ServerResource } from '../../resources/server/schema.ts';
import { subnet } from '../../resources/subnet/index.ts';
import { subnets } from '../../resources/subnet/schema.ts';
import { nameIn } from '../node.ts';
import type { Check, PlanScope } from './check.ts';
import { holdingsOf } from './holdings.ts';
import { toMake } from './to-make.ts';

/** What `mappings: address` does not reach, may not hold, or does not speak of. */
export const mappedAddresses: Check = async (scope) => {
  const { address: mapping } = scope.spec.mappings;
  if (mapping === undefined) return [];
  return [
    ...keptWords(scope, mapping),
    ...keptPairs(scope),
    ...untoldServers(scope),
    ...(await givenAway(scope)),
    ...(await idleAddresses(scope, mapping)),
  ];
};

type Words = readonly (string | null | undefined)[];

/** Rules, groups, routes, subnets and DHCP options name addresses that may be anywhere: they are copied as they are. */
function keptWords(scope: PlanScope, mapping: Mapping): Concern[] {
  const isOther = otherwise(mapping);
  const of = <R extends Resource>(kind: ResourceKind<R>, words: (resource: R) => Words) =>
    toMake(scope, kind).flatMap((resource): Concern[] => {
      const named = new Set(words(resource).filter((word) => word && isOther(word)));
      return named.size === 0 ? [] : [kept(kind, resource, [...named].join(', '))];
    });
  return [
    ...of(securityGroupRules, ({ security_group_rules: rules }) =>
      rules.map((rule) => rule.remote_ip_prefix),
    ),
    ...of(addressGroup, ({ addresses }) => addresses),
    ...of(router, ({ routes }) => routes.flatMap((each) => [each.destination, each.nexthop])),
    ...of(subnet, (each) => [
      ...each.host_routes.flatMap((route) => [route.destination, route.nexthop]),
      ...each.dns_nameservers,
    ]),
    ...of(port, ({ extra_dhcp_opts: options }) =>
      options.flatMap((option) => addressesIn(option.opt_value)),
    ),
  ];
}

function kept(kind: ResourceKind, resource: Resource, words: string): Concern {
  return {
    severity: 'warning',
    code: 'mapped-address-kept',
    subject: keyOf(kind, resource),
    message: `${kind.kind} ${resource.name || resource.id} names ${words}, of which the spec maps addresses: it is made with these words as they are.`,
    remedy: 'Change it in the destination where it means what has moved to other addresses.',
  };
}

/** Whether some address of a range is another in the destination, or lies no longer in the range. */
function otherwise(mapping: Mapping): (range: string) => boolean {
  const map = addressMap(mapping);
  const asked = new Map<string, boolean>();
  const ask = (range: string): boolean => {
    if (range.endsWith('/0')) return false;
    if (map(range) !== range) return true;
    return Object.entries(mapping).some(
      ([key, to]) =>
        isWithin(normalCidr(range), normalCidr(key)) &&
        (to === ANY || !isWithin(normalCidr(range), normalCidr(to))),
    );
  };
  return (range) => {
    const known = asked.get(range) ?? ask(range);
    asked.set(range, known);
    return known;
  };
}

function keptPairs(scope: PlanScope): Concern[] {
  const map = addressMap(scope.spec.mappings.address);
  return toMake(scope, port).flatMap((each): Concern[] => {
    const left = each.allowed_address_pairs.filter((pair) => map(pair.ip_address) === ANY);
    if (left.length === 0) return [];
    const words = left.map((pair) => pair.ip_address).join(', ');
    return [
      {
        severity: 'warning',
        code: 'address-pair-kept',
        subject: keyOf(port, each),
        message: `Port ${each.name || each.mac_address} has the allowed address pair ${words}, which the spec maps to any: it is kept as it is.`,
        remedy: 'Say which address it is in the destination, with a key of its own.',
      },
    ];
  });
}

const ACCESS = ['accessIpv4', 'accessIpv6'] as const;

/** Nova is told it when the server is made. */
function untoldServers({ nodes, items }: PlanScope): Concern[] {
  return items.flatMap(({ key, kind, action, name }): Concern[] => {
    const { was, resource } = nodes.get(key) ?? {};
    if (kind !== server.kind || action !== 'create' || was === undefined) return [];
    const [before, after] = [was as ServerResource, resource as ServerResource];
    const dropped = ACCESS.flatMap((one) =>
      before[one] !== '' && after[one] === '' ? [before[one]] : [],
    );
    if (dropped.length === 0) return [];
    return [
      {
        severity: 'warning',
        code: 'access-address-dropped',
        subject: key,
        message: `Server ${name} has the access address ${dropped.join(', ')}, which the spec maps to any: its copy has none.`,
        remedy: 'Set it when the server has moved (openstack server set), or map it to an address.',
      },
    ];
  });
}

/** Addresses of a plan in one network. */
interface Wanted {
  /** Of the source; several may be mapped to one. */
  readonly network: string;
  readonly certain: string[];
  isAnyWanted: boolean;
}

/** A warning for each network in which the destination chooses, and may choose what another one is to have. */
async function givenAway(scope: PlanScope): Promise<Concern[]> {
  const found = await Promise.all(
    [...wantedByNetwork(scope).values()].map(async ({ network, certain, isAnyWanted }) => {
      if (!isAnyWanted || certain.length === 0) return [];
      const pools = await poolsOf(scope, network);
      const open = certain.filter((address) => pools.some((pool) => isInPool(pool, address)));
      return open.length === 0 ? [] : [mayBeGiven(scope, network, open)];
    }),
  );
  return found.flat();
}

/** By the network of the destination, where that is known. */
function wantedByNetwork(scope: PlanScope): ReadonlyMap<string, Wanted> {
  const networks = new Map<string, Wanted>();
  for (const { network, addresses } of holdingsOf(scope)) {
    const key = destinationId(scope.ids, { kind: 'network', id: network }) ?? network;
    const wanted = networks.get(key) ?? { network, certain: [], isAnyWanted: false };
    wanted.certain.push(...addresses.filter((address) => address !== ANY));
    wanted.isAnyWanted ||= addresses.includes(ANY);
    networks.set(key, wanted);
  }
  return networks;
}

async function poolsOf(
  { source, destination, ids }: PlanScope,
  network: string,
): Promise<readonly Pool[]> {
  const there = destinationId(ids, { kind: 'network', id: network });
  const cloud = there === undefined ? source : destination;
  const found = await collect(listAll(cloud, subnets, { network_id: there ?? network }));
  return found.flatMap((each) => each.allocation_pools);
}

/** Of those in danger, so many are named. */
const FEW = 5;

function mayBeGiven({ nodes }: PlanScope, id: string, addresses: readonly string[]): Concern {
  const reference = { kind: 'network', id };
  const name = nameIn(nodes, reference);
  return {
    severity: 'warning',
    code: 'address-may-be-given-away',
    subject: referenceKey(reference),
    message: `In network ${name} the destination chooses addresses (any), and may choose one that another is to have: ${few(addresses, FEW)}.`,
    remedy:
      'Map these to any as well, or keep them out of the allocation pools of the destination’s subnet.',
  };
}

/**
 * Keys that no address answers to: mistyped, mostly. The source is asked for all it has only where the plan leaves some over, and not
 * again for each project.
 */
async function idleAddresses(scope: PlanScope, mapping: Mapping): Promise<Concern[]> {
  if (scope.isPart === true) return [];
  let idle = Object.keys(mapping);
  const forget = (kind: ResourceKind, resource: Resource): void => {
    const named = namedBy(kind, resource);
    idle = idle.filter((key) => !named.some((text) => isWithin(normalCidr(key), normalCidr(text))));
  };
  for (const { kind, was, resource } of scope.nodes.values()) {
    if (idle.length > 0) forget(kind, was ?? resource);
  }
  for (const kind of KINDS.filter((each) => each.addresses !== undefined)) {
    if (idle.length === 0) break;
    for await (const resource of kind.list(scope.source, {})) {
      forget(kind, resource);
      if (idle.length === 0) break;
    }
  }
  return idle.map((key) => idleKey(key, mapping[key] ?? '', scope.source.name));
}

/** The addresses and ranges of a source resource that a mapping may speak of. */
function namedBy(kind: ResourceKind, resource: Resource): string[] {
  const named: string[] = [];
  kind.readdressed?.(resource, (text) => {
    named.push(text);
    return text;
  });
  return named;
}

function idleKey(key: string, to: string, cloud: string): Concern {
  return {
    severity: 'warning',
    code: 'idle-mapping',
    subject: `mappings.address.${key}`,
    message: `mappings: address: { ${key}: ${to} } maps nothing: ${cloud} has no such address at a port, a floating IP or a router.`,
    remedy: 'Correct the address, or take the line out.',
  };
}
