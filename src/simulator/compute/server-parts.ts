import { Refusal } from '../http/refusal.ts';
import type { Route } from '../http/call.ts';
import { at } from './door.ts';
import { addresses, nicPorts } from './server-view.ts';
import { findServer } from './servers.ts';
import type { Nova } from './state.ts';

/** Compute API «Servers IPs», and the security groups of a server. */
export function serverPartRoutes(nova: Nova): Route[] {
  return [
    at('GET', '/servers/:id/ips', (call) => {
      const found = addresses(nicPorts(nova, findServer(nova, call)), false);
      return { status: 200, body: { addresses: found } };
    }),
    at('GET', '/servers/:id/ips/:label', (call) => {
      const label = call.params['label'] ?? '';
      const found = addresses(nicPorts(nova, findServer(nova, call)), false);
      if (!Object.hasOwn(found, label)) {
        throw new Refusal(404, `Instance is not a member of specified network`);
      }
      return {
        status: 200,
        body: Object.fromEntries(Object.entries(found).filter(([name]) => name === label)),
      };
    }),
    // No agent in a guest has ever set one.
    at('GET', '/servers/:id/os-server-password', (call) => {
      findServer(nova, call);
      return { status: 200, body: { password: '' } };
    }),
    at('GET', '/servers/:id/os-security-groups', (call) => {
      const names = nicPorts(nova, findServer(nova, call)).flatMap(
        (port) => port.securityGroupNames,
      );
      const groups = [...new Set(names)].map((name) => ({ name }));
      return { status: 200, body: { security_groups: groups } };
    }),
  ];
}
