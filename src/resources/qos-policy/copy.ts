import { destinationId } from '../../model/id-map.ts';
import type { IdMap } from '../../model/id-map.ts';
import { provenanceDescription } from '../../model/provenance.ts';
import { hasStatus } from '../../errors/openstack.ts';
import type { Cloud } from '../../openstack/cloud.ts';
import { unlessAbsent } from '../absent.ts';
import { changed } from '../neutron/changed.ts';
import { createOne, pathOf, updateOne } from '../neutron/collection.ts';
import { findMarked, finish } from '../neutron/mark.ts';
import { required } from '../required.ts';
import type { Attributes, CopyContext } from '../resource-kind.ts';
import { comparable, ruleKey, settable } from './attributes.ts';
import { qosPolicies } from './schema.ts';
import type { QosPolicy } from './schema.ts';

/** By its mark alone: names are not unique. */
export async function find(
  destination: Cloud,
  source: QosPolicy,
  ids: IdMap,
): Promise<readonly QosPolicy[]> {
  const project_id = destinationId(ids, { kind: 'project', id: source.project_id });
  if (project_id === undefined) return [];
  return findMarked(destination, qosPolicies, source.id, { project_id });
}

/** Its project's default, and shared, only when it has its rules. */
export async function create(
  { destination, ids, provenance }: CopyContext,
  source: QosPolicy,
): Promise<string> {
  return createOne(destination, qosPolicies, {
    name: source.name,
    project_id: required(ids, 'project', source.project_id, source),
    description: provenanceDescription(provenance),
  });
}

/** What is too much goes first: a limit and a guarantee of one policy must agree at any time. */
export async function converge(
  context: CopyContext,
  source: QosPolicy,
  existing: QosPolicy,
): Promise<void> {
  const { destination } = context;
  const wanted = new Map(source.rules.map(comparable).map((rule) => [ruleKey(rule), rule]));
  const present = new Set(existing.rules.map((rule) => ruleKey(comparable(rule))));
  for (const rule of existing.rules) {
    if (!wanted.has(ruleKey(comparable(rule)))) await removeRule(destination, existing, rule);
  }
  for (const [key, rule] of wanted) {
    if (!present.has(key)) await addRule(destination, existing, rule);
  }
  const update = changed(settable(source), settable(existing));
  if (update !== undefined) await updateOne(destination, qosPolicies, existing.id, update);
  await finish(context, qosPolicies, source, existing);
}

/** https://docs.openstack.org/api-ref/network/v2/#create-bandwidth-limit-rule. One that is there already is refused, and is fine. */
async function addRule(
  destination: Cloud,
  { id }: QosPolicy,
  { type, ...says }: Attributes & { readonly type: string },
): Promise<void> {
  try {
    await destination.call('network', {
      method: 'POST',
      path: `${pathOf(qosPolicies, id)}/${type}_rules`,
      body: { [`${type}_rule`]: says },
    });
  } catch (error) {
    if (!hasStatus(error, 409) || !/conflicts with rule/.test(error.detail)) throw error;
  }
}

async function removeRule(
  destination: Cloud,
  policy: QosPolicy,
  { type, id }: QosPolicy['rules'][number],
): Promise<void> {
  const path = `${pathOf(qosPolicies, policy.id)}/${type}_rules/${encodeURIComponent(id)}`;
  await unlessAbsent(destination.call('network', { method: 'DELETE', path }));
}
