import type { Concern } from '../../model/concern.ts';
import { referenceKey } from '../../model/reference.ts';
import type { Resource } from '../resource-kind.ts';

/** Where a finished copy is known by its name alone, a second one of the same name would be taken for it. */
export async function namesakes(about: {
  readonly kind: string;
  readonly cloud: string;
  readonly resource: Resource;
  /** Those of its name and project, itself among them. */
  readonly same: AsyncIterable<Resource>;
}): Promise<Concern[]> {
  const { kind, cloud, resource, same } = about;
  for await (const each of same) {
    if (each.id === resource.id) continue;
    return [
      {
        severity: 'blocker',
        code: 'name-ambiguous',
        subject: referenceKey({ kind, id: resource.id }),
        message: `${cloud} has another ${kind} ${resource.name} (${each.id}) in the same project: their copies could not be told apart.`,
        remedy: `Rename one of the two, or map both: mappings: ${kind}: { ${resource.id}: <id> }.`,
      },
    ];
  }
  return [];
}
