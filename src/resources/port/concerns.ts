import type { Concern } from '../../model/concern.ts';
import { referenceKey } from '../../model/reference.ts';
import type { Cloud } from '../../openstack/cloud.ts';
import { extensionsOf, missingExtensions } from '../neutron/concern.ts';
import { qosExtension, qosRules } from '../neutron/qos.ts';
import { takenAddresses } from '../neutron/taken.ts';
import { unfitAddresses } from '../neutron/unfit.ts';
import type { PreflightContext } from '../resource-kind.ts';
import { forgetsDns } from './dns.ts';
import { dnsNameOf } from './schema.ts';
import type { Port } from './schema.ts';

/** Asked only where `find` found none: so its MAC is free. */
export async function concerns(
  context: PreflightContext,
  source: Port,
  was: Port = source,
): Promise<readonly Concern[]> {
  const { destination } = context;
  const subject = { kind: 'port', ...source, title: `Port ${named(source)}` };
  return [
    ...(source['binding:vnic_type'] === 'normal' ? [] : [hardware(source)]),
    ...(source.device_profile ? [accelerated(source, source.device_profile)] : []),
    ...(await qosExtension(destination, subject, 'qos')),
    ...(await qosRules(context, subject)),
    ...(await missingExtensions(destination, subject, needs(source))),
    ...(await unfitAddresses(context, subject, source.fixed_ips, was.fixed_ips)),
    ...(await dnsFindings(destination, source)),
    ...(await takenAddresses(context, subject, source)),
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
