import type { Networks, ServerPort } from '../cloud.ts';
import type { Token } from '../http/call.ts';
import { Refusal } from '../http/refusal.ts';
import { isShared, networkMissing, seesNetwork } from './access.ts';
import { kept } from './dns/view.ts';
import { ensureDefaultGroup } from './group/default.ts';
import type { Neutron } from './neutron.ts';
import { wire } from './port/binding.ts';
import { apply } from './port/change.ts';
import { addPort } from './port/make.ts';
import { seesPort } from './port/ports.ts';
import { removePort } from './port/remove.ts';
import { touch } from './rest/thing.ts';
import type { Body } from './rest/thing.ts';
import type { Network, Port, State } from './state.ts';

/** Neutron as Nova calls it: with the words of Nova's answers, where it says no. */
export function forNova(neutron: Neutron): Omit<Networks, 'api'> {
  const { state, cloud } = neutron;
  const portOf = (id: string): Port => {
    const port = state.ports.get(id);
    if (port === undefined)
      throw new Refusal(400, `Port ${id} could not be found.`, 'PortNotFound');
    return port;
  };
  const unbind = (port: Port): void => {
    apply(neutron, port, { deviceId: '', deviceOwner: '', host: '', profile: {}, dnsName: '' });
  };
  return {
    networkFor: (token, id) => networkFor(state, token, id),
    checkPort(token, id) {
      const port = portOf(id);
      if (!seesPort(state, port, token))
        throw new Refusal(400, `Port ${id} could not be found.`, 'PortNotFound');
      if (port.deviceId !== '') throw new Refusal(409, `Port ${id} is still in use.`, 'PortInUse');
      if (port.fixedIps.length === 0 && port.ipAllocation !== 'none') {
        const message = `Port ${id} requires a FixedIP in order to be used.`;
        throw new Refusal(400, message, 'PortRequiresFixedIP');
      }
    },
    makePort: (wanted) => makeServerPort(neutron, wanted),
    bindPort(id, { serverId, zone, host, hostname }) {
      const port = portOf(id);
      if (port.dnsName !== '' && port.dnsName !== hostname) {
        const message = `Port ${id} not usable for instance ${serverId}. Value ${port.dnsName} assigned to dns_name attribute does not match instance's hostname ${hostname}`;
        throw new Refusal(400, message, 'PortNotUsableDNS');
      }
      const dnsName = kept(neutron, hostname);
      apply(neutron, port, { deviceId: serverId, deviceOwner: `compute:${zone}`, host, dnsName });
    },
    unbindPort(id) {
      const port = state.ports.get(id);
      if (port !== undefined) unbind(port);
    },
    deletePort(id) {
      const port = state.ports.get(id);
      if (port !== undefined) removePort(neutron, port);
    },
    setRunning(serverId, running) {
      for (const port of state.ports.by('device', serverId)) {
        if (running) wire(neutron, port);
        else if (port.status === 'ACTIVE') {
          port.status = 'DOWN';
          touch(port, cloud.clock);
        }
      }
    },
    portsOf: (serverId) =>
      state.ports.by('device', serverId).map((port) => seenByNova(state, port)),
  };
}

function networkFor(
  state: State,
  token: Token,
  id: string | undefined,
): { readonly id: string; readonly name: string } | undefined {
  if (id !== undefined) {
    const network = state.networks.get(id);
    if (network === undefined || !seesNetwork(state, network, token)) return undefined;
    return usable(state, token, network);
  }
  const found = state.networks
    .sorted()
    .filter((network) => network.projectId === token.projectId || isShared(state, network, token));
  if (found.length > 1) {
    const message = 'Multiple possible networks found, use a Network ID to be more specific.';
    throw new Refusal(409, message, 'NetworkAmbiguous');
  }
  return found[0];
}

function usable(state: State, token: Token, network: Network): Network {
  if (network.external && !isShared(state, network, token) && !token.isAdmin) {
    throw new Refusal(
      403,
      `It is not allowed to create an interface on external network ${network.id}`,
      'ExternalNetworkAttachForbidden',
    );
  }
  if (state.subnets.by('network', network.id).length > 0) return network;
  throw new Refusal(
    400,
    `Network ${network.id} requires a subnet in order to boot instances on.`,
    'NetworkRequiresSubnet',
  );
}

function makeServerPort(neutron: Neutron, wanted: Parameters<Networks['makePort']>[0]): string {
  const { state } = neutron;
  const { networkId, projectId, fixedIp, securityGroups } = wanted;
  const network = state.networks.get(networkId);
  if (network === undefined) throw networkMissing(networkId);
  const groups = securityGroups.map((each) => groupOf(neutron, projectId, each));
  const add = (body: Body): Port => {
    try {
      return addPort(neutron, network, body);
    } catch (error) {
      if (!(error instanceof Refusal) || error.type !== 'InvalidIpForNetwork') throw error;
      const message = `Invalid input received: Fixed IP ${fixedIp} is not a valid ip address for network ${networkId}.`;
      throw new Refusal(400, message);
    }
  };
  const port = add({
    project_id: projectId,
    ...(fixedIp === undefined ? {} : { fixed_ips: [{ ip_address: fixedIp }] }),
    ...(groups.length === 0 || !network.portSecurity ? {} : { security_groups: groups }),
  });
  return port.id;
}

function groupOf(neutron: Neutron, projectId: string, nameOrId: string): string {
  const { state } = neutron;
  if (nameOrId === 'default') return ensureDefaultGroup(neutron, projectId).id;
  const own = state.groups.by('project', projectId);
  const byId = state.groups.get(nameOrId);
  const named = own.filter(({ name }) => name === nameOrId);
  if (byId !== undefined) return byId.id;
  if (named.length > 1) {
    const message = `Multiple security groups found matching '${nameOrId}'. Use an ID to be more specific.`;
    throw new Refusal(409, message, 'NoUniqueMatch');
  }
  if (named[0] !== undefined) return named[0].id;
  throw new Refusal(400, `Security group ${nameOrId} not found.`, 'SecurityGroupNotFound');
}

function seenByNova(state: State, port: Port): ServerPort {
  const floating = state.floatingIps.by('port', port.id);
  return {
    id: port.id,
    networkId: port.networkId,
    networkName: state.networks.get(port.networkId)?.name ?? '',
    macAddress: port.macAddress,
    fixedIps: port.fixedIps,
    floatingIps: floating.map(({ fixedIp, ipAddress }) => ({ fixedIp: fixedIp ?? '', ipAddress })),
    securityGroupNames: port.securityGroupIds
      .map((id) => state.groups.get(id)?.name)
      .filter((name) => name !== undefined),
    status: port.status,
  };
}
