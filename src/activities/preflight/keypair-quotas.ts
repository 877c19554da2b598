import type { Concern } from '../../model/concern.ts';
import { groupBy } from '../../model/group-by.ts';
import { referenceKey } from '../../model/reference.ts';
import { collect } from '../../resources/collect.ts';
import { listKeypairsOf } from '../../resources/keypair/api.ts';
import type { Keypair } from '../../resources/keypair/schema.ts';
import { readLimits } from '../../resources/quota/calls.ts';
import { CLOUD_REQUESTS, mapBounded } from '../bounded.ts';
import { nameIn } from '../node.ts';
import type { PlanScope } from './check.ts';
import { serversMadeAnew, madeAnew } from './to-make.ts';
import { quotaSetting } from './quota-setting.ts';

/** While a server is made the operator has a copy of its key, and a sign beside it. */
const BORROWED = 2;

/**
 * Keypairs are counted for their user, yet limited by the project of whoever makes them: the operator's. The operator, too, has
 * some more while servers are made with other users' keys.
 */
export async function keypairQuotas(scope: PlanScope): Promise<readonly Concern[]> {
  const wanted = wantedByUser(scope);
  const borrowed = borrowedAtOnce(scope);
  if (wanted.size === 0 && borrowed === 0) return [];
  const { projectId = '', userId } = await scope.destination.identity();
  const limits = await readLimits(scope.destination, 'compute', {
    project: projectId,
    user: userId,
  });
  const allowed = limits?.['key_pairs'] ?? -1;
  if (allowed < 0) return [];
  const found = await mapBounded([...wanted], CLOUD_REQUESTS, async ([user, more]) => {
    const key = referenceKey({ kind: 'user', id: user });
    const name = nameIn(scope.nodes, { kind: 'user', id: user });
    const used = await countOf(scope, scope.ids[key]);
    return { key, who: `User ${name}`, used, more, least: more };
  });
  if (borrowed > 0) {
    const used = await countOf(scope, userId);
    const key = scope.destination.name;
    found.push({ key, who: 'The operator', used, more: borrowed, least: BORROWED });
  }
  return found.flatMap(({ key, who, used, more, least }) => {
    if (used + more <= allowed) return [];
    const wish = { quota: 'key_pairs', limit: used + more };
    return [
      {
        severity: used + least > allowed ? ('blocker' as const) : ('warning' as const),
        code: 'quota-exceeded',
        subject: key,
        message: `${who} may have ${allowed} key_pairs in ${scope.destination.name} (the quota of the project this login works in), has ${used} now, and needs ${more} more.`,
        remedy: `Raise it: ${quotaSetting(scope.destination.name, projectId, wish)}`,
      },
    ];
  });
}

function wantedByUser(scope: PlanScope): Map<string, number> {
  const wanted = new Map<string, number>();
  for (const { kind, resource } of madeAnew(scope)) {
    if (kind.kind !== 'keypair') continue;
    const { userId } = resource as unknown as Keypair;
    wanted.set(userId, (wanted.get(userId) ?? 0) + 1);
  }
  return wanted;
}

/** At the most: as many servers with a key as may be under way. */
function borrowedAtOnce(scope: PlanScope): number {
  const servers = serversMadeAnew(scope).filter(({ keyName }) => keyName !== null);
  const byProject = groupBy(servers, ({ projectId }) => projectId);
  const { servers: window } = scope.spec.limits;
  const atOnce = [...byProject.values()].map(({ length }) => Math.min(length, window));
  return BORROWED * atOnce.reduce((sum, each) => sum + each, 0);
}

/** None of a user that is not there yet. */
async function countOf({ destination }: PlanScope, user: string | undefined): Promise<number> {
  return user === undefined ? 0 : (await collect(listKeypairsOf(destination, user))).length;
}
