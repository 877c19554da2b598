import { z } from 'zod';
import type { Cloud } from '../../openstack/cloud.ts';
import { unlessAbsent } from '../absent.ts';

const ownerSchema = z.object({ port: z.object({ device_owner: z.string() }) });

/** Whether a port is nobody's. */
export async function isLoosePort(cloud: Cloud, id: string): Promise<boolean> {
  const path = `/ports/${encodeURIComponent(id)}`;
  const answer = await unlessAbsent(cloud.request('network', { path, schema: ownerSchema }));
  return (answer?.port.device_owner ?? '') === '';
}
