import type { Neutron } from '../neutron.ts';
import type { View } from '../rest/thing.ts';
import type { Port } from '../state.ts';
import { isKept } from './readers.ts';

/** As in the lab. */
const DOMAIN = 'lab.example.';

/** `dns_domain` in neutron.conf. */
export function domainOf({ cloud }: Pick<Neutron, 'cloud'>): string {
  return cloud.options.dnsDomain ?? DOMAIN;
}

/** What a cloud keeps of the names that it takes. */
export function kept(neutron: Neutron, name: unknown): string {
  return isKept(domainOf(neutron)) && typeof name === 'string' ? name : '';
}

/** The names by which a port's addresses would be known. */
export function dnsView(domain: string, { dnsName, dnsDomain, fixedIps }: Port): View {
  return {
    dns_name: dnsName,
    dns_assignment: fixedIps.map(({ ipAddress }) => {
      const hostname = dnsName === '' ? `host-${ipAddress.replaceAll(/[.:]/g, '-')}` : dnsName;
      const fqdn = hostname.endsWith('.') ? hostname : `${hostname}.${domain}`;
      return { ip_address: ipAddress, hostname, fqdn };
    }),
    dns_domain: dnsDomain,
  };
}
