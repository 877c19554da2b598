import { copyResource } from '../../src/activities/copy-resource.ts';
import type { Copied, CopyRequest } from '../../src/activities/copy-resource.ts';
import type { Lab } from './lab.ts';

/** Copies one resource of the lab's source as a migration of this run would, within a minute unless another `signal` is given. */
export function copyToLab(
  { source, destination, run }: Lab,
  request: Pick<CopyRequest, 'kind' | 'id'> & Partial<CopyRequest>,
): Promise<Copied> {
  return copyResource({
    source,
    destination,
    ids: {},
    mappings: {},
    migration: run,
    signal: AbortSignal.timeout(60_000),
    ...request,
  });
}
