import { ANY } from '../../model/address-mapping.ts';
import type { Concern } from '../../model/concern.ts';
import { destinationId } from '../../model/id-map.ts';
import { referenceKey } from '../../model/reference.ts';
import type { Cloud } from '../../openstack/cloud.ts';
import { collect } from '../collect.ts';
import { contains } from '../../model/address.ts';
import { listAll } from '../neutron/collection.ts';
import { extensionsOf, missingExtensions } from '../neutron/concern.ts';
import { holdersOf } from '../neutron/make-room.ts';
import { qosExtension } from '../neutron/qos.ts';
import { oncePerCloud } from '../once-per-cloud.ts';
import type { PreflightContext } from '../resource-kind.ts';
import { subnets } from '../subnet/schema.ts';
import type { Subnet } from '../subnet/schema.ts';
import { floatingIps, isDetached } from './schema.ts';
import type { FloatingIp } from './schema.ts';

/** Asked only where `find` found none: no floating IP has the address. */
export async function concerns(
  context: PreflightContext,
  source: FloatingIp,
): Promise<readonly Concern[]> {
  const { destination, ids } = context;
  const subject = { kind: 'floating-ip', ...source };
  const network = destinationId(ids, { kind: 'network', id: source.floating_network_id });
  const named = (source.dns_name ?? '') !== '';
  return [
    ...(network === undefined ? [] : await unavailable(context, network, source)),
    ...(await qosExtension(
      destination,
      { ...subject, title: `Floating IP ${source.name}` },
      'qos-fip',
    )),
    ...(await missingExtensions(destination, subject, {
      'dns-integration': named ? `Floating IP ${source.name} has a DNS name, and so` : undefined,
    })),
    ...(named && (await mayForgetNames(destination)) ? [unsureOfName(destination, source)] : []),
    ...(source.port_id && isDetached(source) ? [ofLoosePort(source)] : []),
    ...((source.port_forwardings ?? []).length > 0 ? [forwarding(source)] : []),
  ];
}

async function unavailable(
  context: PreflightContext,
  network: string,
  source: FloatingIp,
): Promise<Concern[]> {
  if (source.floating_ip_address === ANY) return [];
  const why = await whyNot(context, network, source);
  const subject = referenceKey({ kind: 'floating-ip', id: source.id });
  return why === undefined ? [] : [{ severity: 'blocker', subject, ...why }];
}

async function whyNot(
  { source: cloud, destination }: PreflightContext,
  network: string,
  source: FloatingIp,
): Promise<Pick<Concern, 'code' | 'message' | 'remedy'> | undefined> {
  const { name, floating_ip_address: wanted } = source;
  const title = wanted === name ? `Floating IP ${name}` : `Floating IP ${name}, as ${wanted},`;
  const ranges = await subnetsOf(destination, network);
  if (!ranges.some(({ cidr }) => contains(cidr, wanted))) {
    return {
      code: 'floating-address-outside',
      message: `${title} lies in no subnet of network ${network} of ${destination.name}.`,
      remedy: `Map its external network to one that has the address, or ${mappingOf(name)}, or leave its server out.`,
    };
  }
  if (
    hasGateway(ranges, wanted) &&
    !hasGateway(await subnetsOf(cloud, source.floating_network_id), name)
  ) {
    return {
      code: 'floating-address-is-gateway',
      message: `${title} is the gateway of a subnet of network ${network} of ${destination.name}.`,
      remedy: `Give that subnet another gateway, or ${mappingOf(name)}.`,
    };
  }
  const [holder] = await holdersOf(destination, network, wanted);
  if (holder === undefined) return undefined;
  return {
    code: 'floating-address-taken',
    message: `${title} is the address of port ${holder.id} (${holder.device_owner}) in ${destination.name}.`,
    remedy: `Give that port another address, then plan again, or ${mappingOf(name)}.`,
  };
}

function subnetsOf(cloud: Cloud, network: string): Promise<Subnet[]> {
  return collect(listAll(cloud, subnets, { network_id: network }));
}

function hasGateway(among: readonly Subnet[], address: string): boolean {
  return among.some(({ gateway_ip: gateway }) => gateway === address);
}

/** A remedy. */
export function mappingOf(address: string): string {
  return `say what it is there: mappings: address: { ${address}: <address, or any> }`;
}

/** No API tells whether a Neutron publishes names; where it does not, it takes them and keeps none. One that it kept tells. */
const mayForgetNames = oncePerCloud(async (destination) => {
  if (!(await extensionsOf(destination)).has('dns-integration')) return false;
  for await (const { dns_name: name } of listAll(destination, floatingIps, {})) {
    if (name) return false;
  }
  return true;
});

function unsureOfName(
  { name: cloud }: Cloud,
  { id, name, dns_name: dnsName }: FloatingIp,
): Concern {
  return {
    severity: 'warning',
    code: 'floating-ip-name-unsure',
    subject: referenceKey({ kind: 'floating-ip', id }),
    message: `Floating IP ${name} has the DNS name ${dnsName}, and no floating IP of ${cloud} has any: a Neutron without external_dns_driver takes such a name and forgets it, and the copy of this address would fail.`,
    remedy: `Make sure that ${cloud} publishes names (external_dns_driver in its neutron.conf), or leave out the servers behind it.`,
  };
}

/** A port that no server has is there from the beginning: the address would answer in both clouds. */
function ofLoosePort({ id, name, port_id: port }: FloatingIp): Concern {
  return {
    severity: 'warning',
    code: 'floating-ip-not-connected',
    subject: referenceKey({ kind: 'floating-ip', id }),
    message: `Floating IP ${name} stands for port ${port}, which no server has: it is made, and not connected.`,
    remedy: 'Connect it when what answers there has moved: openstack floating ip set --port.',
  };
}

/** Its forwardings move with the servers behind them; those of the source are left as they are. */
function forwarding({ id, name }: FloatingIp): Concern {
  return {
    severity: 'warning',
    code: 'floating-ip-shared',
    subject: referenceKey({ kind: 'floating-ip', id }),
    message: `Floating IP ${name} forwards ports: from the move of the first server behind it on, it answers in both clouds if they share that network's wire.`,
    remedy: 'Migrate all servers behind it together, then remove its forwardings in the source.',
  };
}
