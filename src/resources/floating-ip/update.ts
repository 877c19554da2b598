import type { Cloud } from '../../openstack/cloud.ts';
import { updateOne } from '../neutron/collection.ts';
import { floatingIpWires } from './schema.ts';

interface Policed {
  readonly qos_policy_id?: string | null | undefined;
}

/** Neutron (seen: Zed) takes its QoS policy from a floating IP whose change does not name it: so every change names it. */
export function withPolicy({ qos_policy_id: policy }: Policed): Readonly<Record<string, unknown>> {
  return policy ? { qos_policy_id: policy } : {};
}

export async function updateFloatingIp(
  cloud: Cloud,
  existing: Policed & { readonly id: string },
  body: Readonly<Record<string, unknown>>,
): Promise<void> {
  await updateOne(cloud, floatingIpWires, existing.id, { ...withPolicy(existing), ...body });
}
