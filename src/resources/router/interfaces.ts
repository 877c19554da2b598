import { provenanceDescription } from '../../model/provenance.ts';
import { collect } from '../collect.ts';
import { listAll, updateOne } from '../neutron/collection.ts';
import { createPort } from '../neutron/make-room.ts';
import { finish, unfinished } from '../neutron/mark.ts';
import type { Markable } from '../neutron/mark.ts';
import { ports } from '../port/schema.ts';
import type { Port } from '../port/schema.ts';
import { required } from '../required.ts';
import type { CopyContext } from '../resource-kind.ts';
import { addInterface, looseName } from './api.ts';
import type { Router } from './schema.ts';

/** Gives a destination router the interfaces of its source: each a port with the same addresses and MAC. */
export async function addInterfaces(
  context: CopyContext,
  source: Router,
  existing: Router,
): Promise<void> {
  for (const like of source.interfaces) {
    const held = existing.interfaces.find((port) => port.mac_address === like.mac_address);
    const port = held ?? (await addPort(context, source, like, existing.id));
    if (unfinished(port)) await finishPort(context, like, port);
  }
}

async function addPort(
  context: CopyContext,
  source: Router,
  like: Port,
  router: string,
): Promise<Markable> {
  const made =
    (await findLoose(context, source, like)) ?? (await makePort(context, source, like, router));
  await addInterface(context.destination, router, made);
  return { id: made, description: provenanceDescription({ source: like.id }), tags: [] };
}

async function finishPort(
  { destination, provenance: mark }: CopyContext,
  like: Port,
  made: Markable,
): Promise<void> {
  const provenance = { ...mark, source: like.id };
  await updateOne(destination, ports, made.id, { name: like.name });
  await finish({ destination, provenance }, ports, like, made);
}

/** What an attempt that was cut made and did not add. */
async function findLoose(
  { destination, ids }: CopyContext,
  source: Router,
  like: Port,
): Promise<string | undefined> {
  const network = required(ids, 'network', like.network_id, source);
  const found = await collect(
    listAll(destination, ports, {
      network_id: network,
      description: provenanceDescription({ source: like.id }),
    }),
    (port) => port.device_id === '',
  );
  return found[0]?.id;
}

/**
 * With a router interface's owner and no device: Neutron then gives it no security groups and no automatic IPv6 addresses,
 * and still lets it be added.
 */
function makePort(
  context: CopyContext,
  source: Router,
  like: Port,
  router: string,
): Promise<string> {
  const { ids } = context;
  const body = {
    name: looseName(router),
    project_id: required(ids, 'project', source.project_id, source),
    device_owner: 'network:router_interface',
    mac_address: like.mac_address,
    fixed_ips: like.fixed_ips.map((fixed) => ({
      subnet_id: required(ids, 'subnet', fixed.subnet_id, source),
      ip_address: fixed.ip_address,
    })),
    description: provenanceDescription({ source: like.id }),
  };
  const network = required(ids, 'network', like.network_id, source);
  return createPort(context, { like, network, body });
}
