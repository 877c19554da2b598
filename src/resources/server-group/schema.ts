import { z } from 'zod';

/** A server group: from 2.64 on with one policy and its rules (`max_server_per_host`), before with a list of one and none. */
export const serverGroupSchema = z
  .looseObject({
    id: z.string(),
    name: z.string(),
    policy: z.string().optional(),
    policies: z.array(z.string()).default([]),
    rules: z.record(z.string(), z.unknown()).default({}),
    // From 2.13 on.
    project_id: z.string(),
  })
  .transform(({ id, name, policy, policies, rules, project_id }) => ({
    id,
    name,
    policy: policy ?? policies[0] ?? '',
    rules,
    project_id,
  }));

type WireServerGroup = z.output<typeof serverGroupSchema>;

export interface ServerGroup extends WireServerGroup {
  /** Its project has another group of that name: then only policy and rules tell whose copy one is. */
  readonly hasNamesake?: boolean;
}
