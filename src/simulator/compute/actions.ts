import { Refusal } from '../http/refusal.ts';
import type { Answer, Call, Route } from '../http/call.ts';
import { adminActions } from './action-admin.ts';
import { floatingActions } from './action-floating.ts';
import { groupActions } from './action-groups.ts';
import { imageActions } from './action-images.ts';
import { powerActions } from './action-power.ts';
import { rebuildActions } from './action-rebuild.ts';
import { resizeActions } from './action-resize.ts';
import { checkState } from './action-rules.ts';
import type { Action } from './action-rules.ts';
import { shelveActions } from './action-shelve.ts';
import { at, needAdmin } from './door.ts';
import { checkBody, isObject } from './schema.ts';
import { findServer } from './servers.ts';
import type { Nova } from './state.ts';

const ACTIONS: Readonly<Record<string, Action>> = {
  ...powerActions,
  ...shelveActions,
  ...resizeActions,
  ...rebuildActions,
  ...imageActions,
  ...adminActions,
  ...groupActions,
};

/** Compute API «Servers - run an action». */
export function actionRoutes(nova: Nova): Route[] {
  return [at('POST', '/servers/:id/action', (call) => act(nova, call))];
}

async function act(nova: Nova, call: Call): Promise<Answer> {
  const { name, action } = asked(nova, call);
  const given = givenOf(name, action, call);
  const server = findServer(nova, call, absence(nova, name, call));
  if (action.adminPolicy !== undefined) needAdmin(call, action.adminPolicy);
  const whole = { nova, call, server, given };
  checkState(name, action, whole);
  return (await action.act(whole)) ?? { status: 202 };
}

/** These two ask where a server is before they ask for it. */
function absence({ servers, deleted }: Nova, name: string, { params }: Call): string {
  const id = params['id'] ?? '';
  const isKnown = servers.has(id) || deleted.has(id);
  return ['os-start', 'os-stop'].includes(name) && !isKnown
    ? 'has no mapping to a cell'
    : 'could not be found';
}

/** Nova's own, of the times before Neutron. */
const PROXIES = ['addFloatingIp', 'removeFloatingIp', 'addFixedIp', 'removeFixedIp'];
const PROXIED_UNTIL = 43;

function asked(nova: Nova, { json, microversion }: Call): { name: string; action: Action } {
  const [name, more] = isObject(json) ? Object.keys(json) : [];
  if (name === undefined || more !== undefined) throw new Refusal(400, 'Malformed request body');
  const actions =
    nova.cloud.options.networking === 'nova-network' ? { ...ACTIONS, ...floatingActions } : ACTIONS;
  const action = Object.hasOwn(actions, name) ? actions[name] : undefined;
  if (PROXIES.includes(name) && microversion > PROXIED_UNTIL) {
    throw new Refusal(404, 'The resource could not be found.');
  }
  if (action === undefined) throw new Refusal(400, `There is no such action: ${name}`);
  if (microversion < (action.since ?? 1)) {
    throw new Refusal(404, 'The resource could not be found.');
  }
  return { name, action };
}

function givenOf(name: string, { schema = {} }: Action, call: Call): Record<string, unknown> {
  const inner = typeof schema === 'function' ? schema(call.microversion) : schema;
  const body = checkBody(
    {
      type: 'object',
      properties: { [name]: inner },
      required: [name],
      additionalProperties: false,
    },
    call.json,
  );
  const given = body[name];
  return isObject(given) ? given : {};
}
