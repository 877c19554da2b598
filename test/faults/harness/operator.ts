import { z } from 'zod';
import type { Cloud } from '../../../src/openstack/cloud.ts';

const LOOKS_EVERY_MS = 2_000;
/** Longer than a server may take, so that the migration has seen it too. */
const PATIENCE_MS = 20_000;

const servers = z.object({
  servers: z.array(z.object({ id: z.string(), 'OS-EXT-STS:task_state': z.string().nullable() })),
});

export interface Operator {
  goHome(): void;
}

/** The person that a task without an end needs: resets the state of a server that has one. */
export function watchStuckTasks(cloud: Cloud): Operator {
  const since = new Map<string, number>();
  const look = async (): Promise<void> => {
    const answer = await cloud.request('compute', {
      path: '/servers/detail?all_tenants=1',
      schema: servers,
    });
    for (const { id, 'OS-EXT-STS:task_state': task } of answer.servers) {
      if (task === null) since.delete(id);
      else if (!since.has(id)) since.set(id, Date.now());
    }
    for (const [id, from] of since) {
      if (Date.now() - from < PATIENCE_MS) continue;
      since.delete(id);
      await cloud.call('compute', {
        method: 'POST',
        path: `/servers/${id}/action`,
        body: { 'os-resetState': { state: 'active' } },
      });
    }
  };
  // A fault may strike a look: the next one follows.
  const timer = setInterval(() => void look().catch(() => undefined), LOOKS_EVERY_MS);
  return { goHome: () => clearInterval(timer) };
}
