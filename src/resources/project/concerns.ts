import { destinationId } from '../../model/id-map.ts';
import { referenceKey } from '../../model/reference.ts';
import type { Concern } from '../../model/concern.ts';
import { findDomain } from '../domains.ts';
import type { PreflightContext } from '../resource-kind.ts';
import type { Project } from './schema.ts';

export async function concerns(
  { destination, ids }: PreflightContext,
  source: Project,
): Promise<readonly Concern[]> {
  const reference = { kind: 'project', id: source.id };
  if (destinationId(ids, reference) !== undefined) return [];
  const subject = referenceKey(reference);
  const found: Concern[] = [];
  if ((await findDomain(destination, source.domain)) === undefined) {
    found.push({
      severity: 'blocker',
      code: 'domain-missing',
      subject,
      message: `${destination.name} has no domain ${source.domain} for the project ${source.name}.`,
      remedy: `Make the domain there, or map the project.`,
    });
  }
  if (!source.enabled) {
    found.push({
      severity: 'blocker',
      code: 'project-disabled',
      subject,
      message: `The project ${source.name} is disabled: nothing can be made in a copy of it.`,
      remedy: 'Enable it for the time of the migration, or map it to an enabled project.',
    });
  }
  return found;
}
