import type { Token } from '../../http/call.ts';
import { networkMissing, seesNetwork } from '../access.ts';
import { dnsDomain, relativeName } from '../dns/readers.ts';
import type { Neutron } from '../neutron.ts';
import { addPort } from '../port/make.ts';
import { removePort } from '../port/remove.ts';
import { checkQuota } from '../quota.ts';
import { policyOf } from '../qos/bind.ts';
import { badResource, broken, conflict, missing } from '../refuse.ts';
import { ID, PROJECT, STANDARD, TAGS, anyone, attribute, byAdmin } from '../rest/attributes.ts';
import { owns } from '../rest/kind.ts';
import type { Kind } from '../rest/kind.ts';
import { ip, orNull, uuid } from '../rest/readers.ts';
import { change, newThing, renamed, standardView, touch } from '../rest/thing.ts';
import type { Body, View } from '../rest/thing.ts';
import type { FloatingIp, Network, State } from '../state.ts';
import { associationFor } from './association.ts';
import { embeddedForwardings } from './forwarding-view.ts';

const ATTRIBUTES = {
  ...ID,
  floating_ip_address: attribute('pfs', orNull(ip), { fallback: null, rule: byAdmin }),
  subnet_id: attribute('p', orNull(uuid), { fallback: null }),
  floating_network_id: attribute('pfs', uuid, { required: true }),
  router_id: attribute('fs'),
  port_id: attribute('puf', orNull(uuid), { fallback: null }),
  fixed_ip_address: attribute('pufs', orNull(ip), { fallback: null }),
  ...PROJECT,
  status: attribute('fs'),
  port_details: attribute(''),
  qos_policy_id: attribute('pu', orNull(uuid), { rule: { create: anyone, update: anyone } }),
  dns_name: attribute('p', relativeName, { fallback: '' }),
  dns_domain: attribute('p', dnsDomain, { fallback: '' }),
  port_forwardings: attribute(''),
  ...STANDARD,
  ...TAGS,
};

/** https://docs.openstack.org/api-ref/network/v2/#floating-ips-floatingips */
export function floatingIpsOf(neutron: Neutron): Kind<FloatingIp> {
  const { state } = neutron;
  return {
    one: 'floatingip',
    many: 'floatingips',
    path: '/floatingips',
    paged: true,
    attributes: ATTRIBUTES,
    shelf: state.floatingIps,
    visible: owns,
    view: (floating) => viewOf(state, floating),
    missing: (id) => missing('FloatingIPNotFound', `Floating IP ${id} could not be found`),
    create: (body, { token }) => makeFloatingIp(neutron, body, token),
    update: (floating, body, { token }) => changeFloatingIp(neutron, floating, body, token),
    remove(floating) {
      checkNotForwarding(state, floating);
      const holder = state.ports.get(floating.holderId);
      if (holder !== undefined) removePort(neutron, holder);
      state.floatingIps.remove(floating);
    },
  };
}

/** Without an agent that would put it into effect, it is never ACTIVE. */
function viewOf(state: State, floating: FloatingIp): View {
  const { description, ...standard } = standardView(floating);
  return {
    id: floating.id,
    tenant_id: floating.projectId,
    floating_ip_address: floating.ipAddress,
    floating_network_id: floating.networkId,
    router_id: floating.routerId,
    port_id: floating.portId,
    fixed_ip_address: floating.fixedIp,
    status: 'DOWN',
    description,
    port_details: detailsOf(state, floating),
    qos_policy_id: floating.qosPolicyId,
    // Kept only where an external DNS service is told of them.
    dns_name: '',
    dns_domain: '',
    port_forwardings: embeddedForwardings(state, floating),
    ...standard,
  };
}

function detailsOf(state: State, { portId }: FloatingIp): View | null {
  const port = portId === null ? undefined : state.ports.get(portId);
  if (port === undefined) return null;
  return {
    name: port.name,
    network_id: port.networkId,
    mac_address: port.macAddress,
    admin_state_up: port.adminStateUp,
    status: port.status,
    device_id: port.deviceId,
    device_owner: port.deviceOwner,
  };
}

function makeFloatingIp(neutron: Neutron, body: Body, token: Token): FloatingIp {
  const { state, cloud } = neutron;
  const projectId = body['project_id'] as string;
  checkQuota(state, 'floatingip', projectId);
  const network = externalOf(state, body['floating_network_id'] as string, token);
  const qosPolicyId = policyOf(state, body, token) ?? null;
  const thing = newThing(cloud.clock, body, 0);
  const holder = addPort(neutron, network, {
    device_id: thing.id,
    device_owner: 'network:floatingip',
    status: 'N/A',
    ...wishOf(body),
  });
  touch(holder, cloud.clock);
  const address = holder.fixedIps[0]?.ipAddress ?? '';
  try {
    const unused = { portId: null, fixedIp: null, routerId: null };
    const floating: FloatingIp = {
      ...thing,
      networkId: network.id,
      ipAddress: address,
      holderId: holder.id,
      qosPolicyId,
      ...unused,
    };
    Object.assign(floating, associationFor(state, floating, body, token));
    state.floatingIps.add(floating);
    return floating;
  } catch (error) {
    removePort(neutron, holder);
    throw error;
  }
}

function externalOf(state: State, id: string, token: Token): Network {
  const network = state.networks.get(id);
  if (network === undefined || !seesNetwork(state, network, token)) throw networkMissing(id);
  if (network.external) return network;
  throw badResource('floatingip', `Network ${id} is not a valid external network`);
}

function wishOf(body: Body): Body {
  const address = body['floating_ip_address'] as string | null;
  const subnet = body['subnet_id'] as string | null;
  if (address === null && subnet === null) return {};
  return {
    fixed_ips: [
      {
        ...(subnet === null ? {} : { subnet_id: subnet }),
        ...(address === null ? {} : { ip_address: address }),
      },
    ],
  };
}

/** Here, and here only, an unknown policy is an accident to Neutron. */
function policyOfFloating(state: State, body: Body, token: Token): string | null | undefined {
  try {
    return policyOf(state, body, token);
  } catch {
    throw broken();
  }
}

/** @throws Refusal 409 */
function checkNotForwarding(state: State, { id }: FloatingIp): void {
  if (state.forwardings.count('floating', id) === 0) return;
  const message = `Floating IP ${id} in use by Port Forwarding resources.`;
  throw conflict('FipInUseByPortForwarding', message);
}

/** A body without a port says nothing about the association. */
function changeFloatingIp(neutron: Neutron, floating: FloatingIp, body: Body, token: Token): void {
  const { state, cloud } = neutron;
  // As in Zed: a change that does not name the policy takes it away.
  const qosPolicyId = policyOfFloating(state, body, token) ?? null;
  if (typeof body['port_id'] === 'string') checkNotForwarding(state, floating);
  const says = body['port_id'] !== undefined || body['fixed_ip_address'] !== undefined;
  const association = says ? associationFor(state, floating, body, token) : {};
  state.floatingIps.change(floating, () => {
    change(floating, cloud.clock, {
      ...renamed(body, { description: 'description' }),
      ...association,
      qosPolicyId,
    });
  });
}
