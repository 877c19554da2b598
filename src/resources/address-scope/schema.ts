import { z } from 'zod';
import { collection } from '../neutron/collection.ts';

/** https://docs.openstack.org/api-ref/network/v2/#address-scopes: it has neither description nor tags. */
const addressScopeSchema = z.object({
  id: z.string(),
  name: z.string(),
  project_id: z.string().default(''),
  ip_version: z.number(),
  shared: z.boolean().default(false),
});

export type AddressScope = z.output<typeof addressScopeSchema>;
export const addressScopes = collection('address_scope', addressScopeSchema);
