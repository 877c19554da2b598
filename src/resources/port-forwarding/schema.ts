import { z } from 'zod';

const number = z.number().nullish();
const text = z.string().nullish();

/** https://docs.openstack.org/api-ref/network/v2/#floating-ips-port-forwarding. Ranges and description came later than the rest. */
export const forwardingSchema = z.object({
  id: z.string(),
  protocol: z.string(),
  internal_port_id: z.string(),
  internal_ip_address: z.string(),
  internal_port: number,
  internal_port_range: text,
  external_port: number,
  external_port_range: text,
  description: text,
});

type WireForwarding = z.output<typeof forwardingSchema>;

/** Its id is `<floating IP's id>/<its own>`, its name what it leads from: `203.0.113.7:8080 tcp`. */
export interface PortForwarding extends WireForwarding {
  readonly name: string;
  readonly floatingIpId: string;
  readonly project_id: string;
  /** First and last: `8080:8080`. */
  readonly outside: string;
  readonly inside: string;
  /** The port behind it is no server's. */
  readonly isLoose: boolean;
}

export function forwardingId(floatingIp: string, own: string): string {
  return `${floatingIp}/${own}`;
}

export function parseForwardingId(id: string): {
  readonly floatingIp: string;
  readonly own: string;
} {
  const slash = id.indexOf('/');
  return { floatingIp: id.slice(0, Math.max(0, slash)), own: id.slice(slash + 1) };
}
