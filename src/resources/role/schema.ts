import { z } from 'zod';

/** A role as Keystone shows it, with any attribute it was created with. */
export const roleSchema = z.looseObject({
  id: z.string(),
  name: z.string(),
  /** Null for a role of the whole cloud; before 9 (Mitaka) there is no other. */
  domain_id: z
    .string()
    .nullish()
    .transform((id) => id ?? null),
  description: z.string().nullish(),
  options: z.record(z.string(), z.unknown()).default({}),
});

export interface Implied {
  readonly id: string;
  readonly name: string;
}

/** `implies`: the roles that who has it has as well. */
export type Role = z.output<typeof roleSchema> & { readonly implies: readonly Implied[] };

/** What Keystone's bootstrap makes. What they imply of each other is the release's: newer ones put manager between admin and member. */
const BUILT_IN = new Set(['admin', 'manager', 'member', 'reader', 'service']);

export function isBuiltIn({
  name,
  domain_id = null,
}: {
  readonly name: string;
  readonly domain_id?: string | null;
}): boolean {
  return domain_id === null && BUILT_IN.has(name);
}
