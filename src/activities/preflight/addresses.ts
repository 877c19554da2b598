import { ANY } from '../../model/address-mapping.ts';
import type { Concern } from '../../model/concern.ts';
import { destinationId } from '../../model/id-map.ts';
import { referenceKey } from '../../model/reference.ts';
import type { PlanScope } from './check.ts';
import { holdingsOf } from './holdings.ts';
import type { Holder } from './holdings.ts';

interface Claim extends Holder {
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
  return holdingsOf(scope).flatMap(({ holder, network, mac, addresses }) => {
    const certain = addresses.filter((one) => one !== ANY);
    const place = placeOf(scope.ids, network);
    return [mac ?? [], certain].flat().map((wanted) => ({ ...holder, ...place, wanted }));
  });
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

function titled({ kind, name }: Holder): string {
  return `${TITLES[kind]} ${name}`;
}
