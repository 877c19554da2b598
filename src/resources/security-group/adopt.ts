import { provenanceOfProperties } from '../../model/provenance.ts';
import type { Provenance } from '../../model/provenance.ts';
import type { Cloud } from '../../openstack/cloud.ts';
import { provenance } from '../neutron/mark.ts';
import type { Markable } from '../neutron/mark.ts';
import { getProject } from '../project/api.ts';
import { isDefault } from './schema.ts';

/** The mark that a default group takes from its project, where we made that. `source` is the source group's id. */
export async function adoption(
  destination: Cloud,
  group: Markable & { readonly name: string; readonly project_id: string },
  source: string,
): Promise<Provenance | undefined> {
  if (!isDefault(group) || provenance(group) !== undefined) return undefined;
  const project = await getProject(destination, group.project_id);
  const mark = project && provenanceOfProperties(project);
  return mark && { source, migration: mark.migration };
}
