import { randomUUID } from 'node:crypto';
import type { SimulatedCloud } from '../cloud.ts';
import type { Host, Nova, Server, ServerGroup } from './state.ts';

const ZONES = ['nova'];

export function makeHosts({ name, options }: SimulatedCloud): readonly Host[] {
  const zones = options.zones ?? ZONES;
  const perZone = options.hosts ?? 2;
  return zones.flatMap((zone, place) =>
    Array.from({ length: perZone }, (_none, index) => ({
      name: `${name}-compute${place * perZone + index + 1}`,
      zone,
      number: place * perZone + index + 1,
      uuid: randomUUID(),
      serviceUuid: randomUUID(),
      servers: new Set<string>(),
      enabled: true,
      disabledReason: null,
    })),
  );
}

export function zonesOf({ cloud }: Nova): readonly string[] {
  return cloud.options.zones ?? ZONES;
}

/** Where a server may be put. */
export interface Wish {
  readonly zone: string | null;
  readonly host: string | undefined;
  readonly group: ServerGroup | undefined;
}

/** The emptiest host that is allowed; undefined where there is none. */
export function pickHost(nova: Nova, server: Server, wish: Wish): Host | undefined {
  const zone = wish.zone ?? (wish.host === undefined ? zonesOf(nova)[0] : null);
  const allowed = nova.hosts.filter(
    (host) =>
      (zone === null || host.zone === zone) &&
      (wish.host === undefined ? host.enabled : host.name === wish.host) &&
      isAllowed(nova, server, host, wish.group),
  );
  const liked = allowed.filter((host) => isLiked(nova, server, host, wish.group));
  const candidates = liked.length > 0 ? liked : allowed;
  return candidates.toSorted((one, other) => one.servers.size - other.servers.size)[0];
}

function isAllowed(
  nova: Nova,
  server: Server,
  host: Host,
  group: ServerGroup | undefined,
): boolean {
  if (group === undefined) return true;
  const { all, here } = neighbours(nova, server, host, group);
  if (group.policy === 'affinity') return all === 0 || here > 0;
  if (group.policy === 'anti-affinity') return here < (group.maxServerPerHost ?? 1);
  return true;
}

function isLiked(nova: Nova, server: Server, host: Host, group: ServerGroup | undefined): boolean {
  if (group === undefined) return true;
  const { here } = neighbours(nova, server, host, group);
  if (group.policy === 'soft-affinity') return here > 0;
  return group.policy === 'soft-anti-affinity' ? here === 0 : true;
}

/** Members of the group that have a host, and those on this one. */
function neighbours(
  { servers }: Nova,
  server: Server,
  host: Host,
  { members }: ServerGroup,
): { all: number; here: number } {
  let all = 0;
  let here = 0;
  for (const id of members) {
    const placed = id === server.id ? undefined : servers.get(id)?.host;
    if (!placed) continue;
    all += 1;
    if (placed.name === host.name) here += 1;
  }
  return { all, here };
}
