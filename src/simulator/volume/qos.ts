import { randomUUID } from 'node:crypto';
import type { Answer, Call } from '../http/call.ts';
import { Refusal } from '../http/refusal.ts';
import { bare, needAdmin } from './door.ts';
import type { Way } from './door.ts';
import { linksTo } from './links.ts';
import { bodyOf } from './read.ts';
import type { QosSpecs, Store } from './state.ts';

const POLICY = 'volume_extension:qos_specs_manage';

export function qosWays(store: Store): readonly Way[] {
  return [
    {
      method: 'GET',
      path: '/qos-specs',
      handle(call) {
        needAdmin(call, `${POLICY}:get_all`);
        return { status: 200, body: { qos_specs: [...store.qos.values()] } };
      },
    },
    { method: 'POST', path: '/qos-specs', handle: (call) => create(store, call) },
    {
      method: 'GET',
      path: '/qos-specs/:id',
      handle(call) {
        needAdmin(call, `${POLICY}:get`);
        return shown(call, qosOf(store, call));
      },
    },
    {
      method: 'DELETE',
      path: '/qos-specs/:id',
      handle(call) {
        needAdmin(call, `${POLICY}:delete`);
        store.qos.delete(qosOf(store, call).id);
        return bare(202);
      },
    },
  ];
}

function qosOf({ qos }: Store, { params }: Call): QosSpecs {
  const specs = qos.get(params['id'] ?? '');
  if (specs !== undefined) return specs;
  throw new Refusal(404, `No such QoS spec ${params['id']}.`);
}

function shown(call: Call, specs: QosSpecs): Answer {
  const links = linksTo(call, 'qos-specs', specs.id);
  return { status: 200, body: { qos_specs: specs, links } };
}

function create(store: Store, call: Call): Answer {
  const body = bodyOf(call, 'qos_specs', {
    type: 'object',
    properties: { name: { type: 'string', minLength: 1 } },
    required: ['name'],
  });
  needAdmin(call, `${POLICY}:create`);
  const { name, consumer = 'back-end', ...specs } = body as Record<string, string>;
  if ([...store.qos.values()].some((each) => each.name === name)) {
    throw new Refusal(409, `QoS Specs ${name} already exists.`);
  }
  const qos: QosSpecs = { id: randomUUID(), name: String(name), consumer, specs };
  store.qos.set(qos.id, qos);
  return shown(call, qos);
}
