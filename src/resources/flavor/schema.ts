import { z } from 'zod';

/** A flavor as compute shows it: with its description from 2.55 and extra specs from 2.61 on. Sizes in MiB and GiB. */
export const flavorSchema = z
  .looseObject({
    id: z.string(),
    name: z.string(),
    ram: z.number(),
    vcpus: z.number(),
    disk: z.number(),
    // Before 2.75 no swap is an empty string.
    swap: z.union([z.number(), z.literal('').transform(() => 0)]),
    'OS-FLV-EXT-DATA:ephemeral': z.number().default(0),
    'OS-FLV-DISABLED:disabled': z.boolean().default(false),
    'os-flavor-access:is_public': z.boolean().default(true),
    rxtx_factor: z.number().nullish(),
    description: z.string().nullish(),
    extra_specs: z.record(z.string(), z.string()).optional(),
  })
  .transform((wire) => ({
    id: wire.id,
    /** What its copy is called by: its own id; undefined for a rebuilt one whose id is another's now. */
    keptId: wire.id as string | undefined,
    name: wire.name,
    ram: wire.ram,
    vcpus: wire.vcpus,
    disk: wire.disk,
    swap: wire.swap,
    ephemeral: wire['OS-FLV-EXT-DATA:ephemeral'],
    isPublic: wire['os-flavor-access:is_public'],
    disabled: wire['OS-FLV-DISABLED:disabled'],
    rxtxFactor: wire.rxtx_factor ?? 1,
    /** Undefined where the cloud is too old to have any. */
    description: wire.description,
    extraSpecs: wire.extra_specs,
  }));

export type WireFlavor = z.output<typeof flavorSchema>;

/** One whose extra specs were asked for where the cloud does not show them with it. */
export type Flavor = WireFlavor & { readonly extraSpecs: Readonly<Record<string, string>> };

export const extraSpecsSchema = z.looseObject({ extra_specs: z.record(z.string(), z.string()) });
