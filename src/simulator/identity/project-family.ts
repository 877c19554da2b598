import type { Call } from '../http/call.ts';
import { aboveOf, rolesIn } from './effective.ts';
import type { Keystone } from './keystone.ts';
import { isAsked } from './list.ts';
import { below } from './project-rules.ts';
import { projectView } from './views.ts';

/** The projects above and below, as the query asks: as a list those in which the asker has a role. */
export function withFamily(
  keystone: Keystone,
  call: Call,
  id: string,
): Readonly<Record<string, unknown>> {
  const own = ({ id }: { readonly id: string }): boolean =>
    rolesIn(keystone, call.token.userId, { type: 'project', id }).length > 0;
  const views = (projects: Iterable<Parameters<typeof projectView>[0]>): unknown[] =>
    [...projects].filter(own).map((project) => ({ project: projectView(project, call.origin) }));
  return {
    ...(isAsked(call, 'parents_as_list') && { parents: views(aboveOf(keystone, id)) }),
    ...(isAsked(call, 'parents_as_ids') && { parents: parentIds(keystone, id) }),
    ...(isAsked(call, 'subtree_as_list') && { subtree: views(below(keystone, id)) }),
    ...(isAsked(call, 'subtree_as_ids') && { subtree: subtreeIds(keystone, id) }),
  };
}

type Tree = { [id: string]: Tree | null };

function parentIds(keystone: Keystone, id: string): Tree | null {
  let tree: Tree | null = null;
  for (const { id: above } of aboveOf(keystone, id).toReversed()) tree = { [above]: tree };
  return tree;
}

function subtreeIds(keystone: Keystone, id: string): Tree | null {
  const children = [...keystone.projects.values()].filter(({ parentId }) => parentId === id);
  if (children.length === 0) return null;
  return Object.fromEntries(children.map((child) => [child.id, subtreeIds(keystone, child.id)]));
}
