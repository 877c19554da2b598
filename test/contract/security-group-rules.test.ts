import { securityGroupRules } from '../../src/resources/security-group-rules/index.ts';
import { makeNeutron, tagNeutron } from './neutron-lab.ts';
import { describeKind } from './resource-kind.suite.ts';

const tcp = { direction: 'ingress', ethertype: 'IPv4', protocol: 'tcp' };

describeKind({
  kind: securityGroupRules,
  async pick(lab) {
    const project_id = await lab.makeProject(lab.source);
    const group = (name: string) =>
      makeNeutron(lab, lab.source, 'security_group', { name, project_id });
    const [web, db] = [await group('web'), await group('db')];
    const offices = await makeNeutron(lab, lab.source, 'address_group', {
      name: 'offices',
      addresses: ['198.51.100.0/24'],
      project_id,
    });
    const rules = [
      { ...tcp, port_range_min: 443, port_range_max: 443, remote_address_group_id: offices },
      { ...tcp, port_range_min: 80, port_range_max: 80, remote_ip_prefix: '0.0.0.0/0' },
      { ...tcp, port_range_min: 22, port_range_max: 22, remote_ip_prefix: '198.51.100.7/24' },
      {
        ...tcp,
        port_range_min: 5432,
        port_range_max: 5432,
        remote_group_id: web,
        description: 'in',
      },
      { direction: 'ingress', ethertype: 'IPv4', protocol: 'icmp', port_range_min: 8 },
      {
        direction: 'ingress',
        ethertype: 'IPv6',
        protocol: 'tcp',
        remote_ip_prefix: '2001:db8::/32',
      },
      { direction: 'egress', ethertype: 'IPv4', protocol: '112' },
    ];
    for (const rule of rules) {
      await makeNeutron(lab, lab.source, 'security_group_rule', {
        ...rule,
        security_group_id: db,
        project_id,
      });
    }
    // The two groups name each other.
    await makeNeutron(lab, lab.source, 'security_group_rule', {
      ...tcp,
      security_group_id: web,
      remote_group_id: db,
      project_id,
    });
    return db;
  },
  async change(destination, { security_group_rules: [first] }) {
    const path = `/security-group-rules/${first?.id ?? ''}`;
    await destination.call('network', { method: 'DELETE', path });
    return ['rules'];
  },
  foreign: {
    fate: 'refused',
    async make(lab, { id }, translate) {
      // Without its tags the group is nobody's.
      const group = translate('security-group', id);
      await tagNeutron(lab.destination, `/security-groups/${group}`, []);
      return group;
    },
  },
});
