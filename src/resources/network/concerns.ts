import type { Concern } from '../../model/concern.ts';
import { referenceKey } from '../../model/reference.ts';
import { missingExtensions, missingZones } from '../neutron/concern.ts';
import { qosExtension, qosRules } from '../neutron/qos.ts';
import type { PreflightContext } from '../resource-kind.ts';
import { segmentConcerns } from './segments.ts';
import type { Network } from './schema.ts';
import { mappingEntry } from '../mapped.ts';

export async function concerns(
  context: PreflightContext,
  source: Network,
): Promise<readonly Concern[]> {
  const { destination } = context;
  const subject = { kind: 'network', ...source };
  if (source['router:external']) return [unmapped(source)];
  return [
    ...(await missingExtensions(destination, subject, {
      'port-security':
        source.port_security_enabled === false
          ? `Network ${source.name} has port security off, and so`
          : undefined,
      'net-mtu-writable':
        source.mtu === null || source.mtu === undefined
          ? undefined
          : `The MTU of network ${source.name} (${source.mtu})`,
      'dns-integration':
        (source.dns_domain ?? '') === '' ? undefined : `The DNS domain of network ${source.name}`,
      'vlan-transparent':
        source.vlan_transparent === true
          ? `Network ${source.name} lets tagged frames pass, and so`
          : undefined,
    })),
    ...(await missingZones(context, subject)),
    ...(await qosExtension(destination, { ...subject, title: `Network ${source.name}` }, 'qos')),
    ...(await qosRules(context, { ...subject, title: `Network ${source.name}` })),
    ...(await segmentConcerns(context, source)),
  ];
}

function unmapped({ id, name }: Network): Concern {
  return {
    severity: 'blocker',
    code: 'external-network-unmapped',
    subject: referenceKey({ kind: 'network', id }),
    message: `Network ${name} is external: which network of the destination it is must be said.`,
    remedy: `Say in the spec: mappings: network: { ${mappingEntry({ id, name })}: <destination network> }.`,
  };
}
