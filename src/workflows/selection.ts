import type { Spec } from '../model/spec.ts';

/** For those who have been told what to do: a selection may hold the ids of thousands of servers, and would go into every history. */
export function withoutSelection({ select: _select, ...spec }: Spec): Spec {
  return spec;
}

/** For the run of a project whose servers are told by their ids: the words for all servers would go into the history once a project. */
export function selectionOf(spec: Spec, project: string): Spec {
  if (spec.select === undefined) return spec;
  const { servers: _servers, ...others } = spec.select;
  return { ...spec, select: { ...others, projects: [project] } };
}
