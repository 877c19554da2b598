import type { Concern } from '../model/concern.ts';
import { referenceKey } from '../model/reference.ts';
import type { NamedId } from '../model/reference.ts';
import type { Spec } from '../model/spec.ts';
import { failureText } from './failure-text.ts';
import { restoring } from './proxies.ts';

/**
 * Takes the operator's own role in a destination project away, where it was given for the time. What is left is told. Where a
 * copying was cut short, what the project became is not known here, and is looked up.
 */
export async function leaveProject(
  spec: Spec,
  project: NamedId,
  destinationId: string | undefined,
): Promise<Concern | undefined> {
  try {
    const step = restoring(`take the operator's role in ${project.name} away`);
    await (destinationId === undefined
      ? step.takeAccess(spec, null, project.id)
      : step.takeAccess(spec, destinationId));
    return undefined;
  } catch (error) {
    return {
      severity: 'warning',
      code: 'role-left',
      subject: referenceKey({ kind: 'project', id: project.id }),
      message: `The operator still has a role in ${project.name} in ${spec.destination}: ${failureText(error)}`,
      remedy: 'Take it away by hand: openstack role remove --project … --user … member.',
    };
  }
}
