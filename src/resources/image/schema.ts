import { z } from 'zod';

/** What Glance itself says of an image; every other key is a property. `checksum` is an md5. */
const known = {
  id: z.string(),
  name: z.string().nullish(),
  status: z.string(),
  owner: z.string().nullish(),
  visibility: z.string(),
  disk_format: z.string().nullish(),
  container_format: z.string().nullish(),
  size: z.number().nullish(),
  min_disk: z.number().default(0),
  min_ram: z.number().default(0),
  protected: z.boolean().default(false),
  os_hidden: z.boolean().default(false),
  tags: z.array(z.string()).default([]),
  checksum: z.string().nullish(),
  os_hash_algo: z.string().nullish(),
  os_hash_value: z.string().nullish(),
};

/** An image of the Image API v2. `size` in bytes, null while it has no data; `name` is empty where it has none. */
export const imageSchema = z.looseObject(known).transform((wire) => ({
  id: wire.id,
  name: wire.name ?? '',
  status: wire.status,
  owner: wire.owner ?? undefined,
  visibility: wire.visibility,
  diskFormat: wire.disk_format ?? null,
  containerFormat: wire.container_format ?? null,
  size: wire.size ?? null,
  minDisk: wire.min_disk,
  minRam: wire.min_ram,
  protected: wire.protected,
  hidden: wire.os_hidden,
  tags: wire.tags,
  checksum: wire.checksum ?? undefined,
  hashAlgorithm: wire.os_hash_algo ?? undefined,
  hash: wire.os_hash_value ?? undefined,
  properties: propertiesOf(wire),
}));

export type Image = z.output<typeof imageSchema>;

/** Properties are strings; what else Glance shows beside the known keys (lists of stores, locations) is its own. */
function propertiesOf(wire: Readonly<Record<string, unknown>>): Record<string, string> {
  const properties: Record<string, string> = {};
  for (const [key, value] of Object.entries(wire)) {
    if (!(key in known) && typeof value === 'string') properties[key] = value;
  }
  return properties;
}
