import { Refusal } from '../../http/refusal.ts';
import type { Token } from '../../http/call.ts';
import { sees } from '../access.ts';
import { cidrOf, overlaps, parseCidr } from '../address/cidr.ts';
import type { Cidr } from '../address/cidr.ts';
import { badResource, conflict } from '../refuse.ts';
import type { Body } from '../rest/thing.ts';
import type { Network, State, SubnetPool } from '../state.ts';
import { isWithin, rangesOf } from './prefixes.ts';
import { poolMissing } from './subnet-pools.ts';

/** The pool that a new subnet names. @throws Refusal 400, 404 */
export function poolFor(state: State, body: Body, token: Token): SubnetPool | undefined {
  const id = (body['subnetpool_id'] as string | null | undefined) ?? undefined;
  if (id === undefined) return undefined;
  const pool = state.pools.get(id);
  if (pool === undefined || !sees(state, pool, token)) throw poolMissing(id);
  const version = body['ip_version'] as number;
  if (version !== pool.ipVersion) {
    const message = `Cannot allocate IPv${version} subnet from IPv${pool.ipVersion} subnet pool`;
    throw badResource('subnets', message);
  }
  return pool;
}

/** The range that a pool gives to a subnet: the one it asks for, or the first free one. @throws Refusal 400, 409, 500 */
export function allocate(state: State, pool: SubnetPool, body: Body): Cidr {
  const asked = typeof body['cidr'] === 'string' ? parseCidr(body['cidr']) : undefined;
  const length = asked?.length ?? (body['prefixlen'] as number | undefined) ?? pool.defaultLength;
  checkLength(pool, length);
  checkQuota(state, pool, { length, projectId: body['project_id'] as string });
  const given = state.subnets
    .by('pool', pool.id)
    .map(({ cidr }) => parseCidr(cidr))
    .filter((cidr) => cidr !== undefined);
  const isFree = (cidr: Cidr): boolean => !given.some((each) => overlaps(each, cidr));
  const found = asked ?? firstFree(pool, length, isFree);
  if (found !== undefined && isWithin(rangesOf(pool.prefixes), found) && isFree(found))
    return found;
  const message =
    'Failed to allocate subnet: Cannot allocate requested subnet from the available set of prefixes.';
  throw new Refusal(500, message, 'SubnetAllocationError');
}

function checkLength({ minLength, maxLength }: SubnetPool, length: number): void {
  const wrong =
    length < minLength
      ? (['Min', 'minimum', minLength] as const)
      : (['Max', 'maximum', maxLength] as const);
  if (length >= minLength && length <= maxLength) return;
  const [type, word, bound] = wrong;
  const message = `Unable to allocate subnet with prefix length ${length}, ${word} allowed prefix is ${bound}.`;
  throw new Refusal(400, message, `${type}PrefixSubnetAllocationError`);
}

/** Counted in addresses; for IPv6 in networks of 64 bits. */
function checkQuota(
  state: State,
  { id, defaultQuota, ipVersion }: SubnetPool,
  { length, projectId }: { readonly length: number; readonly projectId: string },
): void {
  if (defaultQuota === null) return;
  const whole = ipVersion === 4 ? 32 : 64;
  const size = (bits: number): number => 2 ** (whole - bits);
  const used = state.subnets
    .by('pool', id)
    .filter((subnet) => subnet.projectId === projectId)
    .reduce((sum, { cidr }) => sum + size(parseCidr(cidr)?.length ?? whole), 0);
  if (used + size(length) <= defaultQuota) return;
  throw conflict('SubnetPoolQuotaExceeded', 'Per-tenant subnet pool prefix quota exceeded.');
}

function firstFree(
  { prefixes }: SubnetPool,
  length: number,
  isFree: (cidr: Cidr) => boolean,
): Cidr | undefined {
  for (const { bits, first, last } of rangesOf(prefixes)) {
    const step = 1n << BigInt(bits - length);
    for (let value = first; value + step - 1n <= last; value += step) {
      const cidr = cidrOf({ bits, value }, length);
      if (isFree(cidr)) return cidr;
    }
  }
  return undefined;
}

/** All of a network's subnets of one version come from one pool, or from none. @throws Refusal 400 */
export function checkAffinity(
  state: State,
  network: Network,
  wanted: { readonly version: number; readonly poolId: string | null },
): void {
  const differs = state.subnets
    .by('network', network.id)
    .some((each) => each.ipVersion === wanted.version && each.subnetPoolId !== wanted.poolId);
  if (!differs) return;
  const message = 'Subnets hosted on the same network must be allocated from the same subnet pool.';
  throw new Refusal(400, message, 'NetworkSubnetPoolAffinityError');
}
