import { BlockedError } from '../../errors/migration.ts';
import type { Cloud } from '../../openstack/cloud.ts';
import { getOne } from '../neutron/collection.ts';
import { floatingIps } from './schema.ts';
import { updateFloatingIp } from './update.ts';

export interface Association {
  readonly portId: string;
  /** Which of the port's addresses; absent where it has one only. */
  readonly fixedIp?: string | null | undefined;
}

/** Idempotent. @throws BlockedError where it stands for another port already */
export async function associate(
  cloud: Cloud,
  floatingIpId: string,
  { portId, fixedIp }: Association,
): Promise<void> {
  const existing = await getOne(cloud, floatingIps, floatingIpId);
  if (existing === undefined) {
    throw new BlockedError(`${cloud.name}: floating IP ${floatingIpId} is gone.`);
  }
  const held = existing.port_id ?? undefined;
  if (held !== undefined && held !== portId) {
    throw new BlockedError(
      `${cloud.name}: floating IP ${existing.name} stands for port ${held}, and is wanted for port ${portId}. Take it from there.`,
    );
  }
  if (held === portId && (fixedIp ?? existing.fixed_ip_address) === existing.fixed_ip_address)
    return;
  await updateFloatingIp(cloud, existing, {
    port_id: portId,
    ...(fixedIp ? { fixed_ip_address: fixedIp } : {}),
  });
}

/** Idempotent; a floating IP that is gone stands for nothing. */
export async function disassociate(cloud: Cloud, floatingIpId: string): Promise<void> {
  const existing = await getOne(cloud, floatingIps, floatingIpId);
  if (!existing?.port_id) return;
  await updateFloatingIp(cloud, existing, { port_id: null });
}
