import { randomUUID } from 'node:crypto';
import { Refusal } from '../http/refusal.ts';
import type { Answer, Call, Route } from '../http/call.ts';
import { at, projectOf } from './door.ts';
import { pageOf } from './pages.ts';
import { limitOf, usedOf } from './quota.ts';
import { numberAt, objectAt, textAt, textsAt } from './read.ts';
import { checkBody } from './schema.ts';
import type { Schema } from './schema.ts';
import type { Nova, ServerGroup } from './state.ts';
import * as types from './types.ts';

const POLICY_SINCE = 64;

/** Compute API «Server groups». */
export function serverGroupRoutes(nova: Nova): Route[] {
  const path = '/os-server-groups';
  return [
    at('GET', path, (call) => list(nova, call)),
    at('POST', path, (call) => create(nova, call)),
    at('GET', `${path}/:id`, (call) => answer(nova, call, findGroup(nova, call))),
    at('DELETE', `${path}/:id`, (call) => {
      const group = findGroup(nova, call);
      nova.groups.delete(group.id);
      for (const id of group.members) {
        const server = nova.servers.get(id);
        if (server?.groupId === group.id) server.groupId = null;
      }
      return { status: 204 };
    }),
  ];
}

function findGroup({ groups }: Nova, { params, token }: Call): ServerGroup {
  const id = params['id'] ?? '';
  const group = groups.get(id);
  if (group !== undefined && (token.isAdmin || group.projectId === token.projectId)) return group;
  throw new Refusal(404, `Instance group ${id} could not be found.`);
}

/** In the order of their making, and without links to further pages. */
function list(nova: Nova, call: Call): Answer {
  const everywhere = call.query.has('all_projects') && call.token.isAdmin;
  const found = [...nova.groups.values()].filter(
    ({ projectId }) => everywhere || projectId === call.token.projectId,
  );
  const { limit } = pageOf(call);
  const offset = Number(call.query.get('offset') ?? 0);
  const start = Number.isInteger(offset) && offset > 0 ? offset : 0;
  return {
    status: 200,
    body: {
      server_groups: found.slice(start, start + limit).map((group) => view(nova, call, group)),
    },
  };
}

const OLD = ['anti-affinity', 'affinity'];
const ALL = [...OLD, 'soft-anti-affinity', 'soft-affinity'];

function schema(microversion: number): Schema {
  const policy: Schema = { type: 'string', enum: microversion >= 15 ? ALL : OLD };
  if (microversion < POLICY_SINCE) {
    const policies: Schema = {
      type: 'array',
      items: policy,
      minItems: 1,
      maxItems: 1,
      uniqueItems: true,
    };
    return types.only(
      'server_group',
      types.exactly({ name: types.name, policies }, ['name', 'policies']),
    );
  }
  const rules = types.exactly({ max_server_per_host: types.positive });
  return types.only(
    'server_group',
    types.exactly({ name: types.name, policy, rules }, ['name', 'policy']),
  );
}

function create(nova: Nova, call: Call): Answer {
  const given = objectAt(checkBody(schema(call.microversion), call.json), 'server_group');
  const projectId = projectOf(call);
  const policy = textAt(given, 'policy') ?? textsAt(given, 'policies')[0] ?? '';
  if (Object.keys(objectAt(given, 'rules')).length > 0 && policy !== 'anti-affinity') {
    throw new Refusal(400, 'Only anti-affinity policy supports rules.');
  }
  const limit = limitOf(nova, 'server_groups', projectId, call.token.userId);
  if (limit >= 0 && (usedOf(nova, projectId).server_groups ?? 0) >= limit) {
    throw new Refusal(403, 'Quota exceeded, too many server groups.');
  }
  const rules = objectAt(given, 'rules');
  const group: ServerGroup = {
    id: randomUUID(),
    name: textAt(given, 'name') ?? '',
    policy,
    maxServerPerHost:
      'max_server_per_host' in rules ? numberAt(rules, 'max_server_per_host', 1) : undefined,
    projectId,
    userId: call.token.userId,
    members: new Set(),
  };
  nova.groups.set(group.id, group);
  return answer(nova, call, group);
}

function answer(nova: Nova, call: Call, group: ServerGroup): Answer {
  return { status: 200, body: { server_group: view(nova, call, group) } };
}

function view({ servers }: Nova, { microversion }: Call, group: ServerGroup): object {
  const { id, name, policy, maxServerPerHost, projectId, userId } = group;
  const members = [...group.members].filter((member) => servers.has(member));
  const owner = microversion >= 13 ? { project_id: projectId, user_id: userId } : {};
  if (microversion < POLICY_SINCE) {
    return { id, name, policies: [policy], metadata: {}, members, ...owner };
  }
  const rules = maxServerPerHost === undefined ? {} : { max_server_per_host: maxServerPerHost };
  return { id, name, policy, rules, members, ...owner };
}
