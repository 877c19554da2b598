import type { Cloud } from '../../openstack/cloud.ts';
import { unlessAbsent } from '../absent.ts';
import { collect } from '../collect.ts';
import { listAll, pathOf } from '../neutron/collection.ts';
import { floatingIpWires } from './schema.ts';
import { recordOf, recordTags } from './record.ts';
import { updateFloatingIp } from './update.ts';

/** Floating IPs of a port, also those that are silent. */
export async function floatingIpsOf(cloud: Cloud, portId: string) {
  const [speaking, silent] = await Promise.all([
    collect(listAll(cloud, floatingIpWires, { port_id: portId })),
    collect(listAll(cloud, floatingIpWires, { tags: recordTags({ portId })[0] })),
  ]);
  return [...speaking, ...silent.filter(({ id }) => speaking.every((each) => each.id !== id))];
}

/**
 * Takes a port's floating IPs in the given networks from it, so that no router answers for them beside the other cloud's. What they
 * stood for is recorded first, in their tags.
 */
export async function silence(
  cloud: Cloud,
  portId: string,
  networks: ReadonlySet<string>,
): Promise<void> {
  for (const each of await floatingIpsOf(cloud, portId)) {
    if (!networks.has(each.floating_network_id) || !each.port_id) continue;
    const fixedIp = each.fixed_ip_address ?? undefined;
    for (const tag of recordTags({ portId, fixedIp })) await setTag(cloud, each.id, tag);
    await updateFloatingIp(cloud, each, { port_id: null });
  }
}

/** Gives them back to the port. One that its owner has given to another in the meantime stays there. */
export async function speakAgain(cloud: Cloud, portId: string): Promise<void> {
  for (const each of await floatingIpsOf(cloud, portId)) {
    const record = recordOf(each.tags);
    if (record === undefined) continue;
    if (!each.port_id) {
      await updateFloatingIp(cloud, each, {
        port_id: portId,
        ...(record.fixedIp !== undefined && { fixed_ip_address: record.fixedIp }),
      });
    }
    // In this order: the port's tag finds it again.
    for (const tag of recordTags(record).toReversed()) await dropTag(cloud, each.id, tag);
  }
}

async function setTag(cloud: Cloud, id: string, tag: string): Promise<void> {
  await cloud.call('network', { method: 'PUT', path: tagPath(id, tag) });
}

async function dropTag(cloud: Cloud, id: string, tag: string): Promise<void> {
  await unlessAbsent(cloud.call('network', { method: 'DELETE', path: tagPath(id, tag) }));
}

function tagPath(id: string, tag: string): string {
  return `${pathOf(floatingIpWires, id)}/tags/${encodeURIComponent(tag)}`;
}
