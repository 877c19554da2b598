import { destinationId } from '../../model/id-map.ts';
import { referenceKey } from '../../model/reference.ts';
import { readDefaults, readUses } from '../../resources/quota/calls.ts';
import type { Limits, Quota, QuotaService, Use } from '../../resources/quota/schema.ts';
import type { PlanScope } from './check.ts';

export interface LimitToCome extends Use {
  /** The limit is the source's: the plan sets it. */
  readonly carried: boolean;
}

/**
 * What a project of the destination has, and may have once the plan's own quotas are set; undefined where the service does not
 * tell. `sources` are the source projects that become it.
 */
export async function limitsToCome(
  scope: PlanScope,
  service: QuotaService,
  sources: readonly string[],
): Promise<Readonly<Record<string, LimitToCome>> | undefined> {
  const { destination, ids } = scope;
  const [project] = sources.flatMap((id) => destinationId(ids, { kind: 'project', id }) ?? []);
  const present =
    project === undefined
      ? unused(await readDefaults(destination, service))
      : await readUses(destination, service, project);
  if (present === undefined) return undefined;
  const carried = carriedTo(scope, service, sources);
  return Object.fromEntries(
    Object.entries(present).map(([name, { limit, used }]) => [
      name,
      { limit: carried[name] ?? limit, used, carried: name in carried },
    ]),
  );
}

function unused(defaults: Limits | undefined): Readonly<Record<string, Use>> | undefined {
  if (defaults === undefined) return undefined;
  return Object.fromEntries(
    Object.entries(defaults).map(([name, limit]) => [name, { limit, used: 0 }]),
  );
}

function carriedTo(
  { items, nodes }: PlanScope,
  service: QuotaService,
  sources: readonly string[],
): Limits {
  const keys = sources.map((id) => referenceKey({ kind: 'quota', id }));
  const ofItems = items
    .filter(({ key, action }) => action === 'create' && keys.includes(key))
    .map(({ key }) => (nodes.get(key)?.resource as Quota | undefined)?.own[service] ?? {});
  return Object.assign({}, ...ofItems) as Limits;
}
