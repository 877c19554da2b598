import { z } from 'zod';
import type { Cloud } from '../../openstack/cloud.ts';
import { collect } from '../collect.ts';

const zoneSchema = z.looseObject({
  zoneName: z.string(),
  zoneState: z.looseObject({ available: z.boolean() }),
});

/** An availability zone for servers; `up` while one of its hosts is. */
export interface Zone {
  readonly name: string;
  readonly up: boolean;
}

/** https://docs.openstack.org/api-ref/compute/#availability-zones-os-availability-zone */
export async function zonesOf(cloud: Cloud): Promise<readonly Zone[]> {
  const zones = await collect(
    cloud.list('compute', {
      path: '/os-availability-zone',
      key: 'availabilityZoneInfo',
      schema: zoneSchema,
    }),
  );
  return zones.map(({ zoneName, zoneState }) => ({ name: zoneName, up: zoneState.available }));
}
