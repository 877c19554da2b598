import { subnet } from '../../src/resources/subnet/index.ts';
import { changeNeutron, makeNeutron, tagNeutron } from './neutron-lab.ts';
import { describeKind } from './resource-kind.suite.ts';

describeKind({
  kind: subnet,
  async pick(lab) {
    const project = await lab.makeProject(lab.source);
    const pool = await makeNeutron(lab, lab.source, 'subnetpool', {
      name: 'rooms',
      prefixes: ['10.10.0.0/16'],
      project_id: project,
    });
    const network = await makeNeutron(lab, lab.source, 'network', { project_id: project });
    const id = await makeNeutron(lab, lab.source, 'subnet', {
      name: 'front-v4',
      description: 'web tier',
      project_id: project,
      network_id: network,
      subnetpool_id: pool,
      cidr: '10.10.0.0/24',
      ip_version: 4,
      gateway_ip: null,
      // Neither sorted nor in the order of their making.
      dns_nameservers: ['9.9.9.9', '149.112.112.112', '1.1.1.1'],
      host_routes: [
        { destination: '192.168.100.0/24', nexthop: '10.10.0.254' },
        { destination: '192.168.9.0/24', nexthop: '10.10.0.253' },
      ],
      allocation_pools: [
        { start: '10.10.0.100', end: '10.10.0.200' },
        { start: '10.10.0.50', end: '10.10.0.60' },
      ],
      service_types: ['compute:nova'],
      dns_publish_fixed_ip: true,
    });
    await tagNeutron(lab.source, `/subnets/${id}`, ['gold']);
    return id;
  },
  async change(destination, { id }) {
    const dns_nameservers = ['149.112.112.112', '9.9.9.9', '1.1.1.1'];
    const subnet = { dns_nameservers, dns_publish_fixed_ip: false };
    await changeNeutron(destination, `/subnets/${id}`, { subnet });
    return ['dns_nameservers', 'dns_publish_fixed_ip'];
  },
  foreign: {
    fate: 'reused with a warning',
    make: (lab, { cidr, network_id }, translate) =>
      makeNeutron(lab, lab.destination, 'subnet', {
        network_id: translate('network', network_id),
        cidr,
        ip_version: 4,
      }),
  },
});
