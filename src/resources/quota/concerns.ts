import type { Concern } from '../../model/concern.ts';
import { destinationId } from '../../model/id-map.ts';
import { referenceKey } from '../../model/reference.ts';
import type { PreflightContext } from '../resource-kind.ts';
import { readDefaults, readUses } from './calls.ts';
import { QUOTA_SERVICES } from './schema.ts';
import type { Limits, Quota, QuotaService } from './schema.ts';

type Finding = Omit<Concern, 'subject'>;

export async function concerns(
  context: PreflightContext,
  source: Quota,
): Promise<readonly Concern[]> {
  const found = await Promise.all(
    QUOTA_SERVICES.map(async (service) => [
      ...(await unknown(context, source, service)),
      ...(await belowUse(context, source, service)),
    ]),
  );
  const subject = referenceKey({ kind: 'quota', id: source.id });
  return found.flat().map((each) => ({ ...each, subject }));
}

async function unknown(
  { destination }: PreflightContext,
  { name, own }: Quota,
  service: QuotaService,
): Promise<Finding[]> {
  const limits = Object.entries(own[service]);
  if (limits.length === 0) return [];
  const known = await readDefaults(destination, service);
  const lost = limits.filter(([limit]) => !Object.hasOwn(known ?? {}, limit));
  if (lost.length === 0) return [];
  const why =
    known === undefined
      ? `${destination.name} has no ${service} quotas, or shows none to this login`
      : `${destination.name} has no such quota`;
  return [
    {
      severity: 'warning',
      code: 'quota-unknown',
      message: `Project ${name} has ${service} quotas that are not carried (${said(lost)}): ${why}.`,
      remedy: `Make what they are about in the destination (a volume type, an extension) before, or set a limit there by hand.`,
    },
  ];
}

/** Nova and Cinder refuse a limit that is lower than what a project has. */
async function belowUse(
  { destination, ids }: PreflightContext,
  { id, name, own }: Quota,
  service: QuotaService,
): Promise<Finding[]> {
  const project = destinationId(ids, { kind: 'project', id });
  if (project === undefined || Object.keys(own[service]).length === 0) return [];
  const uses = (await readUses(destination, service, project)) ?? {};
  const low = Object.entries(own[service]).filter(
    ([limit, value]) => value >= 0 && value < (uses[limit]?.used ?? 0),
  );
  return low.map(([limit, value]) => ({
    severity: 'blocker',
    code: 'quota-below-use',
    message: `Project ${name} has a ${service} quota of ${limit} ${value}, and already has ${uses[limit]?.used ?? 0} in ${destination.name}.`,
    remedy: `Raise it in the source, or set the quotas of project ${project} in ${destination.name} by hand: those are kept.`,
  }));
}

function said(limits: readonly (readonly [string, Limits[string]])[]): string {
  return limits.map(([name, limit]) => `${name} ${limit}`).join(', ');
}
