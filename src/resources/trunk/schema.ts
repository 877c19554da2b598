import { z } from 'zod';
import { collection } from '../neutron/collection.ts';
import { standardFields } from '../neutron/mark.ts';

/** https://docs.openstack.org/api-ref/network/v2/#trunk-networking */
const trunkSchema = z.object({
  ...standardFields,
  name: z.string(),
  admin_state_up: z.boolean(),
  port_id: z.string(),
  sub_ports: z
    .array(
      z.object({
        port_id: z.string(),
        segmentation_type: z.string(),
        segmentation_id: z.number(),
      }),
    )
    .default([]),
});

type WireTrunk = z.output<typeof trunkSchema>;

export interface Trunk extends WireTrunk {
  /** Its parent port is no server's. */
  readonly isLoose: boolean;
}

export const trunks = collection('trunk', trunkSchema);
