import type { Spec } from '../model/spec.ts';

/** For those who have been told what to do: a selection may hold the ids of thousands of servers, and would go into every history. */
export function withoutSelection({ select: _select, ...spec }: Spec): Spec {
  return spec;
}
