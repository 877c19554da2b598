import type { Concern } from '../../model/concern.ts';
import { count } from '../../model/count.ts';
import type { Cloud } from '../../openstack/cloud.ts';
import { offers } from '../../resources/microversion.ts';
import { nameOf } from '../../resources/resource-kind.ts';
import type { MicroversionNeed } from '../../resources/resource-kind.ts';
import type { PlanScope } from './check.ts';
import { nodesToMake } from './to-make.ts';

/** So many resources are named. */
const NAMED = 5;

/** What several resources of a kind need alike. */
interface Need extends MicroversionNeed {
  readonly kind: string;
  readonly names: string[];
}

/** Clouds too old for what a kind's own calls ask for, by the kind's own word (`microversions`). */
export async function oldComputes(scope: PlanScope): Promise<Concern[]> {
  const found = await Promise.all(
    needsOf(scope).flatMap((need) =>
      cloudsOf(scope, need).map(async (cloud) =>
        (await offers(cloud, need.minor)) ? [] : [await tooOld(cloud, need)],
      ),
    ),
  );
  return found.flat();
}

function needsOf(scope: PlanScope): readonly Need[] {
  const needs = new Map<string, Need>();
  for (const { kind, resource } of nodesToMake(scope)) {
    for (const need of kind.microversions?.(resource) ?? []) {
      const alike = `${kind.kind} ${need.minor}`;
      const known = needs.get(alike) ?? { ...need, kind: kind.kind, names: [] };
      known.names.push(nameOf(kind, resource));
      needs.set(alike, known);
    }
  }
  return [...needs.values()];
}

function cloudsOf({ source, destination }: PlanScope, { clouds }: Need): readonly Cloud[] {
  return clouds === 'both' ? [source, destination] : [destination];
}

async function tooOld(cloud: Cloud, need: Need): Promise<Concern> {
  const { kind, names, lacking, minor, release, severity, remedy } = need;
  const max = (await cloud.versions('compute'))?.microversions?.max ?? 'none';
  const more = names.length > NAMED ? ` and ${names.length - NAMED} more` : '';
  return {
    severity,
    code: 'microversion-missing',
    subject: cloud.name,
    message: `${cloud.name} has compute microversions up to ${max}, and ${count(names.length, kind.replaceAll('-', ' '))} ${lacking}, which came with 2.${minor} (${release}): ${names.slice(0, NAMED).join(', ')}${more}.`,
    remedy,
  };
}
