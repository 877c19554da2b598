import { z } from 'zod';
import type { Collection } from '../neutron/collection.ts';
import { standardFields } from '../neutron/mark.ts';

/** Lists write lengths as text, answers to a PUT as numbers. */
const length = z.coerce.number();

/** https://docs.openstack.org/api-ref/network/v2/#subnet-pools-extension-subnetpools */
const subnetPoolSchema = z.object({
  ...standardFields,
  name: z.string(),
  ip_version: z.number(),
  prefixes: z.array(z.string()),
  default_prefixlen: length,
  min_prefixlen: length,
  max_prefixlen: length,
  /** Addresses a project may take: of 64 bits for IPv6. Null: any number. */
  default_quota: z.number().nullish(),
  is_default: z.boolean().default(false),
  shared: z.boolean().default(false),
  address_scope_id: z.string().nullish(),
});

export type SubnetPool = z.output<typeof subnetPoolSchema>;

/** The one collection that the API spells in one word. */
export const subnetPools: Collection<typeof subnetPoolSchema> = {
  path: '/subnetpools',
  one: 'subnetpool',
  many: 'subnetpools',
  schema: subnetPoolSchema,
};
