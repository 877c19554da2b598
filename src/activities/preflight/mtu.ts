import type { Concern } from '../../model/concern.ts';
import { referenceKey } from '../../model/reference.ts';
import { collect } from '../../resources/collect.ts';
import { mappedName } from '../../resources/mapped.ts';
import { listAll } from '../../resources/neutron/collection.ts';
import { network as networkKind } from '../../resources/network/index.ts';
import { networks } from '../../resources/network/schema.ts';
import type { Network } from '../../resources/network/schema.ts';
import type { Check, PlanScope } from './check.ts';
import { toMake } from './to-make.ts';

/**
 * An overlay takes some of the wire's MTU, and Neutron refuses a network that wants more than is left. No API says how much
 * that is: what the destination's overlays have tells.
 */
export const tooLargeMtus: Check = async (scope) => {
  const wanted = toBeOverlays(scope);
  if (wanted.length === 0) return [];
  const query = { fields: FIELDS };
  const overlays = await collect(listAll(scope.destination, mtus, query), isOverlay);
  const largest = Math.max(0, ...overlays.map(({ mtu }) => mtu ?? 0));
  if (largest === 0) return [];
  return wanted
    .filter(({ mtu }) => (mtu ?? 0) > largest)
    .map((network) => tooLarge(network, largest, scope.destination.name));
};

const FIELDS = ['id', 'mtu', 'provider:network_type', 'provider:physical_network'];
const { path, one, many } = networks;
const mtus = {
  path,
  one,
  many,
  schema: networks.schema.pick({
    id: true,
    mtu: true,
    'provider:network_type': true,
    'provider:physical_network': true,
  }),
};

type Overlay = Pick<Network, 'provider:network_type' | 'provider:physical_network'>;

/** What has neither a wire nor a type (`local`) tells nothing. */
function isOverlay(network: Overlay): boolean {
  const type = network['provider:network_type'];
  return Boolean(type) && type !== 'local' && !network['provider:physical_network'];
}

/** Networks that are to be made, and not on a wire that the spec maps. */
function toBeOverlays(scope: PlanScope): Network[] {
  const { mappings } = scope.spec;
  return toMake(scope, networkKind).filter(({ 'provider:physical_network': physical }) => {
    return !physical || mappedName(mappings, 'physical-network', physical) === undefined;
  });
}

function tooLarge({ id, name, mtu }: Network, largest: number, cloud: string): Concern {
  return {
    severity: 'warning',
    code: 'mtu-may-be-refused',
    subject: referenceKey({ kind: 'network', id }),
    message: `Network ${name} has an MTU of ${mtu ?? 0}, and no overlay of ${cloud} has more than ${largest}: Neutron may refuse it.`,
    remedy:
      'Lower it in the source (openstack network set --mtu), raise it in the destination (path_mtu, global_physnet_mtu), or map the network.',
  };
}
