import type { Concern } from '../../model/concern.ts';
import { destinationId } from '../../model/id-map.ts';
import { referenceKey } from '../../model/reference.ts';
import { floatingIp } from '../../resources/floating-ip/index.ts';
import { port } from '../../resources/port/index.ts';
import type { PlanScope } from './check.ts';
import { toMake } from './to-make.ts';

interface Claim {
  readonly kind: string;
  readonly id: string;
  /** As a person knows it. */
  readonly name: string;
  /** Of the destination. */
  readonly network: string;
  /** An address, or a MAC. */
  readonly wanted: string;
}

/**
 * Addresses and MACs that two resources of the plan want in one network of the destination: several networks of the source that are
 * mapped to one. What the destination itself has is told by each port and floating IP.
 */
export async function clashingAddresses(scope: PlanScope): Promise<Concern[]> {
  const holders = new Map<string, Claim>();
  const concerns: Concern[] = [];
  for (const claim of claimsOf(scope)) {
    const key = `${claim.network} ${claim.wanted.toLowerCase()}`;
    const first = holders.get(key);
    if (first === undefined) holders.set(key, claim);
    else if (first.id !== claim.id) concerns.push(clash(first, claim));
  }
  return concerns;
}

/** A network that is to be made has one source, in which Neutron saw to it. */
function claimsOf(scope: PlanScope): Claim[] {
  const { ids } = scope;
  const ofPorts = toMake(scope, port).flatMap((each) => {
    const network = destinationId(ids, { kind: 'network', id: each.network_id });
    if (network === undefined) return [];
    const wanted = [each.mac_address, ...each.fixed_ips.map((fixed) => fixed.ip_address)];
    const claim = { kind: 'port', id: each.id, name: named(each), network };
    return wanted.map((one) => ({ ...claim, wanted: one }));
  });
  const ofFloating = toMake(scope, floatingIp).flatMap(({ id, name, floating_network_id }) => {
    const network = destinationId(ids, { kind: 'network', id: floating_network_id });
    return network === undefined ? [] : [{ kind: 'floating-ip', id, name, network, wanted: name }];
  });
  return [...ofPorts, ...ofFloating];
}

function clash(first: Claim, second: Claim): Concern {
  return {
    severity: 'blocker',
    code: 'address-clash',
    subject: referenceKey(second),
    message: `${titled(second)} and ${titled(first)} both need ${second.wanted} in network ${second.network} of the destination, to which their networks are mapped.`,
    remedy: 'Map their networks to two networks, or leave the server of one of them out.',
  };
}

function titled({ kind, name }: Claim): string {
  return kind === 'port' ? `Port ${name}` : `floating IP ${name}`;
}

function named({ name, id }: { readonly name: string; readonly id: string }): string {
  return name === '' ? id : name;
}
