import { Refusal } from '../http/refusal.ts';
import type { Answer, Call } from '../http/call.ts';
import { denied } from './door.ts';
import { nextLinks, pageOf } from './pages.ts';
import type { Page } from './pages.ts';
import { filtersOf } from './server-filters.ts';
import { orderOf } from './server-order.ts';
import { briefServer, wholeServer } from './server-view.ts';
import { isStatus } from './status.ts';
import type { Nova, Server } from './state.ts';

/** Compute API «List servers»: the newest first. A page is made without looking at all that follow it. */
export function listServers(nova: Nova, call: Call, detailed: boolean): Answer {
  const page = pageOf(call);
  const collection = detailed ? 'servers/detail' : 'servers';
  const { query, microversion } = call;
  const statuses = query.getAll('status');
  const isKnown = statuses.length === 0 || statuses.some((each) => isStatus(each.toUpperCase()));
  if (!isKnown && microversion >= 38) throw new Refusal(400, 'Invalid status value');
  const shown = found(nova, call, { page, everywhere: allProjects(call, detailed), isKnown });
  const ids = shown.map(({ id }) => id);
  const links = isKnown ? nextLinks(call, collection, page, ids) : undefined;
  const view = { all: true, keyName: true, groups: false };
  return {
    status: 200,
    body: {
      servers: shown.map((server) =>
        detailed ? wholeServer(nova, call, server, view) : briefServer(call, server),
      ),
      ...(links === undefined ? {} : { servers_links: links }),
    },
  };
}

interface Search {
  readonly page: Page;
  readonly everywhere: boolean;
  readonly isKnown: boolean;
}

function found(nova: Nova, call: Call, { page, everywhere, isKnown }: Search): readonly Server[] {
  const passes = filtersOf(nova, call, everywhere);
  const order = orderOf(call);
  const candidates = isKnown ? startOf(nova, call, everywhere) : [];
  const sorted = order === undefined ? candidates.toReversed() : candidates.toSorted(order);
  const shown: Server[] = [];
  for (let index = after(nova, sorted, page.marker); index < sorted.length; index += 1) {
    const server = sorted[index];
    if (shown.length >= page.limit) break;
    if (server !== undefined && passes(server)) shown.push(server);
  }
  return shown;
}

/** Those the filters are laid on, in the order of their making. */
function startOf(nova: Nova, { query, token }: Call, everywhere: boolean): readonly Server[] {
  const project = everywhere
    ? (query.get('project_id') ?? query.get('tenant_id'))
    : (token.projectId ?? '');
  const there = [
    ...(project === null ? nova.servers.values() : (nova.byProject.get(project) ?? [])),
  ];
  if (!seesDeleted(query, token.isAdmin)) return there;
  const gone = [...nova.deleted.values()].filter(
    ({ projectId }) => project === null || projectId === project,
  );
  const onlyGone =
    query.get('status')?.toUpperCase() === 'DELETED' || query.get('deleted') !== null;
  return (onlyGone ? gone : [...there, ...gone]).toSorted(
    (one, other) => one.number - other.number,
  );
}

function seesDeleted(query: URLSearchParams, isAdmin: boolean): boolean {
  if (query.has('changes-since') || query.has('changes-before')) return true;
  if (query.get('status')?.toUpperCase() === 'DELETED') {
    if (isAdmin) return true;
    throw new Refusal(403, 'Only administrators may list deleted instances');
  }
  return isAdmin && /^(1|t|true|on|y|yes)$/i.test(query.get('deleted') ?? '');
}

function after(nova: Nova, sorted: readonly Server[], marker: string | undefined): number {
  if (marker === undefined) return 0;
  const server = nova.servers.get(marker) ?? nova.deleted.get(marker);
  const index = server === undefined ? -1 : sorted.indexOf(server);
  if (index === -1) throw new Refusal(400, `marker [${marker}] not found`);
  return index + 1;
}

const YES = ['1', 't', 'true', 'on', 'y', 'yes'];
const NO = ['0', 'f', 'false', 'off', 'n', 'no'];

/** @throws Refusal 400, 403 */
function allProjects({ query, token }: Call, detailed: boolean): boolean {
  const asked = query.get('all_tenants');
  if (asked === null) return false;
  const value = asked.toLowerCase();
  if (NO.includes(value)) return false;
  if (value !== '' && !YES.includes(value)) {
    const accepted = [...NO, ...YES].toSorted().map((each) => `'${each}'`);
    throw new Refusal(
      400,
      `Unrecognized value '${asked}', acceptable values are: ${accepted.join(', ')}`,
    );
  }
  if (token.isAdmin) return true;
  throw denied(`servers:${detailed ? 'detail' : 'index'}:get_all_tenants`);
}
