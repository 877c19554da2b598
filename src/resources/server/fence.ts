import { z } from 'zod';
import type { Cloud, Query } from '../../openstack/cloud.ts';
import { unlessAbsent } from '../absent.ts';
import { FENCED_TAG } from '../../model/provenance.ts';
import { collect } from '../collect.ts';
import { silence, speakAgain } from '../floating-ip/silence.ts';
import type { StepOptions } from './wait.ts';

const portSchema = z.looseObject({
  id: z.string(),
  admin_state_up: z.boolean(),
  tags: z.array(z.string()).default([]),
  trunk_details: z.object({ sub_ports: z.array(z.looseObject({ port_id: z.string() })) }).nullish(),
});
type Port = z.output<typeof portSchema>;

/**
 * Takes a server's open ports off the network, so that a guest that runs again for a moment reaches nobody, and nobody reaches it.
 * The sign is set before the port is closed.
 */
export async function fencePorts(
  cloud: Cloud,
  serverId: string,
  options: StepOptions = {},
): Promise<void> {
  for (const port of await portsOf(cloud, serverId, options)) {
    if (!port.admin_state_up) continue;
    await tag(cloud, port, 'PUT', options);
    await setAdminState(cloud, port, false, options);
  }
}

/** Opens the ports that `fencePorts` closed, and no other. */
export async function unfencePorts(
  cloud: Cloud,
  serverId: string,
  options: StepOptions = {},
): Promise<void> {
  for (const port of await portsOf(cloud, serverId, options)) {
    if (!port.tags.includes(FENCED_TAG)) continue;
    await setAdminState(cloud, port, true, options);
    await tag(cloud, port, 'DELETE', options);
  }
}

/** Takes its floating IPs in the given networks off it: routers answer for them, whatever the server does. */
export async function silenceServer(
  cloud: Cloud,
  serverId: string,
  networks: ReadonlySet<string>,
  options: StepOptions = {},
): Promise<void> {
  for (const { id } of await portsOf(cloud, serverId, options)) await silence(cloud, id, networks);
}

export async function unsilenceServer(
  cloud: Cloud,
  serverId: string,
  options: StepOptions = {},
): Promise<void> {
  for (const { id } of await portsOf(cloud, serverId, options)) await speakAgain(cloud, id);
}

/** With the subports of their trunks: a closed parent does not close them. */
async function portsOf(cloud: Cloud, serverId: string, options: StepOptions): Promise<Port[]> {
  const own = await listPorts(cloud, { device_id: serverId }, options);
  const subPorts = own.flatMap((port) =>
    (port.trunk_details?.sub_ports ?? []).map((each) => each.port_id),
  );
  if (subPorts.length === 0) return own;
  return [...own, ...(await listPorts(cloud, { id: subPorts }, options))];
}

function listPorts(cloud: Cloud, query: Query, { signal }: StepOptions): Promise<Port[]> {
  const of = { path: '/ports', key: 'ports', schema: portSchema };
  return collect(cloud.list('network', { ...of, query, signal }));
}

async function setAdminState(
  cloud: Cloud,
  { id }: Port,
  up: boolean,
  { signal }: StepOptions,
): Promise<void> {
  await unlessAbsent(
    cloud.call('network', {
      method: 'PUT',
      path: `/ports/${id}`,
      body: { port: { admin_state_up: up } },
      signal,
    }),
  );
}

async function tag(
  cloud: Cloud,
  { id }: Port,
  method: 'PUT' | 'DELETE',
  { signal }: StepOptions,
): Promise<void> {
  const path = `/ports/${id}/tags/${encodeURIComponent(FENCED_TAG)}`;
  await unlessAbsent(cloud.call('network', { method, path, signal }));
}
