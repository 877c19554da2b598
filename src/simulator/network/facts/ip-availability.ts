import type { Call } from '../../http/call.ts';
import { parseIp } from '../address/ip.ts';
import type { Neutron } from '../neutron.ts';
import { fieldsOf } from '../rest/list.ts';
import type { View } from '../rest/thing.ts';
import type { Network, State, Subnet } from '../state.ts';

/** For the administrator only. */
export function availabilities({ state }: Neutron, { token, query }: Call): View {
  const ids = [...query.getAll('id'), ...query.getAll('network_id')];
  const names = query.getAll('network_name');
  const found = state.networks
    .sorted()
    .filter(() => token.isAdmin)
    .filter(({ id }) => ids.length === 0 || ids.includes(id))
    .filter(({ name }) => names.length === 0 || names.includes(name));
  return {
    network_ip_availabilities: found.map((network) => fieldsOf(ofNetwork(state, network), query)),
  };
}

function ofNetwork(state: State, { id, name, projectId }: Network): View {
  const subnets = state.subnets.by('network', id).map((subnet) => ofSubnet(state, subnet));
  return {
    network_id: id,
    network_name: name,
    tenant_id: projectId,
    project_id: projectId,
    subnet_ip_availability: subnets,
    used_ips: subnets.reduce((sum, { used_ips: used }) => sum + used, 0),
    total_ips: subnets.reduce((sum, { total_ips: total }) => sum + total, 0),
  };
}

function ofSubnet(state: State, subnet: Subnet) {
  const sizes = subnet.pools.map(({ start, end }) => {
    const [first, last] = [parseIp(start), parseIp(end)];
    return first === undefined || last === undefined ? 0 : Number(last.value - first.value) + 1;
  });
  return {
    subnet_id: subnet.id,
    ip_version: subnet.ipVersion,
    cidr: subnet.cidr,
    subnet_name: subnet.name,
    used_ips: state.addresses.get(subnet.id)?.size ?? 0,
    total_ips: sizes.reduce((sum, size) => sum + size, 0),
  };
}
