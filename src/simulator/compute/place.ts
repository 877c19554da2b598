import { Refusal } from '../http/refusal.ts';
import type { Call } from '../http/call.ts';
import type { Wish } from './hosts.ts';
import { zonesOf } from './hosts.ts';
import { denied } from './door.ts';
import { textAt } from './read.ts';
import type { Nova } from './state.ts';

type Place = Pick<Wish, 'zone' | 'host'>;
type Given = Readonly<Record<string, unknown>>;

/** `zone`, `zone:host`, `zone:host:node`, `zone::node`, or from 2.74 on a field: hosts may be named by admins only. */
export function placeOf(nova: Nova, call: Call, given: Given): Place {
  const [zone = '', ...rest] = (textAt(given, 'availability_zone') ?? '').split(':');
  if (rest.length > 2) {
    throw new Refusal(400, 'Invalid input received: Unable to parse availability_zone');
  }
  const field = fieldOf(given);
  const host = field ?? rest.find((each) => each !== '');
  if (host === undefined) return { zone: zone === '' ? null : zone, host };
  if (!call.token.isAdmin) throw denied('servers:create:forced_host');
  const named = nova.hosts.find(({ name }) => name === host);
  if (named === undefined && field !== undefined) {
    throw new Refusal(400, `Compute host ${host} could not be found.`);
  }
  return { zone: named?.zone === zone ? zone : null, host };
}

function fieldOf(given: Given): string | undefined {
  return textAt(given, 'host') ?? textAt(given, 'hypervisor_hostname');
}

/** @throws Refusal 400 */
export function checkZone(nova: Nova, { zone, host }: Place): void {
  if (zone === null || host !== undefined || zonesOf(nova).includes(zone)) return;
  throw new Refusal(400, 'The requested availability zone is not available');
}
