import { ANY } from '../../model/address-mapping.ts';
import type { Concern } from '../../model/concern.ts';
import { destinationId } from '../../model/id-map.ts';
import { referenceKey } from '../../model/reference.ts';
import { floatingIp } from '../../resources/floating-ip/index.ts';
import { port } from '../../resources/port/index.ts';
import type { Port } from '../../resources/port/schema.ts';
import { router } from '../../resources/router/index.ts';
import type { Router } from '../../resources/router/schema.ts';
import type { PlanScope } from './check.ts';
import { toMake } from './to-make.ts';

interface Claim {
  readonly kind: string;
  readonly id: string;
  /** As a person knows it. */
  readonly name: string;
  /** Of the destination; where it is to be made, of the source. */
  readonly network: string;
  readonly isToBeMade: boolean;
  /** An address, or a MAC. */
  readonly wanted: string;
}

/**
 * Addresses and MACs that a plan wants twice in one network of the destination: where several networks of the source, or several
 * addresses, are mapped to one. What the destination itself has is told by each port, floating IP and router.
 */
export async function clashingAddresses(scope: PlanScope): Promise<Concern[]> {
  const holders = new Map<string, Claim>();
  const concerns: Concern[] = [];
  for (const claim of claimsOf(scope)) {
    const key = `${claim.network} ${claim.wanted.toLowerCase()}`;
    const first = holders.get(key);
    if (first === undefined) holders.set(key, claim);
    else concerns.push(clash(first, claim));
  }
  return concerns;
}

function claimsOf(scope: PlanScope): Claim[] {
  const { ids } = scope;
  const ofPorts = toMake(scope, port).flatMap((each) => {
    const claim = { kind: 'port', id: each.id, name: named(each) };
    return claimsOfPort(ids, claim, each);
  });
  const ofFloating = toMake(scope, floatingIp).flatMap((each) => {
    const { id, name, floating_network_id: network, floating_ip_address: wanted } = each;
    const claim = { kind: 'floating-ip', id, name, wanted, ...placeOf(ids, network) };
    return wanted === ANY ? [] : [claim];
  });
  const ofRouters = toMake(scope, router).flatMap((each) => {
    const claim = { kind: 'router', id: each.id, name: named(each) };
    const inside = each.interfaces.flatMap((one) => claimsOfPort(ids, claim, one));
    return [...inside, ...claimsOutside(ids, claim, each)];
  });
  return [...ofPorts, ...ofFloating, ...ofRouters];
}

type Claimant = Pick<Claim, 'kind' | 'id' | 'name'>;

function claimsOfPort(
  ids: PlanScope['ids'],
  claim: Claimant,
  { network_id: network, mac_address: mac, fixed_ips: addresses }: Port,
): Claim[] {
  const certain = addresses.map((fixed) => fixed.ip_address).filter((one) => one !== ANY);
  return [mac, ...certain].map((wanted) => ({ ...claim, ...placeOf(ids, network), wanted }));
}

function claimsOutside(
  ids: PlanScope['ids'],
  claim: Claimant,
  { external_gateway_info: info }: Router,
): Claim[] {
  if (!info) return [];
  return info.external_fixed_ips.flatMap(({ ip_address: wanted }) =>
    wanted === ANY ? [] : [{ ...claim, ...placeOf(ids, info.network_id), wanted }],
  );
}

function placeOf(ids: PlanScope['ids'], id: string): Pick<Claim, 'network' | 'isToBeMade'> {
  const there = destinationId(ids, { kind: 'network', id });
  return { network: there ?? id, isToBeMade: there === undefined };
}

function clash(first: Claim, second: Claim): Concern {
  const blocker = {
    severity: 'blocker',
    code: 'address-clash',
    subject: referenceKey(second),
  } as const;
  if (referenceKey(first) === referenceKey(second)) {
    return {
      ...blocker,
      message: `${titled(second)} needs ${second.wanted} for two of its addresses, as the spec maps them.`,
      remedy: 'Map one of them to another (mappings: address).',
    };
  }
  const where = second.isToBeMade
    ? 'one network, as the spec maps their addresses'
    : `network ${second.network} of the destination, to which their networks are mapped`;
  return {
    ...blocker,
    message: `${titled(second)} and ${titled(first)} both need ${second.wanted} in ${where}.`,
    remedy: second.isToBeMade
      ? 'Correct mappings: address, or leave the server of one of them out.'
      : 'Map their networks to two networks, or one of the addresses to another (mappings: address), or leave the server of one of them out.',
  };
}

const TITLES: Readonly<Record<string, string>> = {
  port: 'Port',
  'floating-ip': 'Floating IP',
  router: 'Router',
};

function titled({ kind, name }: Claimant): string {
  return `${TITLES[kind]} ${name}`;
}

function named({ name, id }: { readonly name: string; readonly id: string }): string {
  return name === '' ? id : name;
}
