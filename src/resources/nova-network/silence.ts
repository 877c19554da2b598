import type { CallOptions, Cloud } from '../../openstack/cloud.ts';
import { recordOf, recordTags } from '../floating-ip/record.ts';
import { addTag, removeTag } from '../server/tags.ts';
import { serverOf } from './floating-ips.ts';
import { floatingId, serverOfPort } from './ids.ts';
import { readFloatingIps, readServer } from './read.ts';
import type { TakenAddress } from './read.ts';
import { fixedTag, floatingTag } from './silenced.ts';
import type { ServerWire } from './wire.ts';

/**
 * The only writes that nova-network can do for us, said in Neutron's words: a floating IP taken from its port and given back, and the
 * record of it. Answers whether it was one of them.
 */
export async function writeFloatingIp(cloud: Cloud, options: CallOptions): Promise<boolean> {
  const [, collection, id = '', tags, tag = ''] = options.path.split('/').map(decodeURIComponent);
  if (collection !== 'floatingips' || (tags !== undefined && tags !== 'tags')) return false;
  const all = await readFloatingIps(cloud);
  const taken = all.find((each) => floatingId(each.project_id, each.address) === id);
  if (taken === undefined) return false;
  if (tags === 'tags') return writeTag(cloud, taken, { tag, method: options.method });
  if (options.method !== 'PUT') return false;
  const body = options.body as {
    floatingip: { port_id?: string | null; fixed_ip_address?: string };
  };
  const { port_id: port, fixed_ip_address: fixedIp } = body.floatingip;
  if (port === null) await takeOff(cloud, taken);
  else if (port !== undefined)
    await giveBack(cloud, taken, { server: serverOfPort(port), fixedIp });
  return true;
}

/** https://docs.openstack.org/api-ref/compute/#remove-disassociate-floating-ip-removefloatingip-action-deprecated */
async function takeOff(cloud: Cloud, { address, instance_uuid: server }: TakenAddress) {
  if (server) await act(cloud, server, { removeFloatingIp: { address } });
}

/** https://docs.openstack.org/api-ref/compute/#add-associate-floating-ip-addfloatingip-action-deprecated */
async function giveBack(
  cloud: Cloud,
  { address, instance_uuid: now }: TakenAddress,
  { server, fixedIp }: { readonly server: string; readonly fixedIp: string | undefined },
): Promise<void> {
  if (now === server) return;
  const fixed = fixedIp === undefined ? {} : { fixed_address: fixedIp };
  await act(cloud, server, { addFloatingIp: { address, ...fixed } });
}

function act(cloud: Cloud, server: string, body: object): Promise<void> {
  const path = `/servers/${encodeURIComponent(server)}/action`;
  return cloud.call('compute', { method: 'POST', path, body, microversion: '2.1' });
}

async function writeTag(
  cloud: Cloud,
  taken: TakenAddress,
  { tag, method }: { readonly tag: string; readonly method: CallOptions['method'] },
): Promise<boolean> {
  const record = recordOf([tag]);
  const fixedIp = recordOf([...recordTags({ portId: '' }), tag])?.fixedIp;
  const noted =
    record === undefined ? fixedIp && fixedTag(taken.address, fixedIp) : floatingTag(taken.address);
  if (!noted || (method !== 'PUT' && method !== 'DELETE')) return false;
  const server = await holderOf(cloud, taken, record?.portId);
  if (server === undefined) return false;
  await (method === 'PUT' ? addTag : removeTag)(cloud, server.id, noted);
  return true;
}

/** The server that bears the record: the port's; else the one that the record was begun on. */
async function holderOf(
  cloud: Cloud,
  taken: TakenAddress,
  port: string | undefined,
): Promise<ServerWire | undefined> {
  if (port !== undefined) return readServer(cloud, serverOfPort(port));
  return serverOf(cloud, { ...taken, instance_uuid: null });
}
