import { floatingIp } from '../../resources/floating-ip/index.ts';
import { port } from '../../resources/port/index.ts';
import type { Port } from '../../resources/port/schema.ts';
import { router } from '../../resources/router/index.ts';
import type { Router } from '../../resources/router/schema.ts';
import type { PlanScope } from './check.ts';
import { toMake } from './to-make.ts';

/** Whose an address is. */
export interface Holder {
  readonly kind: string;
  readonly id: string;
  /** As a person knows it. */
  readonly name: string;
}

/** What one resource is to have in one network. */
export interface Holding {
  readonly holder: Holder;
  /** Of the source. */
  readonly network: string;
  readonly mac?: string;
  /** As the spec maps them, also to any. */
  readonly addresses: readonly string[];
}

/** Of all that a plan makes: ports, floating IPs, routers inside and outside. */
export function holdingsOf(scope: Pick<PlanScope, 'nodes' | 'items'>): Holding[] {
  return [
    ...toMake(scope, port).map((each) => ofPort(holderOf('port', each), each)),
    ...toMake(scope, floatingIp).map((each) => ({
      holder: holderOf('floating-ip', each),
      network: each.floating_network_id,
      addresses: [each.floating_ip_address],
    })),
    ...toMake(scope, router).flatMap(ofRouter),
  ];
}

function ofRouter(each: Router): Holding[] {
  const holder = holderOf('router', each);
  const { interfaces, external_gateway_info: outside } = each;
  const inside = interfaces.map((one) => ofPort(holder, one));
  if (!outside) return inside;
  const addresses = outside.external_fixed_ips.map((fixed) => fixed.ip_address);
  return [...inside, { holder, network: outside.network_id, addresses }];
}

function ofPort(
  holder: Holder,
  { network_id: network, mac_address: mac, fixed_ips }: Port,
): Holding {
  return { holder, network, mac, addresses: fixed_ips.map((fixed) => fixed.ip_address) };
}

function holderOf(
  kind: string,
  { id, name }: { readonly id: string; readonly name: string },
): Holder {
  return { kind, id, name: name || id };
}
