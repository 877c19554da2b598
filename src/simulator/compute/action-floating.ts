import { Refusal } from '../http/refusal.ts';
import type { Action, Asked } from './action-rules.ts';
import { ask } from './inside.ts';
import { listAt, textAt } from './read.ts';
import { exactly, text } from './types.ts';
import { isObject } from './schema.ts';

/** nova 16.0.0, nova/api/openstack/compute/floating_ips.py: what nova-network does with a floating IP of a server. */
export const floatingActions: Readonly<Record<string, Action>> = {
  addFloatingIp: {
    schema: exactly({ address: text, fixed_address: text }, ['address']),
    act: async (asked) => {
      const { nova, call, server, given } = asked;
      const floating = await found(asked);
      const ports = nova.cloud.network.portsOf(server.id);
      const wanted = textAt(given, 'fixed_address');
      const port = ports.find(({ fixedIps }) =>
        fixedIps.some(({ ipAddress }) => wanted === undefined || ipAddress === wanted),
      );
      if (port === undefined)
        throw new Refusal(400, 'Specified fixed address not assigned to instance');
      const fixed = wanted === undefined ? {} : { fixed_ip_address: wanted };
      await ask(nova.cloud.network.api, call, {
        method: 'PUT',
        path: `/floatingips/${textAt(floating, 'id')}`,
        json: { floatingip: { port_id: port.id, ...fixed } },
      });
    },
  },
  removeFloatingIp: {
    schema: exactly({ address: text }, ['address']),
    act: async (asked) => {
      const { nova, call } = asked;
      const floating = await found(asked);
      if (textAt(floating, 'port_id') === undefined) {
        throw new Refusal(409, 'Floating IP is not associated');
      }
      await ask(nova.cloud.network.api, call, {
        method: 'PUT',
        path: `/floatingips/${textAt(floating, 'id')}`,
        json: { floatingip: { port_id: null } },
      });
    },
  },
};

async function found({ nova, call, given }: Asked): Promise<Readonly<Record<string, unknown>>> {
  const address = textAt(given, 'address') ?? '';
  const { body } = await ask(nova.cloud.network.api, call, {
    path: `/floatingips?floating_ip_address=${address}`,
  });
  const [floating] = isObject(body) ? listAt(body, 'floatingips') : [];
  if (floating !== undefined) return floating;
  throw new Refusal(404, 'floating IP not found');
}
