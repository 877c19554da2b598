import { z } from 'zod';
import { collection } from '../neutron/collection.ts';

/** https://docs.openstack.org/api-ref/network/v2/#address-groups: it has no tags. */
const addressGroupSchema = z.object({
  id: z.string(),
  name: z.string(),
  project_id: z.string().default(''),
  description: z
    .string()
    .nullish()
    .transform((text) => text ?? ''),
  /** Ranges, which Neutron writes in one way and order. */
  addresses: z.array(z.string()),
});

export type AddressGroup = z.output<typeof addressGroupSchema>;
export const addressGroups = collection('address_group', addressGroupSchema);
