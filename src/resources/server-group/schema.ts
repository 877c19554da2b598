import { z } from 'zod';

/** A server group as compute 2.64 shows it: one policy, and its rules (`max_server_per_host`). */
export const serverGroupSchema = z.looseObject({
  id: z.string(),
  name: z.string(),
  policy: z.string(),
  rules: z.record(z.string(), z.unknown()).default({}),
  project_id: z.string(),
});

export type ServerGroup = z.output<typeof serverGroupSchema>;
