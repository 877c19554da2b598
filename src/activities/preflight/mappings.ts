import type { Concern } from '../../model/concern.ts';
import { lookUp } from '../../model/mapping.ts';
import { KINDS } from '../../resources/registry.ts';
import type { Resource, ResourceKind } from '../../resources/resource-kind.ts';
import type { PlanScope } from './check.ts';

/**
 * Mappings that speak of nothing: mistyped, mostly. What speaks of something outside the plan is fine, for a spec may be narrowed;
 * so only where entries are left over is the source asked for all it has of their kind.
 */
export async function idleMappings({
  source,
  spec,
  nodes,
}: Pick<PlanScope, 'source' | 'spec' | 'nodes'>): Promise<readonly Concern[]> {
  const concerns: Concern[] = [];
  for (const kind of KINDS) {
    const mapping = Object.entries(spec.mappings).find(([of]) => of === kind.kind)?.[1];
    let idle = Object.entries(mapping ?? {});
    for (const node of nodes.values()) {
      if (node.kind.kind === kind.kind) idle = withoutThoseOf(idle, node.resource);
    }
    if (idle.length === 0) continue;
    for await (const resource of kind.list(source, {})) {
      idle = withoutThoseOf(idle, resource);
      if (idle.length === 0) break;
    }
    concerns.push(...idle.map(([entry, to]) => concernOf(kind, entry, to, source.name)));
  }
  return concerns;
}

type Entries = [entry: string, to: string][];

/** Each alone: that another entry goes before it does not make it idle. */
function withoutThoseOf(entries: Entries, resource: Resource): Entries {
  return entries.filter(([entry, to]) => lookUp({ [entry]: to }, resource).length === 0);
}

function concernOf({ kind }: ResourceKind, entry: string, to: string, cloud: string): Concern {
  return {
    severity: 'warning',
    code: 'idle-mapping',
    subject: `mappings.${kind}.${entry}`,
    message: `mappings: ${kind}: { ${entry}: ${to} } maps nothing: ${cloud} has no ${kind} of that id or name.`,
    remedy: `See what there is with \`pumphouse inventory ${cloud} --kind ${kind}\`, or take the line out.`,
  };
}
