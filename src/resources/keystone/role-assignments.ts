import { setTimeout as sleep } from 'node:timers/promises';
import type { z } from 'zod';
import { hasStatus } from '../../errors/openstack.ts';
import type { Cloud, Query } from '../../openstack/cloud.ts';
import { collect } from '../collect.ts';

/** So often, and so long apart, a listing is asked for in which something was removed meanwhile. */
const TRIES = 5;
const PAUSE_MS = 200;

/**
 * Keystone looks up the names of all that it lists, one by one, and says 404 to the whole where one has been removed since it began: then it
 * is asked again. https://docs.openstack.org/api-ref/identity/v3/#list-role-assignments
 */
export async function listRoleAssignments<Schema extends z.ZodType>(
  cloud: Cloud,
  schema: Schema,
  query: Query,
): Promise<z.output<Schema>[]> {
  const path = '/role_assignments';
  for (let tries = 1; ; tries += 1) {
    try {
      return await collect(
        cloud.list('identity', { path, key: 'role_assignments', schema, query }),
      );
    } catch (error) {
      if (!hasStatus(error, 404) || tries === TRIES) throw error;
      await sleep(PAUSE_MS);
    }
  }
}
