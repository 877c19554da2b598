import type { Concern } from '../../model/concern.ts';
import { destinationId } from '../../model/id-map.ts';
import { referenceKey } from '../../model/reference.ts';
import { missingExtensions } from '../neutron/concern.ts';
import { isOurNetwork } from '../neutron/destination.ts';
import type { PreflightContext } from '../resource-kind.ts';
import type { Subnet } from './schema.ts';

/** Asked only where `find` found none. */
export async function concerns(
  { destination, ids }: PreflightContext,
  source: Subnet,
): Promise<readonly Concern[]> {
  const network = destinationId(ids, { kind: 'network', id: source.network_id });
  const found: Concern[] = [];
  if (network !== undefined && !(await isOurNetwork(destination, network))) {
    found.push(absent(source, destination.name, network));
  }
  if (source.subnetpool_id === 'prefix_delegation') found.push(delegated(source));
  if (typeof source.segment_id === 'string') found.push(segmented(source));
  const extensions = await missingExtensions(
    destination,
    { kind: 'subnet', id: source.id },
    {
      'subnet-service-types':
        source.service_types.length > 0
          ? `Subnet ${source.name} has service types, and so`
          : undefined,
    },
  );
  return [...found, ...extensions];
}

function absent({ id, name, cidr }: Subnet, cloud: string, network: string): Concern {
  return {
    severity: 'blocker',
    code: 'subnet-missing',
    subject: referenceKey({ kind: 'subnet', id }),
    message: `Subnet ${name} (${cidr}) is not in network ${network} of ${cloud}, to which its network is mapped.`,
    remedy: `Make a subnet ${cidr} there, or map its network to one that has it.`,
  };
}

function delegated({ id, name }: Subnet): Concern {
  return {
    severity: 'blocker',
    code: 'prefix-delegation',
    subject: referenceKey({ kind: 'subnet', id }),
    message: `Subnet ${name} has its prefix from a router outside (prefix delegation): it would change.`,
    remedy:
      'Make the network and its subnets in the destination and map it, or leave its servers out.',
  };
}

function segmented({ id, name }: Subnet): Concern {
  return {
    severity: 'warning',
    code: 'segment-dropped',
    subject: referenceKey({ kind: 'subnet', id }),
    message: `Subnet ${name} belongs to a segment of a routed network: it is made without.`,
    remedy: 'Make the routed network in the destination and map it, if the segments matter.',
  };
}
