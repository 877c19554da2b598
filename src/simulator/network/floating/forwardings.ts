import { randomUUID } from 'node:crypto';
import type { Call, Route } from '../../http/call.ts';
import type { Neutron } from '../neutron.ts';
import { badFilters, broken, missing } from '../refuse.ts';
import { PROJECT, attribute } from '../rest/attributes.ts';
import type { Attributes } from '../rest/attributes.ts';
import { bodiesOf, readChange, readNew } from '../rest/body.ts';
import { findVisible } from '../rest/kind.ts';
import type { Kind } from '../rest/kind.ts';
import { fieldsOf } from '../rest/list.ts';
import { ip, string, uuid } from '../rest/readers.ts';
import { idOf, ok } from '../rest/routes.ts';
import { touch } from '../rest/thing.ts';
import type { Body } from '../rest/thing.ts';
import type { FloatingIp, Forwarding, Range, State } from '../state.ts';
import { checkForwarding } from './forwarding-check.ts';
import { dropForwarding } from './forwarding-drop.ts';
import { portNumber, portRange, protocol } from './forwarding-readers.ts';
import { forwardingView, forwardingsOf } from './forwarding-view.ts';

const ATTRIBUTES: Attributes = {
  id: attribute('f'),
  external_port: attribute('puf', portNumber),
  external_port_range: attribute('puf', portRange),
  internal_port: attribute('pu', portNumber),
  internal_port_range: attribute('pu', portRange),
  internal_ip_address: attribute('pu', ip, { required: true }),
  protocol: attribute('puf', protocol, {
    required: true,
  }),
  internal_port_id: attribute('puf', uuid, { required: true }),
  description: attribute('puf', string(255), { fallback: '' }),
  ...PROJECT,
};

/** https://docs.openstack.org/api-ref/network/v2/#floating-ips-port-forwarding */
export function forwardingRoutes(neutron: Neutron, floatingIps: Kind<FloatingIp>): Route[] {
  const { state, cloud } = neutron;
  const path = '/floatingips/:id/port_forwardings';
  const one = `${path}/:forwarding`;
  const find = (call: Call): FloatingIp => findVisible(floatingIps, idOf(call), call.token);
  return [
    {
      method: 'GET',
      path,
      handle: (call) => ok({ port_forwardings: listed(state, find(call), call.query) }),
    },
    {
      method: 'GET',
      path: one,
      handle: (call) => ok(wrapped(forwardingOf(state, find(call), call))),
    },
    {
      method: 'POST',
      path,
      handle(call) {
        const { bodies } = bodiesOf(call.json, { one: 'port_forwarding' });
        const body = readNew(bodies[0], ATTRIBUTES, call.token);
        const floating = find(call);
        const forwarding = { id: randomUUID(), floatingId: floating.id, ...valuesOf(body) };
        floating.routerId = checkForwarding(state, floating, forwarding);
        state.forwardings.add(forwarding);
        touch(floating, cloud.clock);
        const view = forwardingView(forwarding);
        const ports = { external_port: null, internal_port: null };
        return { status: 201, body: { port_forwarding: { ...ports, ...view } } };
      },
    },
    {
      method: 'PUT',
      path: one,
      handle(call) {
        const { bodies } = bodiesOf(call.json, { one: 'port_forwarding' });
        const body = readChange(bodies[0], ATTRIBUTES);
        const floating = find(call);
        const forwarding = forwardingOf(state, floating, call);
        const values = changedValues(state, forwarding, body);
        checkForwarding(state, floating, { ...forwarding, ...values });
        state.forwardings.change(forwarding, () => Object.assign(forwarding, values));
        return ok(wrapped(forwarding));
      },
    },
    {
      method: 'DELETE',
      path: one,
      handle(call) {
        const floating = find(call);
        dropForwarding(state, forwardingOf(state, floating, call));
        touch(floating, cloud.clock);
        return { status: 204 };
      },
    },
  ];
}

function wrapped(forwarding: Forwarding): unknown {
  return { port_forwarding: forwardingView(forwarding) };
}

function listed(state: State, floating: FloatingIp, query: URLSearchParams): unknown[] {
  const filters = [...new Set(query.keys())].filter((name) => name !== 'fields');
  const wrong = filters.filter((name) => ATTRIBUTES[name]?.filter !== true);
  if (wrong.length > 0) throw badFilters(wrong);
  return forwardingsOf(state, floating.id)
    .map(forwardingView)
    .filter((view) => filters.every((name) => query.getAll(name).includes(String(view[name]))))
    .map((view) => fieldsOf(view, query));
}

function forwardingOf(state: State, { id }: FloatingIp, { params }: Call): Forwarding {
  const asked = params['forwarding'] ?? '';
  const found = state.forwardings.get(asked);
  if (found?.floatingId === id) return found;
  const message = `Port Forwarding ${asked} could not be found.`;
  throw missing('PortForwardingNotFound', message);
}

type Values = Omit<Forwarding, 'id' | 'floatingId'>;

/** @throws Refusal 500 where ports are not said: Neutron has not thought of that */
function valuesOf(body: Body): Values {
  const inside = rangeOf(body, 'internal');
  const outside = rangeOf(body, 'external');
  if (inside === undefined || outside === undefined) throw broken();
  return {
    portId: body['internal_port_id'] as string,
    fixedIp: body['internal_ip_address'] as string,
    protocol: body['protocol'] as string,
    description: body['description'] as string,
    inside,
    outside,
  };
}

function rangeOf(body: Body, side: 'internal' | 'external'): Range | undefined {
  const port = body[`${side}_port`] as number | undefined;
  if (port !== undefined) return [port, port];
  return body[`${side}_port_range`] as Range | undefined;
}

/** Another port behind it is meant with its own address. */
function changedValues(state: State, before: Forwarding, body: Body): Values {
  const portId = (body['internal_port_id'] as string | undefined) ?? before.portId;
  const own = state.ports.get(portId)?.fixedIps[0]?.ipAddress;
  const moved = portId === before.portId ? undefined : own;
  return {
    portId,
    fixedIp: (body['internal_ip_address'] as string | undefined) ?? moved ?? before.fixedIp,
    protocol: (body['protocol'] as string | undefined) ?? before.protocol,
    description: (body['description'] as string | undefined) ?? before.description,
    inside: rangeOf(body, 'internal') ?? before.inside,
    outside: rangeOf(body, 'external') ?? before.outside,
  };
}
