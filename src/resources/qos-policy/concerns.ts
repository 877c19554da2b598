import type { Concern } from '../../model/concern.ts';
import { destinationId } from '../../model/id-map.ts';
import { referenceKey } from '../../model/reference.ts';
import { collect } from '../collect.ts';
import { listAll } from '../neutron/collection.ts';
import { extensionsOf, missingExtensions } from '../neutron/concern.ts';
import { unsupportedTypes } from '../neutron/qos.ts';
import type { PreflightContext } from '../resource-kind.ts';
import { qosPolicies } from './schema.ts';
import type { QosPolicy } from './schema.ts';
import { mappingEntry } from '../mapped.ts';

export async function concerns(
  context: PreflightContext,
  source: QosPolicy,
): Promise<readonly Concern[]> {
  const { destination } = context;
  const missing = await missingExtensions(
    destination,
    { kind: 'qos-policy', id: source.id },
    needs(source),
  );
  if (!(await extensionsOf(destination)).has('qos')) return missing;
  const types = await unsupportedTypes(destination, source.rules);
  return [
    ...missing,
    ...types.map((type) => unsupported(source, type, destination.name)),
    ...(await otherDefault(context, source)),
  ];
}

function needs({ name, is_default, rules }: QosPolicy): Record<string, string | undefined> {
  const policy = `QoS policy ${name}`;
  const has = (type: string, direction?: string): boolean =>
    rules.some(
      (rule) => rule.type === type && (direction === undefined || rule['direction'] === direction),
    );
  const rule = (found: boolean, what: string): string | undefined =>
    found ? `${policy} has a rule ${what}, and so` : undefined;
  return {
    qos: policy,
    'qos-default': is_default ? `${policy} is its project's default, and so` : undefined,
    'qos-bw-limit-direction': rule(has('bandwidth_limit', 'ingress'), 'bandwidth_limit ingress'),
    'qos-bw-minimum-ingress': rule(
      has('minimum_bandwidth', 'ingress'),
      'minimum_bandwidth ingress',
    ),
    'qos-pps-minimum': rule(has('minimum_packet_rate'), 'minimum_packet_rate'),
    'qos-pps': rule(has('packet_rate_limit'), 'packet_rate_limit'),
  };
}

/** The policy itself may have it; a floating IP or a gateway may have such a policy. */
function unsupported({ id, name }: QosPolicy, type: string, cloud: string): Concern {
  return {
    severity: 'warning',
    code: 'qos-rule-unsupported',
    subject: referenceKey({ kind: 'qos-policy', id }),
    message: `QoS policy ${name} has a rule ${type}, which no network driver of ${cloud} can put into effect: no network and no port there can have the policy.`,
    remedy: 'Enable a driver that can, or map the policy to another one.',
  };
}

/** A project has one default at most. */
async function otherDefault(
  { destination, ids }: PreflightContext,
  { id, name, project_id, is_default }: QosPolicy,
): Promise<Concern[]> {
  const project = destinationId(ids, { kind: 'project', id: project_id });
  if (!is_default || project === undefined) return [];
  const query = { project_id: project, is_default: true };
  const [other] = await collect(listAll(destination, qosPolicies, query));
  if (other === undefined) return [];
  return [
    {
      severity: 'blocker',
      code: 'qos-default-taken',
      subject: referenceKey({ kind: 'qos-policy', id }),
      message: `QoS policy ${name} is its project's default, and in ${destination.name} that is ${other.name} (${other.id}).`,
      remedy: `Map it: mappings: qos-policy: { ${mappingEntry({ id, name })}: ${other.id} }, or make the other the default no longer.`,
    },
  ];
}
