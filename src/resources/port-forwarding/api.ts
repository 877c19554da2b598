import { z } from 'zod';
import type { Cloud, Query } from '../../openstack/cloud.ts';
import { unlessAbsent } from '../absent.ts';
import { collect } from '../collect.ts';
import { floatingIps } from '../floating-ip/schema.ts';
import type { FloatingIp } from '../floating-ip/schema.ts';
import { getOne, listAll, pathOf } from '../neutron/collection.ts';
import { extensionsOf } from '../neutron/concern.ts';
import { getPort, isDetached } from '../port/api.ts';
import { forwardingId, forwardingSchema, parseForwardingId } from './schema.ts';
import type { PortForwarding } from './schema.ts';

const oneSchema = z.object({ port_forwarding: forwardingSchema });
const listSchema = z.object({ port_forwardings: z.array(forwardingSchema) });

export async function getForwarding(
  cloud: Cloud,
  id: string,
  signal?: AbortSignal,
): Promise<PortForwarding | undefined> {
  const { floatingIp, own } = parseForwardingId(id);
  const address = floatingIp === '' ? undefined : await getOne(cloud, floatingIps, floatingIp);
  if (address === undefined) return undefined;
  const path = pathTo(id);
  const answer = await unlessAbsent(cloud.request('network', { path, schema: oneSchema, signal }));
  return answer && own === answer.port_forwarding.id
    ? complete(cloud, address, answer.port_forwarding)
    : undefined;
}

/** Of the floating IPs that a query finds; none where the cloud forwards no ports. */
export async function* listForwardings(cloud: Cloud, query: Query): AsyncIterable<PortForwarding> {
  if (!(await extensionsOf(cloud)).has('floating-ip-port-forwarding')) return;
  const found = await collect(listAll(cloud, floatingIps, query), mayForward);
  for (const address of found) yield* await forwardingsOf(cloud, address);
}

export async function forwardingsOf(cloud: Cloud, address: FloatingIp): Promise<PortForwarding[]> {
  const path = `${pathOf(floatingIps, address.id)}/port_forwardings`;
  const answer = await unlessAbsent(cloud.request('network', { path, schema: listSchema }));
  return Promise.all(
    (answer?.port_forwardings ?? []).map((each) => complete(cloud, address, each)),
  );
}

/** Those that lead to one of the ports. */
export async function forwardingsTo(
  cloud: Cloud,
  project: string,
  ports: readonly string[],
): Promise<PortForwarding[]> {
  if (ports.length === 0) return [];
  return collect(listForwardings(cloud, { project_id: project }), ({ internal_port_id: id }) =>
    ports.includes(id),
  );
}

/** One that leads to a port whole has none; newer clouds say so at once. */
function mayForward({ port_id: port, port_forwardings: shown }: FloatingIp): boolean {
  return !port && (shown === undefined || shown.length > 0);
}

async function complete(
  cloud: Cloud,
  address: FloatingIp,
  wire: z.output<typeof forwardingSchema>,
): Promise<PortForwarding> {
  const port = await getPort(cloud, wire.internal_port_id);
  const outside = wire.external_port_range ?? rangeOf(wire.external_port);
  const inside = wire.internal_port_range ?? rangeOf(wire.internal_port);
  return {
    ...wire,
    id: forwardingId(address.id, wire.id),
    name: `${address.floating_ip_address}:${outside.replace(/^(\d+):\1$/, '$1')} ${wire.protocol}`,
    floatingIpId: address.id,
    project_id: address.project_id,
    outside,
    inside,
    isLoose: port === undefined || isDetached(port),
  };
}

function rangeOf(port: number | null | undefined): string {
  return `${port}:${port}`;
}

/** Answers its id. */
export async function createForwarding(
  cloud: Cloud,
  floatingIp: string,
  body: Readonly<Record<string, unknown>>,
): Promise<string> {
  const answer = await cloud.request('network', {
    method: 'POST',
    path: `${pathOf(floatingIps, floatingIp)}/port_forwardings`,
    body: { port_forwarding: body },
    schema: z.object({ port_forwarding: z.looseObject({ id: z.string() }) }),
  });
  return forwardingId(floatingIp, answer.port_forwarding.id);
}

export async function updateForwarding(
  cloud: Cloud,
  id: string,
  body: Readonly<Record<string, unknown>>,
): Promise<void> {
  const path = pathTo(id);
  await cloud.call('network', { method: 'PUT', path, body: { port_forwarding: body } });
}

export async function removeForwarding(
  cloud: Cloud,
  id: string,
  signal?: AbortSignal,
): Promise<void> {
  await unlessAbsent(cloud.call('network', { method: 'DELETE', path: pathTo(id), signal }));
}

function pathTo(id: string): string {
  const { floatingIp, own } = parseForwardingId(id);
  return `${pathOf(floatingIps, floatingIp)}/port_forwardings/${encodeURIComponent(own)}`;
}
