import { Refusal } from '../../http/refusal.ts';
import { holds, parseCidr } from '../address/cidr.ts';
import { parseIp } from '../address/ip.ts';
import { repr } from '../../python.ts';
import type { HostRoute, Router, State } from '../state.ts';
import { interfacesOf, subnetsOf } from './interface-ports.ts';

/** Each next hop lies in a subnet of the router's, and is not the router. @throws Refusal 400 */
export function checkRoutes(state: State, router: Router, routes: readonly HostRoute[]): void {
  const gateway = router.gateway === null ? undefined : state.ports.get(router.gateway.portId);
  const ports = [...interfacesOf(state, router), ...(gateway === undefined ? [] : [gateway])];
  const ranges = ports.flatMap((port) => subnetsOf(state, port)).map(({ cidr }) => cidr);
  const own = new Set(ports.flatMap(({ fixedIps }) => fixedIps.map(({ ipAddress }) => ipAddress)));
  for (const route of routes) {
    if (!ranges.some((range) => reaches(range, route)))
      throw wrong(routes, 'the nexthop is not connected with router');
    if (own.has(route.nexthop)) throw wrong(routes, 'the nexthop is used by router');
  }
}

export function reaches(range: string, { nexthop }: HostRoute): boolean {
  const cidr = parseCidr(range);
  const ip = parseIp(nexthop);
  return cidr !== undefined && ip !== undefined && holds(cidr, ip);
}

function wrong(routes: readonly HostRoute[], why: string): Refusal {
  return new Refusal(400, `Invalid format for routes: ${repr(routes)}, ${why}`, 'InvalidRoutes');
}
