import { z } from 'zod';
import type { Concern } from '../../model/concern.ts';
import { destinationId } from '../../model/id-map.ts';
import { referenceKey } from '../../model/reference.ts';
import type { Cloud } from '../../openstack/cloud.ts';
import { collect } from '../collect.ts';
import { contains } from '../neutron/address.ts';
import { listAll, pathOf } from '../neutron/collection.ts';
import { extensionsOf, missingExtensions, qosDropped } from '../neutron/concern.ts';
import { holdersOf } from '../neutron/make-room.ts';
import type { PreflightContext } from '../resource-kind.ts';
import { subnets } from '../subnet/schema.ts';
import { floatingIps } from './schema.ts';
import type { FloatingIp } from './schema.ts';

/** Asked only where `find` found none: no floating IP has the address. */
export async function concerns(
  { source: cloud, destination, ids }: PreflightContext,
  source: FloatingIp,
): Promise<readonly Concern[]> {
  const subject = { kind: 'floating-ip', ...source };
  const network = destinationId(ids, { kind: 'network', id: source.floating_network_id });
  const named = (source.dns_name ?? '') !== '';
  return [
    ...(network === undefined ? [] : await unavailable(destination, network, source)),
    ...qosDropped(subject),
    ...(await missingExtensions(destination, subject, {
      'dns-integration': named ? `Floating IP ${source.name} has a DNS name, and so` : undefined,
    })),
    ...(await forwardings(cloud, source)),
  ];
}

async function unavailable(
  destination: Cloud,
  network: string,
  { id, name }: FloatingIp,
): Promise<Concern[]> {
  const ranges = await collect(listAll(destination, subnets, { network_id: network }));
  const blocker = {
    severity: 'blocker',
    subject: referenceKey({ kind: 'floating-ip', id }),
  } as const;
  if (!ranges.some(({ cidr }) => contains(cidr, name))) {
    return [
      {
        ...blocker,
        code: 'floating-address-outside',
        message: `Floating IP ${name} lies in no subnet of network ${network} of ${destination.name}.`,
        remedy: 'Map its external network to one that has the address, or leave its server out.',
      },
    ];
  }
  const [holder] = await holdersOf(destination, network, name);
  if (holder === undefined) return [];
  return [
    {
      ...blocker,
      code: 'floating-address-taken',
      message: `Floating IP ${name} is the address of port ${holder.id} (${holder.device_owner}) in ${destination.name}.`,
      remedy: 'Give that port another address, then plan again.',
    },
  ];
}

/** https://docs.openstack.org/api-ref/network/v2/#floating-ips-port-forwarding */
async function forwardings(cloud: Cloud, { id, name }: FloatingIp): Promise<Concern[]> {
  if (!(await extensionsOf(cloud)).has('floating-ip-port-forwarding')) return [];
  const schema = z.looseObject({ port_forwardings: z.array(z.unknown()) });
  const path = `${pathOf(floatingIps, id)}/port_forwardings`;
  const { port_forwardings: found } = await cloud.request('network', { path, schema });
  if (found.length === 0) return [];
  return [
    {
      severity: 'warning',
      code: 'port-forwarding-dropped',
      subject: referenceKey({ kind: 'floating-ip', id }),
      message: `Floating IP ${name} has ${found.length} port forwardings, which are not carried.`,
      remedy: 'Make them in the destination after the migration.',
    },
  ];
}
