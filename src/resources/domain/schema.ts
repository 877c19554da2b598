import { z } from 'zod';

/** A domain as Keystone shows it, with any attribute it was created with. */
export const domainSchema = z.looseObject({
  id: z.string(),
  name: z.string(),
  description: z.string().nullish(),
  enabled: z.boolean().default(true),
  tags: z.array(z.string()).default([]),
  options: z.record(z.string(), z.unknown()).default({}),
});

/** The only key is `immutable`; Keystone's own default domain has this id in every cloud. */
export const DEFAULT_DOMAIN = 'default';

export type Domain = z.output<typeof domainSchema>;
