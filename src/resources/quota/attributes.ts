import type { Attributes, Translate } from '../resource-kind.ts';
import { differing, only } from './limits.ts';
import type { Limits, LimitSets, Quota, QuotaService } from './schema.ts';
import { QUOTA_SERVICES } from './schema.ts';

export function attributes({ id, own }: Quota, translate: Translate): Attributes {
  return {
    project_id: translate('project', id),
    compute: own.compute,
    volume: own.volume,
    network: own.network,
    users: Object.fromEntries(
      Object.entries(own.users).map(([user, limits]) => [
        translate('user', user) ?? `not in the destination: ${user}`,
        limits,
      ]),
    ),
  };
}

/**
 * What the source has of its own and the destination knows: a default is left to the cloud, and what the destination counts
 * besides (or no longer) is its own affair.
 */
export function inCommon(
  source: Quota,
  existing: Quota,
  translate: Translate,
): readonly [Quota, Quota] {
  const wanted: Partial<Record<QuotaService, Limits>> = {};
  const actual: Partial<Record<QuotaService, Limits>> = {};
  for (const service of QUOTA_SERVICES) {
    wanted[service] = only(source.own[service], existing.all[service]);
    actual[service] = only(existing.all[service], wanted[service]);
  }
  const wantedOfUsers: Record<string, Limits> = {};
  const actualOfUsers: Record<string, Limits> = {};
  for (const [user, limits] of Object.entries(source.own.users)) {
    const there = translate('user', user);
    const theirs = (there && existing.all.users[there]) || existing.all.compute;
    wantedOfUsers[user] = only(limits, theirs);
    if (there !== undefined) actualOfUsers[there] = only(theirs, limits);
  }
  return [
    { ...source, own: { ...source.own, ...wanted, users: wantedOfUsers } },
    { ...existing, own: { ...existing.own, ...actual, users: actualOfUsers } },
  ];
}

/** What is to be written to make it so, by service and by destination user. */
export function missing(source: Quota, existing: Quota, translate: Translate): LimitSets {
  const [{ own: wanted }, { own: actual }] = inCommon(source, existing, translate);
  const users = Object.entries(wanted.users).flatMap(([user, limits]) => {
    const there = translate('user', user);
    return there === undefined
      ? []
      : [[there, differing(limits, actual.users[there] ?? {})] as const];
  });
  return {
    compute: differing(wanted.compute, actual.compute),
    volume: differing(wanted.volume, actual.volume),
    network: differing(wanted.network, actual.network),
    users: Object.fromEntries(users),
  };
}
