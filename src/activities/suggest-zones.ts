import { lookUp } from '../model/mapping.ts';
import type { Spec } from '../model/spec.ts';
import type { Clouds } from '../resources/resource-kind.ts';
import type { ServerResource } from '../resources/server/schema.ts';
import { zonesOf } from '../resources/server/zones.ts';
import type { Node } from './node.ts';
import type { Alternative, Suggestion } from './suggestion.ts';

const KIND = 'availability-zone';

/** For the servers' zones that the destination has not, or not up. */
export async function suggestZones(
  spec: Spec,
  { destination }: Clouds,
  nodes: readonly Node[],
): Promise<Suggestion[]> {
  const servers = nodes.filter(({ kind }) => kind.kind === 'server');
  const zones = new Set(servers.flatMap(({ resource }) => (resource as ServerResource).zone ?? []));
  if (zones.size === 0) return [];
  const up = (await zonesOf(destination)).filter((zone) => zone.up).map(({ name }) => name);
  const unknown = [...zones].filter((zone) => !up.includes(zone) && !isMapped(spec, zone));
  return unknown.flatMap((zone) => suggestion(zone, up) ?? []);
}

function isMapped({ mappings }: Spec, zone: string): boolean {
  return lookUp(mappings[KIND], { id: zone, name: zone }).length > 0;
}

function suggestion(zone: string, up: readonly string[]): Suggestion | undefined {
  const spelt = up.find((each) => each.toLowerCase() === zone.toLowerCase());
  const only = up.length === 1 ? up[0] : undefined;
  const best = spelt ?? only;
  const others = up.filter((each) => each !== best);
  if (up.length === 0) return undefined;
  const why = spelt === undefined ? 'the only zone there' : 'the same name but for capitals';
  return {
    kind: KIND,
    entry: zone,
    name: zone,
    best: best === undefined ? undefined : alternative(best, why),
    others: others.map((each) => alternative(each, 'a zone that is up')),
  };
}

function alternative(to: string, why: string): Alternative {
  return { to, name: to, same: [why], doubts: [] };
}
