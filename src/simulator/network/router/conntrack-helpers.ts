import { randomUUID } from 'node:crypto';
import type { Call, Route } from '../../http/call.ts';
import { Refusal } from '../../http/refusal.ts';
import { str } from '../../python.ts';
import type { Neutron } from '../neutron.ts';
import { badResource, missing } from '../refuse.ts';
import { PROJECT, attribute } from '../rest/attributes.ts';
import { bodiesOf, readNew } from '../rest/body.ts';
import { findVisible } from '../rest/kind.ts';
import type { Kind } from '../rest/kind.ts';
import { between, string } from '../rest/readers.ts';
import { idOf, ok } from '../rest/routes.ts';
import { touch } from '../rest/thing.ts';
import type { ConntrackHelper, Router } from '../state.ts';

const ATTRIBUTES = {
  protocol: attribute('p', string(40), { required: true }),
  port: attribute('p', between(1, 65_535), { required: true }),
  helper: attribute('p', string(64), { required: true }),
  ...PROJECT,
};

/** Those that Neutron allows where nobody has said which, and their protocols. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  amanda: ['tcp'],
  ftp: ['tcp'],
  h323: ['udp', 'tcp'],
  irc: ['tcp'],
  'netbios-ns': ['udp'],
  pptp: ['tcp'],
  sane: ['tcp'],
  sip: ['udp', 'tcp'],
  snmp: ['udp'],
  tftp: ['udp'],
};

/** https://docs.openstack.org/api-ref/network/v2/#routers-conntrack-helper-ct-target-ct-helpers */
export function conntrackRoutes({ cloud }: Neutron, routers: Kind<Router>): Route[] {
  const path = '/routers/:id/conntrack_helpers';
  const find = (call: Call): Router => findVisible(routers, idOf(call), call.token);
  return [
    {
      method: 'GET',
      path,
      handle: (call) => ok({ conntrack_helpers: find(call).conntrackHelpers }),
    },
    {
      method: 'POST',
      path,
      handle(call) {
        const { bodies } = bodiesOf(call.json, { one: 'conntrack_helper' });
        const { protocol, port, helper } = readNew(bodies[0], ATTRIBUTES, call.token);
        const made = { id: randomUUID(), protocol, port, helper } as ConntrackHelper;
        checkAllowed(made);
        const router = find(call);
        checkNew(router, made);
        router.conntrackHelpers = [...router.conntrackHelpers, made];
        touch(router, cloud.clock);
        return { status: 201, body: { conntrack_helper: made } };
      },
    },
    {
      method: 'DELETE',
      path: `${path}/:helper`,
      handle(call) {
        const router = find(call);
        const id = call.params['helper'] ?? '';
        if (!router.conntrackHelpers.some((each) => each.id === id))
          throw missing('ConntrackHelperNotFound', `Conntrack Helper ${id} could not be found.`);
        router.conntrackHelpers = router.conntrackHelpers.filter((each) => each.id !== id);
        touch(router, cloud.clock);
        return { status: 204 };
      },
    },
  ];
}

function checkAllowed({ helper, protocol }: ConntrackHelper): void {
  const protocols = ALLOWED[helper];
  if (protocols === undefined) {
    const message = `Conntrack Helper ${helper} is not allowed.`;
    throw new Refusal(400, message, 'ConntrackHelperNotAllowed');
  }
  if (protocols.includes(protocol)) return;
  const message = `Conntrack Helper ${helper} does not support: ${protocol}. Supported protocols are: ${protocols.join(', ')}`;
  throw new Refusal(400, message, 'InvalidProtocolForHelper');
}

function checkNew({ id, conntrackHelpers }: Router, made: ConntrackHelper): void {
  const { protocol, port, helper } = made;
  const same = conntrackHelpers.some(
    (each) => each.protocol === protocol && each.port === port && each.helper === helper,
  );
  if (!same) return;
  const values = str({ router_id: id, protocol, port, helper });
  throw badResource(
    'conntrack_helper',
    `A duplicate conntrack helper entry with same attributes already exists, conflicting values are ${values}`,
  );
}
