import type { Port, Router, State, Subnet } from '../state.ts';

export const INTERFACE = 'network:router_interface';
export const GATEWAY = 'network:router_gateway';

/** The router's ports in its projects' networks. */
export function interfacesOf(state: State, { id }: Router): Port[] {
  return state.ports
    .by('device', id)
    .filter(({ deviceOwner }) => deviceOwner === INTERFACE)
    .toSorted((one, other) => (one.id < other.id ? -1 : 1));
}

/** The subnets that a port has an address of. */
export function subnetsOf(state: State, { fixedIps }: Port): Subnet[] {
  return fixedIps
    .map(({ subnetId }) => state.subnets.get(subnetId))
    .filter((subnet) => subnet !== undefined);
}
