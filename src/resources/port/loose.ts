import { z } from 'zod';
import type { Cloud } from '../../openstack/cloud.ts';
import { collection, getOne } from '../neutron/collection.ts';

const owned = collection('port', z.object({ device_owner: z.string() }));

/** Whether a port is nobody's. */
export async function isLoosePort(cloud: Cloud, id: string): Promise<boolean> {
  const port = await getOne(cloud, owned, id);
  return (port?.device_owner ?? '') === '';
}
