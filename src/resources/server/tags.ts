import type { Cloud } from '../../openstack/cloud.ts';
import { unlessAbsent } from '../absent.ts';
import { serverPath } from './api.ts';
import { TAGS_AT_CREATE } from './versions.ts';
import type { StepOptions } from './wait.ts';

export async function addTag(
  cloud: Cloud,
  id: string,
  tag: string,
  { signal }: StepOptions = {},
): Promise<void> {
  await cloud.call('compute', { method: 'PUT', ...tagCall(id, tag), signal });
}

/** A tag that is not there is fine. */
export async function removeTag(
  cloud: Cloud,
  id: string,
  tag: string,
  { signal }: StepOptions = {},
): Promise<void> {
  await unlessAbsent(cloud.call('compute', { method: 'DELETE', ...tagCall(id, tag), signal }));
}

function tagCall(id: string, tag: string): { path: string; microversion: string } {
  return {
    path: `${serverPath(id)}/tags/${encodeURIComponent(tag)}`,
    microversion: TAGS_AT_CREATE,
  };
}
