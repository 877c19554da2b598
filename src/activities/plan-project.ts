import { foldConcerns } from '../model/fold-concerns.ts';
import { parseReferenceKey } from '../model/reference.ts';
import type { Spec } from '../model/spec.ts';
import { isServerStage } from '../resources/resource-kind.ts';
import type { Clouds } from '../resources/resource-kind.ts';
import { survey } from './plan.ts';
import { reachable } from './reachable.ts';
import { MOST_CONCERNS, toCopy } from './to-copy.ts';
import type { ProjectPlan } from './workflow-plan.ts';

/** What a project's servers need, but for what is `known` to be there or to have failed. */
export async function planProject(
  spec: Spec,
  clouds: Clouds,
  narrow: { readonly project: string; readonly only?: readonly string[] },
  known: readonly string[],
): Promise<ProjectPlan> {
  const found = await survey(spec, clouds, narrow);
  const done = new Set(known);
  const copies = toCopy(found, (node) => !done.has(node.key));
  const servers = found.plan.items.filter((item) => item.kind === 'server');
  const keys = found.levels
    .flat()
    .flatMap(({ key, kind, resource }) => (isServerStage(kind, resource) ? [] : [key]));
  const index = new Map(keys.map((key, position) => [key, position]));
  return {
    ...copies,
    keys,
    servers: servers
      .filter((item) => item.action !== 'reuse')
      .map(({ key, name }) => ({
        id: parseReferenceKey(key).id,
        name,
        needs: [...reachable(found.nodes, [key])].flatMap((each) => index.get(each) ?? []),
      })),
    migrated: servers.filter((item) => item.action === 'reuse').length,
    concerns: foldConcerns(found.plan.concerns, MOST_CONCERNS),
  };
}
