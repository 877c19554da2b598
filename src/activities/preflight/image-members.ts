import type { Concern } from '../../model/concern.ts';
import { count } from '../../model/count.ts';
import { referenceKey } from '../../model/reference.ts';
import { membersOf } from '../../resources/image-member/api.ts';
import type { Image } from '../../resources/image/schema.ts';
import { CLOUD_REQUESTS, mapBounded } from '../bounded.ts';
import type { PlanScope } from './check.ts';

/** A project that a new image is shared with does not come along for that alone: whom the copy is not shared with is told. */
export async function imageMembers({
  source,
  nodes,
  items,
}: PlanScope): Promise<readonly Concern[]> {
  const images = items.filter(({ kind, action }) => kind === 'image' && action === 'create');
  const found = await mapBounded(images, CLOUD_REQUESTS, async ({ key, name }) => {
    // The key says that its node is an image's.
    const members = await membersOf(source, nodes.get(key)?.resource as Image);
    const left = members.filter(({ id }) => !nodes.has(referenceKey({ kind: 'image-member', id })));
    return left.length === 0
      ? []
      : [
          concern(
            key,
            name,
            left.map(({ projectId }) => projectId),
          ),
        ];
  });
  return found.flat();
}

function concern(subject: string, name: string, projects: readonly string[]): Concern {
  return {
    severity: 'warning',
    code: 'image-members',
    subject,
    message: `Image ${name} is shared with ${count(projects.length, 'project')} that this migration gives no part in it (${projects.slice(0, 5).join(', ')}).`,
    remedy:
      'A later migration of servers that they made of it, or strategy: all, shares it with them; or add them by hand (`openstack image add project`).',
  };
}
