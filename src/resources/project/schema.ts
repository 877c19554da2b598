import { z } from 'zod';

/** A project as Keystone shows it: with its tags, options, and any attribute it was created with. */
export const projectSchema = z.looseObject({
  id: z.string(),
  name: z.string(),
  /** Null for a domain, which is a project of its own sort. */
  domain_id: z
    .string()
    .nullish()
    .transform((id) => id ?? ''),
  description: z.string().nullish(),
  enabled: z.boolean().default(true),
  /** The domain's id for a project at the top. */
  parent_id: z.string().nullish(),
  is_domain: z.boolean().default(false),
  tags: z.array(z.string()).default([]),
  options: z.record(z.string(), z.unknown()).default({}),
});

export type Project = z.output<typeof projectSchema>;

/** Undefined at the top of its domain. */
export function parentOf({ parent_id, domain_id }: Project): string | undefined {
  return parent_id === domain_id ? undefined : (parent_id ?? undefined);
}
