import type { Concern } from '../../model/concern.ts';
import { parseReferenceKey } from '../../model/reference.ts';
import { readDefaults } from '../../resources/quota/calls.ts';
import { QUOTA_SERVICES } from '../../resources/quota/schema.ts';
import type { Limits, QuotaService } from '../../resources/quota/schema.ts';
import type { PlanScope } from './check.ts';

/** What projects without quotas of their own may have in either cloud: told once, where the plan makes a project. */
export async function defaultQuotas({
  items,
  spec,
  source,
  destination,
}: PlanScope): Promise<readonly Concern[]> {
  const made = items
    .filter(({ action }) => action === 'create')
    .map(({ key }) => parseReferenceKey(key));
  const carried = new Set(made.filter(({ kind }) => kind === 'quota').map(({ id }) => id));
  const projects = made.filter(({ kind }) => kind === 'project');
  if (projects.every(({ id }) => spec.quotas === 'all' && carried.has(id))) return [];
  const found = await Promise.all(
    QUOTA_SERVICES.map(async (service) => {
      const [here, there] = await Promise.all([
        readDefaults(source, service),
        readDefaults(destination, service),
      ]);
      if (here === undefined) return [unseen(source.name, service)];
      const other = otherLimits(here, there ?? {});
      return other.length === 0 ? [] : [otherDefaults({ source, destination }, service, other)];
    }),
  );
  return found.flat();
}

interface Other {
  readonly quota: string;
  readonly here: number;
  readonly there: number;
}

/** Only what both have: volume types are each cloud's own. */
function otherLimits(here: Limits, there: Limits): Other[] {
  return Object.entries(here).flatMap(([quota, limit]) => {
    const other = there[quota];
    return other === undefined || other === limit ? [] : [{ quota, here: limit, there: other }];
  });
}

function otherDefaults(
  { source, destination }: Pick<PlanScope, 'source' | 'destination'>,
  service: QuotaService,
  other: readonly Other[],
): Concern {
  const less = other.some(({ here, there }) => there >= 0 && (here < 0 || there < here));
  const list = other.map(({ quota, here, there }) => `${quota} ${here} → ${there}`).join(', ');
  return {
    severity: less ? 'warning' : 'info',
    code: 'default-quotas-differ',
    subject: destination.name,
    message: `Default ${service} quotas differ (${source.name} → ${destination.name}: ${list}): projects have these unless they have quotas of their own.`,
    remedy: less
      ? `If projects should go on having as much: set the defaults of ${destination.name}, or select them whole and say \`quotas: all\` in the spec.`
      : 'Nothing needs to be done.',
  };
}

function unseen(cloud: string, service: QuotaService): Concern {
  return {
    severity: 'warning',
    code: 'quota-unseen',
    subject: cloud,
    message: `${cloud} does not tell its ${service} quotas: those of its projects are not carried.`,
    remedy: 'Let the login see the quotas of all projects, or set them in the destination by hand.',
  };
}
