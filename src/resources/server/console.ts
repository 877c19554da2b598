import { z } from 'zod';
import { hasStatus } from '../../errors/openstack.ts';
import type { Cloud } from '../../openstack/cloud.ts';
import { serverPath } from './api.ts';
import type { StepOptions } from './wait.ts';

const consoleAnswer = z.looseObject({ output: z.string().nullish() });

/** What a server has written to its serial console; empty where there is none (yet), or the hypervisor has no console. */
export async function consoleText(
  cloud: Cloud,
  id: string,
  { signal }: StepOptions = {},
): Promise<string> {
  try {
    const { output } = await cloud.request('compute', {
      method: 'POST',
      path: `${serverPath(id)}/action`,
      body: { 'os-getConsoleOutput': {} },
      schema: consoleAnswer,
      repeatable: true,
      signal,
    });
    return output ?? '';
  } catch (error) {
    // Not yet on a host, not running, or not offered by the driver.
    if (hasStatus(error, 404, 409, 501)) return '';
    throw error;
  }
}
