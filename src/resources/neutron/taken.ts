import { ANY } from '../../model/address-mapping.ts';
import type { Concern } from '../../model/concern.ts';
import { destinationId } from '../../model/id-map.ts';
import { referenceKey } from '../../model/reference.ts';
import type { Port } from '../port/schema.ts';
import type { PreflightContext } from '../resource-kind.ts';
import type { Subject } from './concern.ts';
import { isOurNetwork } from './destination.ts';
import { canBeMoved, holdersOf } from './make-room.ts';

/**
 * Blockers: addresses of a port of the source that another port of the destination has, and that room cannot be made for. `isFine`:
 * whose they may be all the same.
 */
export async function takenAddresses(
  { destination, ids }: PreflightContext,
  holder: Subject & { readonly title: string },
  { network_id: id, fixed_ips: addresses }: Pick<Port, 'network_id' | 'fixed_ips'>,
  isFine: (other: Port) => boolean = () => false,
): Promise<Concern[]> {
  const network = destinationId(ids, { kind: 'network', id });
  if (network === undefined) return [];
  const ours = await isOurNetwork(destination, network);
  const found = await Promise.all(
    addresses.map(async ({ ip_address: address }) => {
      if (address === ANY) return [];
      const [other] = await holdersOf(destination, network, address);
      if (other === undefined || isFine(other) || (ours && canBeMoved(other))) return [];
      return [taken(holder, address, other)];
    }),
  );
  return found.flat();
}

function taken(
  { kind, id, title }: Subject & { readonly title: string },
  address: string,
  other: Port,
): Concern {
  const what = other.device_owner === '' ? 'nobody' : other.device_owner;
  return {
    severity: 'blocker',
    code: 'address-taken',
    subject: referenceKey({ kind, id }),
    message: `${title} needs ${address}, which port ${other.id} (of ${what}) has in the destination.`,
    remedy:
      'Give that port another address or delete it, map the address to another (mappings: address), or the network.',
  };
}
