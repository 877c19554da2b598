import { port } from '../../src/resources/port/index.ts';
import { changeNeutron, makeGround, makeNeutron, makePolicy, tagNeutron } from './neutron-lab.ts';
import { describeKind } from './resource-kind.suite.ts';

describeKind({
  kind: port,
  async pick(lab) {
    const { project, network, subnet } = await makeGround(lab);
    const automatic = await makeNeutron(lab, lab.source, 'subnet', {
      name: 'front-v6',
      project_id: project,
      network_id: network,
      cidr: '2001:db8:10::/64',
      ip_version: 6,
      ipv6_ra_mode: 'slaac',
      ipv6_address_mode: 'slaac',
    });
    const group = await makeNeutron(lab, lab.source, 'security_group', {
      name: 'web',
      project_id: project,
    });
    const id = await makeNeutron(lab, lab.source, 'port', {
      name: 'web1-port',
      description: 'of web1',
      project_id: project,
      network_id: network,
      mac_address: 'fa:16:3e:aa:01:60',
      admin_state_up: false,
      fixed_ips: [
        { subnet_id: subnet, ip_address: '10.10.0.55' },
        { subnet_id: subnet, ip_address: '10.10.0.200' },
        { subnet_id: automatic },
      ],
      security_groups: [group],
      allowed_address_pairs: [
        { ip_address: '10.10.0.99' },
        { ip_address: '10.10.0.0/28', mac_address: 'fa:16:3e:aa:01:61' },
      ],
      extra_dhcp_opts: [{ opt_name: 'mtu', opt_value: '1400' }],
      dns_domain: 'web.example.',
      'binding:profile': { capabilities: ['switchdev'] },
      qos_policy_id: await makePolicy(lab, lab.source, {
        policy: { name: 'gold', project_id: project },
        rules: { dscp_marking: [{ dscp_mark: 26 }] },
      }),
    });
    await tagNeutron(lab.source, `/ports/${id}`, ['gold']);
    return id;
  },
  async change(destination, { id }) {
    const body = { port: { allowed_address_pairs: [], qos_policy_id: null, dns_domain: '' } };
    await changeNeutron(destination, `/ports/${id}`, body);
    return ['allowed_address_pairs', 'qos_policy_id', 'dns_domain'];
  },
  foreign: {
    fate: 'refused',
    make: (lab, { network_id, mac_address }, translate) =>
      makeNeutron(lab, lab.destination, 'port', {
        network_id: translate('network', network_id),
        mac_address,
      }),
  },
});
