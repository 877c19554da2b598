import type { Concern } from '../../model/concern.ts';
import { referenceKey } from '../../model/reference.ts';
import type { Cloud } from '../../openstack/cloud.ts';
import { missingExtensions, missingZones } from '../neutron/concern.ts';
import { takenAddresses } from '../neutron/taken.ts';
import { unfitAddresses } from '../neutron/unfit.ts';
import { qosExtension } from '../neutron/qos.ts';
import type { QosSubject } from '../neutron/qos.ts';
import { isRouterInterface } from '../port/schema.ts';
import type { Port } from '../port/schema.ts';
import { tellMoves } from '../readdressed.ts';
import type { Move } from '../readdressed.ts';
import type { PreflightContext } from '../resource-kind.ts';
import { outsideOf } from './attributes.ts';
import { conntrackHelpers } from './conntrack.ts';
import { gatewayAddresses } from './gateway.ts';
import type { Router } from './schema.ts';

export async function concerns(
  context: PreflightContext,
  given: Router,
  was: Router = given,
): Promise<readonly Concern[]> {
  const source = { ...given, name: given.name || given.id };
  const { destination } = context;
  const subject = { kind: 'router', ...source, title: `Router ${source.name}` };
  return [
    ...(await missingExtensions(destination, subject, { router: `Router ${source.name}` })),
    ...(await qosExtension(destination, gatewayPolicy(source), 'qos-gateway-ip')),
    ...(await withoutExtras(destination, source)),
    ...(await missingZones(context, subject)),
    ...(await unfitAddresses(context, subject, addressesOf(source), addressesOf(was))),
    ...(await takenInterfaces(context, subject)),
    ...(await conntrackHelpers(context.source, source)),
    ...(await outsideFindings(context, source, was)),
  ];
}

/** What another router has is no trouble: that one is used (copy.ts). */
async function takenInterfaces(
  context: PreflightContext,
  subject: Router & { readonly kind: string; readonly title: string },
): Promise<Concern[]> {
  const found = await Promise.all(
    subject.interfaces.map((port) => takenAddresses(context, subject, port, isRouterInterface)),
  );
  return found.flat();
}

function addressesOf({ interfaces }: Router): Port['fixed_ips'] {
  return interfaces.flatMap((port) => port.fixed_ips);
}

function gatewayPolicy({ id, name, external_gateway_info: info }: Router): QosSubject {
  const title = `The gateway of router ${name}`;
  return { kind: 'router', id, title, qos_policy_id: info?.qos_policy_id };
}

/** Without DVR or HA a router still routes. */
async function withoutExtras(destination: Cloud, source: Router): Promise<Concern[]> {
  const missing = await missingExtensions(
    destination,
    { kind: 'router', id: source.id },
    {
      dvr: source.distributed ? `Router ${source.name} is distributed, and so` : undefined,
      'l3-ha': source.ha ? `Router ${source.name} is highly available, and so` : undefined,
    },
  );
  return missing.map((concern) => ({ ...concern, severity: 'warning' }));
}

/** What becomes of its addresses in the external network. */
async function outsideFindings(
  context: PreflightContext,
  source: Router,
  was: Router,
): Promise<Concern[]> {
  const { kept, lost } = await gatewayAddresses(context, source);
  const before = outsideOf(was);
  const moves = outsideOf(source).map((to, index): Move => ({ from: before[index] ?? to, to }));
  const isLost = ({ to }: Move): boolean => lost.includes(to);
  const missed = moves.filter(isLost);
  const mapped = moves.filter((move) => move.from !== move.to && !isLost(move));
  const same = kept.filter((address) => before.includes(address));
  return [
    ...(missed.length > 0 ? [changes(source, missed, context.destination.name)] : []),
    ...(mapped.length > 0 ? [mappedTo(source, mapped)] : []),
    ...(same.length > 0 ? [doubled(source, same)] : []),
  ];
}

function changes({ id, name }: Router, lost: readonly Move[], cloud: string): Concern {
  const words = lost.map(({ from, to }) => (from === to ? to : `${from} (${to} there)`));
  return {
    severity: 'warning',
    code: 'router-address-changes',
    subject: referenceKey({ kind: 'router', id }),
    message: `Router ${name} has ${words.join(', ')} outside, which is not free in ${cloud}: it gets another address.`,
    remedy: 'Free the address there, or tell those who know the router by it.',
  };
}

function mappedTo({ id, name }: Router, moves: readonly Move[]): Concern {
  return {
    severity: 'warning',
    code: 'router-address-changes',
    subject: referenceKey({ kind: 'router', id }),
    message: `Router ${name} gets other addresses outside, as the spec says: ${tellMoves(moves)}.`,
    remedy: 'Tell those who know the router, and what it sends out, by the old ones.',
  };
}

/** Neutron cannot see the other cloud's router on the wire. */
function doubled({ id, name }: Router, kept: readonly string[]): Concern {
  return {
    severity: 'warning',
    code: 'router-address-kept',
    subject: referenceKey({ kind: 'router', id }),
    message: `Router ${name} keeps ${kept.join(', ')} outside: if both clouds share that network's wire, two routers answer to it.`,
    remedy: 'If they do, make the router in the destination and map it: mappings: router.',
  };
}
