import { z } from 'zod';

/** A group as Keystone shows it, with any attribute it was created with. */
export const groupSchema = z.looseObject({
  id: z.string(),
  name: z.string(),
  domain_id: z.string(),
  description: z.string().nullish(),
});

/** `members`: ids of users, sorted. */
export type Group = z.output<typeof groupSchema> & { readonly members: readonly string[] };
