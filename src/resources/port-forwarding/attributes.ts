import { provenanceOfDescription } from '../../model/provenance.ts';
import type { Attributes, Translate } from '../resource-kind.ts';
import type { PortForwarding } from './schema.ts';

export function attributes(forwarding: PortForwarding, translate: Translate): Attributes {
  return {
    floating_ip: translate('floating-ip', forwarding.floatingIpId),
    protocol: forwarding.protocol,
    external_port_range: forwarding.outside,
    internal_port_id: translate('port', forwarding.internal_port_id),
    internal_ip_address: forwarding.internal_ip_address,
    internal_port_range: forwarding.inside,
    description: forwarding.description ?? '',
  };
}

/** Its description is the mark until it is finished. */
export function isUnfinished({ description }: PortForwarding): boolean {
  return provenanceOfDescription(description) !== undefined;
}
