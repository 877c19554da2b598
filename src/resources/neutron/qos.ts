import type { Concern } from '../../model/concern.ts';
import type { Reference } from '../../model/reference.ts';
import { referenceKey } from '../../model/reference.ts';
import { z } from 'zod';
import type { Cloud } from '../../openstack/cloud.ts';
import { getOne } from './collection.ts';
import { extensionsOf, missingExtensions } from './concern.ts';
import type { Subject } from './concern.ts';
import { qosPolicies } from '../qos-policy/schema.ts';
import type { Translate } from '../resource-kind.ts';
import { mappingEntry } from '../mapped.ts';
import { oncePerCloud } from '../once-per-cloud.ts';

/** A policy's id in destination terms; null: none. */
export function qosPolicyOf(id: string | null | undefined, translate: Translate): string | null {
  if (id === null || id === undefined) return null;
  return translate('qos-policy', id) ?? `not in the destination: ${id}`;
}

export function qosReferences(id: string | null | undefined): Reference[] {
  return id === null || id === undefined ? [] : [{ kind: 'qos-policy', id }];
}

export interface QosSubject extends Subject {
  /** `Network front` */
  readonly title: string;
  readonly qos_policy_id?: string | null | undefined;
}

/** Blockers: what the destination needs to give something its policy. */
export function qosExtension(
  destination: Cloud,
  { title, qos_policy_id: policy, ...subject }: QosSubject,
  alias: string,
): Promise<Concern[]> {
  const why = policy ? `${title} has a QoS policy, and so` : undefined;
  return missingExtensions(destination, subject, { [alias]: why });
}

/** Blockers, of a network or port: the destination refuses it with a policy that has a rule none of its drivers knows. */
export async function qosRules(
  { source, destination }: { readonly source: Cloud; readonly destination: Cloud },
  { title, qos_policy_id: id, ...subject }: QosSubject,
): Promise<Concern[]> {
  const policy = id ? await getOne(source, qosPolicies, id) : undefined;
  if (policy === undefined || !(await extensionsOf(destination)).has('qos')) return [];
  const types = await unsupportedTypes(destination, policy.rules);
  return types.map((type) => ({
    severity: 'blocker',
    code: 'qos-rule-unsupported',
    subject: referenceKey(subject),
    message: `${title} has QoS policy ${policy.name} with a rule ${type}, which no network driver of ${destination.name} can put into effect.`,
    remedy: `Map the policy to another: mappings: qos-policy: { ${mappingEntry(policy)}: <destination policy> }.`,
  }));
}

/** Of a policy's rules, the types that no driver of a cloud can put into effect. */
export async function unsupportedTypes(
  cloud: Cloud,
  rules: readonly { readonly type: string }[],
): Promise<string[]> {
  if (rules.length === 0) return [];
  const supported = await supportedTypes(cloud);
  const types = [...new Set(rules.map(({ type }) => type))];
  return types.filter((type) => !supported.includes(type));
}

const typesSchema = z.object({ rule_types: z.array(z.object({ type: z.string() })) });

/** https://docs.openstack.org/api-ref/network/v2/#list-qos-rule-types */
const supportedTypes = oncePerCloud(async (cloud) => {
  const answer = await cloud.request('network', { path: '/qos/rule-types', schema: typesSchema });
  return answer.rule_types.map(({ type }) => type);
});
