import type { Token } from '../../http/call.ts';
import { Refusal } from '../../http/refusal.ts';
import { SHARED, dropPolicies, grant, isShared, sees } from '../access.ts';
import { overlaps } from '../address/cidr.ts';
import type { Neutron } from '../neutron.ts';
import { conflict, invalidInput, missing } from '../refuse.ts';
import { ID, NAME, PROJECT, STANDARD, TAGS, attribute, byAdmin } from '../rest/attributes.ts';
import type { Kind } from '../rest/kind.ts';
import { boolean, integer, notNegative, orNull, uuid } from '../rest/readers.ts';
import { change, newThing, renamed, standardView } from '../rest/thing.ts';
import type { Body, View } from '../rest/thing.ts';
import type { State, SubnetPool } from '../state.ts';
import { scopeMissing } from './address-scopes.ts';
import { compact, isWithin, prefixes, rangesOf } from './prefixes.ts';

const ATTRIBUTES = {
  ...ID,
  ...NAME,
  ...PROJECT,
  prefixes: attribute('pu', prefixes, { required: true }),
  default_quota: attribute('pu', notNegative),
  ip_version: attribute('f', integer),
  default_prefixlen: attribute('puf', notNegative),
  min_prefixlen: attribute('puf', notNegative),
  max_prefixlen: attribute('puf', notNegative),
  is_default: attribute('puf', boolean, { fallback: false, rule: byAdmin }),
  shared: attribute('pf', boolean, { fallback: false, rule: byAdmin }),
  address_scope_id: attribute('puf', orNull(uuid), { fallback: null }),
  ...STANDARD,
  ...TAGS,
};

/** https://docs.openstack.org/api-ref/network/v2/#subnet-pools-extension-subnetpools */
export function subnetPoolsOf(neutron: Neutron): Kind<SubnetPool> {
  const { state } = neutron;
  return {
    one: 'subnetpool',
    many: 'subnetpools',
    path: '/subnetpools',
    paged: true,
    attributes: ATTRIBUTES,
    shelf: state.pools,
    visible: (pool, token) => sees(state, pool, token),
    view: (pool, token) => viewOf(state, pool, token, String),
    changed: (pool, token) => viewOf(state, pool, token, Number),
    missing: poolMissing,
    create: (body) => makePool(neutron, body),
    update: (pool, body) => changePool(neutron, pool, body),
    remove: (pool) => removePool(state, pool),
  };
}

export function poolMissing(id: string): Refusal {
  return missing('SubnetPoolNotFound', `Subnet pool ${id} could not be found.`);
}

/** Lengths are numbers in the answer to a PUT, and text everywhere else. */
function viewOf(
  state: State,
  pool: SubnetPool,
  token: Token,
  length: (value: number) => string | number,
): View {
  return {
    id: pool.id,
    name: pool.name,
    tenant_id: pool.projectId,
    default_prefixlen: length(pool.defaultLength),
    min_prefixlen: length(pool.minLength),
    max_prefixlen: length(pool.maxLength),
    is_default: pool.isDefault,
    shared: isShared(state, pool, token),
    prefixes: pool.prefixes,
    ip_version: pool.ipVersion,
    default_quota: pool.defaultQuota,
    address_scope_id: pool.scopeId,
    ...standardView(pool),
  };
}

/** @throws Refusal 400, 404, 409 */
function makePool({ state, cloud }: Neutron, body: Body): SubnetPool {
  const ranges = compact(body['prefixes'] as string[]);
  const ipVersion = versionOf(ranges);
  const minLength = (body['min_prefixlen'] as number | undefined) ?? (ipVersion === 4 ? 8 : 64);
  const pool: SubnetPool = {
    ...newThing(cloud.clock, body, 0),
    prefixes: ranges,
    ipVersion,
    minLength,
    maxLength: (body['max_prefixlen'] as number | undefined) ?? (ipVersion === 4 ? 32 : 128),
    defaultLength: (body['default_prefixlen'] as number | undefined) ?? minLength,
    defaultQuota: (body['default_quota'] as number | undefined) ?? null,
    isDefault: body['is_default'] as boolean,
    scopeId: body['address_scope_id'] as string | null,
  };
  checkPool(state, pool);
  if (body['shared'] === true) {
    if (pool.scopeId !== null) checkScopeIsShared(state, pool, '*');
    grant(state, 'subnetpool', pool, SHARED);
  }
  state.pools.add(pool);
  return pool;
}

function versionOf(ranges: readonly string[]): 4 | 6 {
  const six = ranges.filter((each) => each.includes(':')).length;
  if (ranges.length === 0)
    throw new Refusal(400, 'Empty subnet pool prefix list.', 'EmptySubnetPoolPrefixList');
  if (six > 0 && six < ranges.length) {
    const message = 'Cannot mix IPv4 and IPv6 prefixes in a subnet pool.';
    throw new Refusal(400, message, 'PrefixVersionMismatch');
  }
  return six > 0 ? 6 : 4;
}

