import { ANY } from '../../model/address-mapping.ts';
import { destinationId } from '../../model/id-map.ts';
import type { IdMap } from '../../model/id-map.ts';
import { provenanceDescription, provenanceOfDescription } from '../../model/provenance.ts';
import type { Cloud } from '../../openstack/cloud.ts';
import { floatingIps } from '../floating-ip/schema.ts';
import { getOne } from '../neutron/collection.ts';
import { extensionsOf } from '../neutron/concern.ts';
import { copiedAddress } from '../port/copied-address.ts';
import { required } from '../required.ts';
import type { CopyContext } from '../resource-kind.ts';
import { createForwarding, forwardingsOf, getForwarding, updateForwarding } from './api.ts';
import type { PortForwarding } from './schema.ts';

/** By its mark; else the one that has its place: its ports and protocol at its floating IP. */
export async function find(
  destination: Cloud,
  source: PortForwarding,
  ids: IdMap,
): Promise<readonly PortForwarding[]> {
  const id = destinationId(ids, { kind: 'floating-ip', id: source.floatingIpId });
  const address = id === undefined ? undefined : await getOne(destination, floatingIps, id);
  if (address === undefined) return [];
  const all = await forwardingsOf(destination, address);
  const ours = all.filter(
    ({ description }) => provenanceOfDescription(description)?.source === source.id,
  );
  return ours.length > 0 ? ours : all.filter((each) => hasPlaceOf(each, source));
}

function hasPlaceOf(one: PortForwarding, other: PortForwarding): boolean {
  return one.protocol === other.protocol && overlaps(one.outside, other.outside);
}

function overlaps(one: string, other: string): boolean {
  const [first = 0, last = 0] = one.split(':').map(Number);
  const [from = 0, to = 0] = other.split(':').map(Number);
  return first <= to && from <= last;
}

export async function create(context: CopyContext, source: PortForwarding): Promise<string> {
  const { destination, ids, provenance } = context;
  const floatingIp = required(ids, 'floating-ip', source.floatingIpId, source);
  const described = (await extensionsOf(destination)).has(DESCRIPTION);
  return createForwarding(destination, floatingIp, {
    protocol: source.protocol,
    internal_port_id: required(ids, 'port', source.internal_port_id, source),
    internal_ip_address: await insideOf(context, source),
    ...portOrRange('external', source.outside),
    ...portOrRange('internal', source.inside),
    description: described ? provenanceDescription(provenance) : undefined,
  });
}

/** Where any will do, the one that the port's copy got. */
async function insideOf(
  context: CopyContext,
  { id, internal_ip_address: address, internal_port_id: port }: PortForwarding,
): Promise<string | undefined> {
  if (address !== ANY) return address;
  const was = await getForwarding(context.source, id);
  return copiedAddress(context, port, was?.internal_ip_address ?? '');
}

export const DESCRIPTION = 'floating-ip-port-forwarding-description';

/** Ranges are an extension: one port is said as such. */
function portOrRange(side: 'external' | 'internal', range: string): Record<string, unknown> {
  const [first, last] = range.split(':').map(Number);
  return first === last ? { [`${side}_port`]: first } : { [`${side}_port_range`]: range };
}

/** The place and what it leads to came with the create; what is left is the real description. */
export async function converge(
  { destination }: CopyContext,
  source: PortForwarding,
  existing: PortForwarding,
): Promise<void> {
  const description = source.description ?? '';
  if ((existing.description ?? '') === description) return;
  await updateForwarding(destination, existing.id, { description });
}
