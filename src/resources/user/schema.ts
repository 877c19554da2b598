import { z } from 'zod';

/** A user as Keystone shows it, with any attribute it was created with (`email` is one of those). */
export const userSchema = z.looseObject({
  id: z.string(),
  name: z.string(),
  domain_id: z.string(),
  enabled: z.boolean().default(true),
  email: z.string().nullish(),
  description: z.string().nullish(),
  default_project_id: z.string().nullish(),
  options: z.record(z.string(), z.unknown()).default({}),
});

/** `domain` is the domain's name. */
export type User = z.output<typeof userSchema> & { readonly domain: string };
