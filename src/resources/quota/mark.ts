import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { provenanceOfProperties } from '../../model/provenance.ts';
import type { Provenance } from '../../model/provenance.ts';
import type { Cloud } from '../../openstack/cloud.ts';
import { updateOne } from '../keystone/collection.ts';
import { getProject, projects } from '../project/api.ts';
import type { Project } from '../project/schema.ts';
import { markSchema } from './schema.ts';
import type { Mark } from './schema.ts';

/** A quota set has no room for a mark: it stands on the project, as an attribute that Keystone keeps. */
const PROPERTY = 'pumphouse_quotas';
/** After it a mark is looked at again, so often at the most. */
const SETTLING_MS = 100;
const TRIES = 10;

/** Only what stands on a project of ours counts: its quotas are ours to set, once. */
export function marksOf(project: Project): {
  readonly mark: Mark | undefined;
  readonly provenance: Provenance | undefined;
} {
  const provenance = provenanceOfProperties(project);
  const mark = markSchema.safeParse(project[PROPERTY]).data;
  return provenance === undefined || mark === undefined
    ? { mark: undefined, provenance: undefined }
    : { mark, provenance };
}

/**
 * Keystone reads a project, changes it and writes all of it: of two changes in one moment one is lost, so it is looked at again. That they
 * are done stands: a worker that only begins would else take the word from one that has ended, and get it back, without end.
 */
export async function setMark(cloud: Cloud, id: string, mark: Mark | null): Promise<void> {
  for (let tries = 1; tries <= TRIES; tries += 1) {
    await updateOne(cloud, projects, id, { [PROPERTY]: mark });
    await sleep(SETTLING_MS);
    const project = await getProject(cloud, id);
    if (project === undefined || says(project[PROPERTY], mark)) return;
  }
  throw new Error(`${cloud.name}: project ${id} does not keep what is said on it about its quotas`);
}

function says(found: unknown, mark: Mark | null): boolean {
  if (isDeepStrictEqual(found ?? null, mark)) return true;
  return mark?.state === 'begun' && markSchema.safeParse(found).data?.state === 'done';
}
