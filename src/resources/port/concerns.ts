import { ANY } from '../../model/address-mapping.ts';
import type { Concern } from '../../model/concern.ts';
import { destinationId } from '../../model/id-map.ts';
import { referenceKey } from '../../model/reference.ts';
import type { Cloud } from '../../openstack/cloud.ts';
import { extensionsOf, missingExtensions } from '../neutron/concern.ts';
import { isOurNetwork } from '../neutron/destination.ts';
import { outsideAddresses } from '../neutron/outside.ts';
import { qosExtension, qosRules } from '../neutron/qos.ts';
import { canBeMoved, holdersOf } from '../neutron/make-room.ts';
import type { PreflightContext } from '../resource-kind.ts';
import { forgetsDns } from './dns.ts';
import { dnsNameOf } from './schema.ts';
import type { Port } from './schema.ts';

/** Asked only where `find` found none: so its MAC is free. */
export async function concerns(
  context: PreflightContext,
  source: Port,
): Promise<readonly Concern[]> {
  const { destination, ids } = context;
  const subject = { kind: 'port', ...source };
  const network = destinationId(ids, { kind: 'network', id: source.network_id });
  return [
    ...(source['binding:vnic_type'] === 'normal' ? [] : [hardware(source)]),
    ...(source.device_profile ? [accelerated(source, source.device_profile)] : []),
    ...(await qosExtension(destination, { ...subject, title: `Port ${named(source)}` }, 'qos')),
    ...(await qosRules(context, { ...subject, title: `Port ${named(source)}` })),
    ...(await missingExtensions(destination, subject, needs(source))),
    ...(await outsideAddresses(
      context,
      { ...subject, title: `Port ${named(source)}` },
      source.fixed_ips,
    )),
    ...(await dnsFindings(destination, source)),
    ...(network === undefined ? [] : await takenAddresses(destination, network, source)),
  ];
}

function needs(source: Port): Record<string, string | undefined> {
  const port = `Port ${named(source)}`;
  return {
    'port-security':
      source.port_security_enabled === false ? `${port} has port security off, and so` : undefined,
    'allowed-address-pairs':
      source.allowed_address_pairs.length > 0
        ? `${port} has allowed address pairs, and so`
        : undefined,
    'port-numa-affinity-policy': source.numa_affinity_policy
      ? `${port} has a NUMA affinity policy, and so`
      : undefined,
    'dns-domain-ports': source.dns_domain
      ? `${port} has a DNS domain of its own (${source.dns_domain}), and so`
      : undefined,
    'port-hints': source.hints ? `${port} has hints, and so` : undefined,
    'port-trusted-vif': source.trusted ? `${port} is trusted, and so` : undefined,
    'dns-integration':
      dnsNameOf(source) === undefined ? undefined : `${port} has a DNS name, and so`,
    extra_dhcp_opt:
      source.extra_dhcp_opts.length > 0 ? `${port} has DHCP options, and so` : undefined,
  };
}

async function takenAddresses(
  destination: Cloud,
  network: string,
  source: Port,
): Promise<Concern[]> {
  const ours = await isOurNetwork(destination, network);
  const found = await Promise.all(
    source.fixed_ips.map(async ({ ip_address: address }) => {
      if (address === ANY) return [];
      const [holder] = await holdersOf(destination, network, address);
      return holder === undefined || (ours && canBeMoved(holder))
        ? []
        : [taken(source, address, holder)];
    }),
  );
  return found.flat();
}

function taken(source: Port, address: string, holder: Port): Concern {
  const what = holder.device_owner === '' ? 'nobody' : holder.device_owner;
  return {
    severity: 'blocker',
    code: 'address-taken',
    subject: referenceKey({ kind: 'port', id: source.id }),
    message: `Port ${named(source)} needs ${address}, which port ${holder.id} (of ${what}) has in the destination.`,
    remedy:
      'Give that port another address or delete it, map the address to another (mappings: address), or the network.',
  };
}

function hardware(source: Port): Concern {
  const profile =
    Object.keys(source['binding:profile']).length > 0 ? ', without its binding profile' : '';
  return {
    severity: 'warning',
    code: 'port-needs-hardware',
    subject: referenceKey({ kind: 'port', id: source.id }),
    message: `Port ${named(source)} has vnic_type ${source['binding:vnic_type']}: it is made so${profile}.`,
    remedy: 'Make sure that the destination has hosts for such ports.',
  };
}

function accelerated(source: Port, profile: string): Concern {
  return {
    severity: 'warning',
    code: 'device-profile-dropped',
    subject: referenceKey({ kind: 'port', id: source.id }),
    message: `Port ${named(source)} has device profile ${profile}, which asks for an accelerator: it is made without.`,
    remedy: 'If its server needs the accelerator, leave it out and make it by hand.',
  };
}

/** Without the extension that is said already. */
async function dnsFindings(destination: Cloud, source: Port): Promise<Concern[]> {
  if (!source.dns_domain || !(await extensionsOf(destination)).has('dns-domain-ports')) return [];
  if (!(await forgetsDns(destination))) return [];
  return [
    {
      severity: 'blocker',
      code: 'port-dns-dropped',
      subject: referenceKey({ kind: 'port', id: source.id }),
      message: `Port ${named(source)} has a DNS domain of its own (${source.dns_domain}), and ${destination.name} takes such domains and forgets them: its Neutron has no dns_domain but the default.`,
      remedy:
        "Set dns_domain in the destination's neutron.conf, or take the port's away (`openstack port set --dns-domain ''`).",
    },
  ];
}

function named({ name, id, mac_address: mac }: Port): string {
  return `${name === '' ? id : name} (${mac})`;
}