function checkPool(state: State, pool: SubnetPool): void {
  const { minLength, maxLength, defaultLength } = pool;
  checkBounds(['min_prefixlen', minLength], ['max_prefixlen', maxLength]);
  checkBounds(['default_prefixlen', defaultLength], ['max_prefixlen', maxLength]);
  if (defaultLength < minLength) {
    throw bounds(['default_prefixlen', defaultLength], ['min_prefixlen', minLength]);
  }
  checkDefault(state, pool);
  checkScope(state, pool);
}

type Bound = readonly [name: string, value: number];

function checkBounds(low: Bound, high: Bound): void {
  if (low[1] > high[1]) throw bounds(low, high);
}

function bounds(one: Bound, other: Bound): Refusal {
  const message = `Illegal prefix bounds: ${one.join('=')}, ${other.join('=')}.`;
  return new Refusal(400, message, 'IllegalSubnetPoolPrefixBounds');
}

function checkDefault(state: State, pool: SubnetPool): void {
  const other = state.pools.sorted().some(({ id, isDefault, ipVersion }) => {
    return isDefault && ipVersion === pool.ipVersion && id !== pool.id;
  });
  if (!pool.isDefault || !other) return;
  throw invalidInput(
    'A default subnetpool for this IP family has already been set. Only one default may exist per IP family',
  );
}

function checkScope(state: State, pool: SubnetPool): void {
  const { scopeId } = pool;
  if (scopeId === null) return;
  const scope = state.scopes.get(scopeId);
  if (scope === undefined) throw scopeMissing(scopeId);
  if (scope.ipVersion !== pool.ipVersion) {
    const message = `Illegal subnetpool association: subnetpool ${pool.id} cannot associate with address scope ${scope.id} because subnetpool ip_version is not ${scope.ipVersion}.`;
    throw new Refusal(400, message, 'IllegalSubnetPoolIpVersionAssociationToAddressScope');
  }
  const ranges = rangesOf(pool.prefixes);
  const others = state.pools.by('scope', scope.id).filter(({ id }) => id !== pool.id);
  const hit = others.some((other) =>
    rangesOf(other.prefixes).some((each) => ranges.some((range) => overlaps(range, each))),
  );
  if (!hit) return;
  const message =
    'Failed to associate address scope: subnetpools within an address scope must have unique prefixes.';
  throw conflict('AddressScopePrefixConflict', message);
}

/** Whoever is let at a pool has to be let at its scope. @throws Refusal 400 */
export function checkScopeIsShared(state: State, pool: SubnetPool, target: string): void {
  const scope = pool.scopeId === null ? undefined : state.scopes.get(pool.scopeId);
  if (scope === undefined || scope.projectId === target) return;
  const shared = state.policies
    .by('object', scope.id)
    .some((each) => each.target === '*' || each.target === target);
  if (shared) return;
  throw invalidInput(
    `Callback neutron.objects.subnetpool.RbacNeutronDbObjectMixin.validate_rbac_policy_change failed with "Failed to create RBAC policy on object ${pool.id} because target project doesn't have access to associated address scope.."`,
  );
}

function changePool({ state, cloud }: Neutron, pool: SubnetPool, body: Body): void {
  const ranges = body['prefixes'] === undefined ? undefined : compact(body['prefixes'] as string[]);
  if (ranges !== undefined) checkSuperset(pool, ranges);
  const values = renamed(body, {
    name: 'name',
    description: 'description',
    default_prefixlen: 'defaultLength',
    min_prefixlen: 'minLength',
    max_prefixlen: 'maxLength',
    default_quota: 'defaultQuota',
    is_default: 'isDefault',
    address_scope_id: 'scopeId',
  });
  const wanted = { ...values, ...(ranges === undefined ? {} : { prefixes: ranges }) };
  checkPool(state, { ...pool, ...wanted });
  state.pools.change(pool, () => change(pool, cloud.clock, wanted));
}

function checkSuperset(pool: SubnetPool, wanted: readonly string[]): void {
  const ranges = rangesOf(wanted);
  if (rangesOf(pool.prefixes).every((each) => isWithin(ranges, each))) return;
  const message =
    'Illegal update to prefixes: Existing prefixes must be a subset of the new prefixes.';
  throw new Refusal(400, message, 'IllegalSubnetPoolPrefixUpdate');
}

function removePool(state: State, pool: SubnetPool): void {
  if (state.subnets.by('pool', pool.id).length > 0) {
    const message = 'Unable to delete subnet pool: Subnet pool has existing allocations.';
    throw new Refusal(400, message, 'SubnetPoolDeleteError');
  }
  dropPolicies(state, pool.id);
  state.pools.remove(pool);
}
