import { groupBy } from '../model/group-by.ts';
import { PROJECTS_AT_ONCE } from '../model/limits.ts';
import type { Estimate, PlanItem } from '../model/plan.ts';
import { RATES } from '../model/rates.ts';
import type { Spec } from '../model/spec.ts';
import { kindOf } from '../resources/registry.ts';

/** What a plan will move, and how long that takes. */
export function estimateOf(items: readonly PlanItem[], spec: Spec): Estimate {
  const made = items.filter(({ action }) => action === 'create');
  const sizes = made.flatMap(({ bytes }) => (bytes === undefined ? [] : [bytes]));
  const plain = made.filter((item) => item.bytes === undefined && isShared(item));
  const running = made.filter((item) => downtimeOf(item, spec) !== undefined).length;
  return {
    bytes: sizes.reduce((sum, each) => sum + each, 0),
    durationMs: Math.round(
      plain.length * RATES.itemMs + transferMs(sizes, spec) + serversMs(made, spec),
    ),
    running,
    downtimeMs: running === 0 ? 0 : RATES.downtimeMs,
  };
}

/** How long a server is expected to be out of service, in milliseconds; undefined where it is not, or runs on meanwhile. */
export function downtimeOf(item: PlanItem, { server }: Spec): number | undefined {
  return item.running === true && server.quiesce !== 'none' ? RATES.downtimeMs : undefined;
}

/** What is copied within a server's saga is in the measured time of a server. */
function isShared({ kind }: PlanItem): boolean {
  return kindOf(kind).stage !== 'server';
}

/** No faster than the largest alone, and no more at once than the spec lets. */
function transferMs(sizes: readonly number[], { limits }: Spec): number {
  const all = sizes.reduce((sum, each) => sum + each, 0);
  const largest = sizes.reduce((most, each) => Math.max(most, each), 0);
  return (Math.max(largest, all / limits.transfers) / RATES.bytesPerSecond) * 1000;
}

/** Each project has a window of its own; a few projects are under way at once. */
function serversMs(made: readonly PlanItem[], { limits }: Spec): number {
  const servers = made.filter(({ kind }) => kind === 'server');
  const byProject = groupBy(servers, ({ project = '' }) => project);
  const rounds = [...byProject.values()].map(({ length }) => Math.ceil(length / limits.servers));
  const longest = rounds.reduce((most, each) => Math.max(most, each), 0);
  const all = rounds.reduce((sum, each) => sum + each, 0);
  return Math.max(longest, Math.ceil(all / PROJECTS_AT_ONCE)) * RATES.serverMs;
}
