import type { Session } from '../wire/step.ts';
import { prepare, step } from '../wire/step.ts';

const mine = { list: 'mine' } as const;

const versions = [
  step('version documents', 'network GET ^/', { as: 'nobody' }),
  step('version document of v2.0', 'network GET ^/v2.0/', { list: 'shape' }),
  step('extensions', 'network GET /extensions', { list: 'shape' }),
  step('an extension', 'network GET /extensions/router'),
  step('an extension that is not there', 'network GET /extensions/none'),
  step('availability zones', 'network GET /availability_zones'),
  step('agents', 'network GET /agents', { list: 'shape' }),
  step('service providers', 'network GET /service-providers', { list: 'shape' }),
  step('nobody', 'network GET /networks', { as: 'nobody' }),
  step('a bad token', 'network GET /networks', {
    as: 'nobody',
    headers: { 'x-auth-token': 'nonsense' },
  }),
  step('a path that is not there', 'network GET /nothing'),
];

const networks = [
  step('creates a network', 'network POST /networks', {
    body: { network: { name: '{run}-net', project_id: '{project}', description: 'one' } },
    keep: { net: 'network.id' },
    undo: '/networks/{net}',
  }),
  step('creates a network as a member', 'network POST /networks', {
    as: 'member',
    body: {
      network: {
        name: '{run}-net2',
        admin_state_up: false,
        mtu: 1400,
        port_security_enabled: false,
        availability_zone_hints: [],
      },
    },
    keep: { net2: 'network.id' },
    undo: '/networks/{net2}',
  }),
  step('creates an external network', 'network POST /networks', {
    body: { network: { name: '{run}-ext', 'router:external': true } },
    keep: { ext: 'network.id' },
    undo: '/networks/{ext}',
  }),
  step('creates a network with nothing', 'network POST /networks', {
    body: { network: {} },
    keep: { net3: 'network.id' },
    undo: '/networks/{net3}',
  }),
  step('creates networks together', 'network POST /networks', {
    body: { networks: [{ name: '{run}-b1' }, { name: '{run}-b2' }] },
    keep: { b1: 'networks.0.id', b2: 'networks.1.id' },
  }),
  prepare('network DELETE /networks/{b1}'),
  prepare('network DELETE /networks/{b2}'),
  step('creates a network with tags', 'network POST /networks', {
    body: { network: { name: '{run}-x', tags: ['a'] } },
  }),
  step('creates a network with an unknown attribute', 'network POST /networks', {
    body: { network: { name: '{run}-x', colour: 'red' } },
  }),
  step('creates a network with a wrong type', 'network POST /networks', {
    body: { network: { name: '{run}-x', admin_state_up: 'perhaps' } },
  }),
  step('creates a network with a wrong mtu', 'network POST /networks', {
    body: { network: { name: '{run}-x', mtu: 'big' } },
  }),
  step('creates a network with a long name', 'network POST /networks', {
    body: { network: { name: 'n'.repeat(256) } },
  }),
  step('creates a network with an id', 'network POST /networks', {
    body: { network: { name: '{run}-x', id: '4e8e5957-649f-477b-9e5b-f1f75b21c03c' } },
  }),
  step('creates a network in an unknown zone', 'network POST /networks', {
    body: { network: { name: '{run}-x', availability_zone_hints: ['mars'] } },
  }),
  step('creates a network without wrapper', 'network POST /networks', { body: { name: 'x' } }),
  step('creates a network without body', 'network POST /networks'),
  step('creates a network with no JSON', 'network POST /networks', {
    bytes: '{"network":',
    headers: { 'content-type': 'application/json' },
  }),
  step('creates a shared network as a member', 'network POST /networks', {
    as: 'member',
    body: { network: { name: '{run}-x', shared: true } },
  }),
  step('creates a network for another project as a member', 'network POST /networks', {
    as: 'member',
    body: { network: { name: '{run}-x', project_id: '{other}' } },
  }),
  step('shows a network', 'network GET /networks/{net}'),
  step('shows a network to its member', 'network GET /networks/{net}', { as: 'member' }),
  step('shows a network to a stranger', 'network GET /networks/{net}', { as: 'stranger' }),
  step('shows fields of a network', 'network GET /networks/{net}?fields=id&fields=name'),
  step('shows a network that is not there', 'network GET /networks/{project}'),
  step('lists networks', 'network GET /networks', mine),
  step('lists networks as a member', 'network GET /networks', { as: 'member', ...mine }),
  step('lists networks as a stranger', 'network GET /networks', { as: 'stranger', ...mine }),
  step('lists networks by project', 'network GET /networks?project_id={project}'),
  step('lists networks by tenant', 'network GET /networks?tenant_id={project}&fields=id'),
  step(
    'lists networks by names',
    'network GET /networks?name={run}-net&name={run}-net2&fields=name',
  ),
  step('lists networks by description', 'network GET /networks?description=one&fields=name', mine),
  step(
    'lists external networks',
    'network GET /networks?router:external=True&fields=name&name={run}-ext',
  ),
  step(
    'lists networks by state',
    'network GET /networks?admin_state_up=False&fields=name&project_id={project}',
  ),
  step('lists networks by an unknown filter', 'network GET /networks?colour=red'),
  step('lists networks by a bad value', 'network GET /networks?admin_state_up=perhaps'),
  step(
    'lists networks sorted',
    'network GET /networks?project_id={project}&sort_key=name&sort_dir=desc&fields=name',
    {
      ordered: true,
    },
  ),
  step(
    'lists a page of networks',
    'network GET /networks?project_id={project}&sort_key=name&sort_dir=asc&limit=1',
    {
      ordered: true,
    },
  ),
  step(
    'lists the next page of networks',
    'network GET /networks?project_id={project}&sort_key=name&sort_dir=asc&limit=1&marker={net}&fields=name',
  ),
  step(
    'lists a page behind the last',
    'network GET /networks?project_id={project}&sort_key=name&sort_dir=asc&limit=1&marker={net2}&fields=name',
  ),
  step(
    'lists a page before',
    'network GET /networks?project_id={project}&sort_key=name&sort_dir=asc&limit=1&marker={net2}&page_reverse=True&fields=name',
  ),
  step('lists behind a marker that is not there', 'network GET /networks?limit=1&marker={project}'),
  step('lists with a bad limit', 'network GET /networks?limit=many'),
  step('lists sorted by an unknown key', 'network GET /networks?sort_key=colour&sort_dir=asc'),
  step('changes a network', 'network PUT /networks/{net}', {
    body: { network: { name: '{run}-net1', description: 'two', admin_state_up: true } },
  }),
  step('changes what cannot be changed', 'network PUT /networks/{net}', {
    body: { network: { id: '{net2}' } },
  }),
  step('changes a network that is not there', 'network PUT /networks/{project}', {
    body: { network: { name: 'x' } },
  }),
  step("changes a stranger's network", 'network PUT /networks/{net}', {
    as: 'stranger',
    body: { network: { name: 'x' } },
  }),
  step('sets tags', 'network PUT /networks/{net}/tags', {
    body: { tags: ['pumphouse:source=1', 'b'] },
  }),
  step('sets too many of the same tags', 'network PUT /networks/{net}/tags', {
    body: { tags: ['a', 'a'] },
  }),
  step('sets no list of tags', 'network PUT /networks/{net}/tags', { body: { tags: 'a' } }),
  step('tags of a network', 'network GET /networks/{net}/tags'),
  step('adds a tag', 'network PUT /networks/{net}/tags/c'),
  step('adds a tag again', 'network PUT /networks/{net}/tags/c'),
  step('checks a tag', 'network GET /networks/{net}/tags/c'),
  step('checks a tag that is not there', 'network GET /networks/{net}/tags/d'),
  step('lists networks by tags', 'network GET /networks?tags=b,c&fields=name'),
  step('lists networks by any tag', 'network GET /networks?tags-any=c,zzz&fields=name', mine),
  step(
    'lists networks without tags',
    'network GET /networks?not-tags=b&fields=name&project_id={project}',
  ),
  step('removes a tag', 'network DELETE /networks/{net}/tags/c'),
  step('removes a tag that is not there', 'network DELETE /networks/{net}/tags/c'),
  step('tags of a network that is not there', 'network GET /networks/{project}/tags'),
  step('removes all tags', 'network DELETE /networks/{net}/tags'),
  step('shares a network with a project', 'network POST /rbac-policies', {
    body: {
      rbac_policy: {
        object_type: 'network',
        object_id: '{net}',
        action: 'access_as_shared',
        target_tenant: '{other}',
      },
    },
    keep: { rbac: 'rbac_policy.id' },
  }),
  step('lists policies of sharing', 'network GET /rbac-policies?object_id={net}'),
  step('a stranger sees what is shared', 'network GET /networks/{net}', { as: 'stranger' }),
  step('ends the sharing', 'network DELETE /rbac-policies/{rbac}'),
  step('a network cannot be external for a member', 'network PUT /networks/{net2}', {
    as: 'member',
    body: { network: { 'router:external': true } },
  }),
];

const subnets = [
  step('creates a subnet', 'network POST /subnets', {
    body: {
      subnet: {
        name: '{run}-sub',
        network_id: '{net}',
        project_id: '{project}',
        ip_version: 4,
        cidr: '10.77.0.0/24',
        enable_dhcp: false,
        // Without the addresses that are named below.
        allocation_pools: [{ start: '10.77.0.100', end: '10.77.0.200' }],
      },
    },
    keep: { sub: 'subnet.id' },
    undo: '/subnets/{sub}',
  }),
  step('creates a subnet with all', 'network POST /subnets', {
    as: 'member',
    body: {
      subnet: {
        name: '{run}-sub2',
        network_id: '{net2}',
        ip_version: 4,
        cidr: '10.78.0.0/24',
        gateway_ip: null,
        enable_dhcp: false,
        dns_nameservers: ['9.9.9.9', '8.8.8.8'],
        host_routes: [{ destination: '10.99.0.0/16', nexthop: '10.78.0.9' }],
        allocation_pools: [
          { start: '10.78.0.100', end: '10.78.0.120' },
          { start: '10.78.0.10', end: '10.78.0.99' },
        ],
      },
    },
    keep: { sub2: 'subnet.id' },
    undo: '/subnets/{sub2}',
  }),
  step('creates a subnet of IPv6', 'network POST /subnets', {
    body: {
      subnet: {
        name: '{run}-sub6',
        network_id: '{net}',
        project_id: '{project}',
        ip_version: 6,
        cidr: '2001:db8:77::/64',
        ipv6_ra_mode: 'slaac',
        ipv6_address_mode: 'slaac',
      },
    },
    keep: { sub6: 'subnet.id' },
    undo: '/subnets/{sub6}',
  }),
  step('creates an external subnet', 'network POST /subnets', {
    body: {
      subnet: {
        name: '{run}-extsub',
        network_id: '{ext}',
        ip_version: 4,
        cidr: '198.51.100.0/24',
        // What is drawn is none of those that the steps name.
        allocation_pools: [{ start: '198.51.100.100', end: '198.51.100.250' }],
        enable_dhcp: false,
      },
    },
    keep: { extsub: 'subnet.id' },
    undo: '/subnets/{extsub}',
  }),
  ...(
    [
      ['overlaps another', { cidr: '10.77.0.128/25' }],
      ['has a bad range', { cidr: '10.300.0.0/24' }],
      ['has a gateway outside', { cidr: '10.79.0.0/24', gateway_ip: '10.80.0.1' }],
      [
        'has a gateway in the pool',
        {
          cidr: '10.79.0.0/24',
          gateway_ip: '10.79.0.10',
          allocation_pools: [{ start: '10.79.0.5', end: '10.79.0.20' }],
        },
      ],
      [
        'has a pool outside',
        {
          cidr: '10.79.0.0/24',
          allocation_pools: [{ start: '10.80.0.5', end: '10.80.0.20' }],
        },
      ],
      [
        'has a pool upside down',
        {
          cidr: '10.79.0.0/24',
          allocation_pools: [{ start: '10.79.0.20', end: '10.79.0.5' }],
        },
      ],
      ['has no range', {}],
      ['has a wrong version', { cidr: '10.79.0.0/24', ip_version: 6 }],
      ['has an unknown version', { cidr: '10.79.0.0/24', ip_version: 5 }],
      ['has a bad name server', { cidr: '10.79.0.0/24', dns_nameservers: ['nope'] }],
      ['has a range with host bits', { cidr: '10.79.0.5/24' }],
    ] as const
  ).map(([what, wrong]) =>
    step(`creates a subnet that ${what}`, 'network POST /subnets', {
      body: { subnet: { name: '{run}-x', network_id: '{net}', ip_version: 4, ...wrong } },
      keep: { oddSubnet: 'subnet.id' },
    }),
  ),
  prepare('network DELETE /subnets/{oddSubnet}'),
  step('creates a subnet in no network', 'network POST /subnets', {
    body: { subnet: { network_id: '{net99}', ip_version: 4, cidr: '10.79.0.0/24' } },
  }),
  step('creates a subnet in an unknown network', 'network POST /subnets', {
    body: {
      subnet: {
        network_id: '4e8e5957-649f-477b-9e5b-f1f75b21c03c',
        ip_version: 4,
        cidr: '10.79.0.0/24',
      },
    },
  }),
  step("creates a subnet in a stranger's network", 'network POST /subnets', {
    as: 'stranger',
    body: { subnet: { network_id: '{net}', ip_version: 4, cidr: '10.79.0.0/24' } },
  }),
  step('shows a subnet', 'network GET /subnets/{sub}'),
  step('lists subnets', 'network GET /subnets?project_id={project}'),
  step('lists subnets by network', 'network GET /subnets?network_id={net}&fields=name'),
  step('lists subnets by range', 'network GET /subnets?cidr=10.77.0.0/24&fields=name', mine),
  step(
    'lists subnets by DHCP',
    'network GET /subnets?enable_dhcp=True&fields=name&project_id={project}',
  ),
  step('changes a subnet', 'network PUT /subnets/{sub2}', {
    body: { subnet: { name: '{run}-sub2b', gateway_ip: '10.78.0.1', dns_nameservers: [] } },
  }),
  step('changes the range of a subnet', 'network PUT /subnets/{sub2}', {
    body: { subnet: { cidr: '10.81.0.0/24' } },
  }),
  step('turns DHCP on', 'network PUT /subnets/{sub2}', { body: { subnet: { enable_dhcp: true } } }),
  step('turns DHCP off', 'network PUT /subnets/{sub2}', {
    body: { subnet: { enable_dhcp: false } },
  }),
  step('the network has its subnets', 'network GET /networks/{net}?fields=subnets'),
  step('tags a subnet', 'network PUT /subnets/{sub}/tags', { body: { tags: ['s'] } }),
];

const ports = [
  step('creates a port', 'network POST /ports', {
    body: {
      port: {
        name: '{run}-port',
        network_id: '{net}',
        project_id: '{project}',
        mac_address: 'fa:16:3e:77:00:10',
        fixed_ips: [{ subnet_id: '{sub}', ip_address: '10.77.0.10' }],
      },
    },
    keep: { port: 'port.id' },
    undo: '/ports/{port}',
  }),
  step('creates a port with little', 'network POST /ports', {
    as: 'member',
    body: { port: { network_id: '{net2}', name: '{run}-port2' } },
    keep: { port2: 'port.id' },
    undo: '/ports/{port2}',
  }),
  step('creates a port with much', 'network POST /ports', {
    body: {
      port: {
        network_id: '{net}',
        project_id: '{project}',
        name: '{run}-port3',
        admin_state_up: false,
        allowed_address_pairs: [{ ip_address: '10.77.0.200' }],
        extra_dhcp_opts: [{ opt_name: 'mtu', opt_value: '1400' }],
        'binding:vnic_type': 'normal',
        'binding:profile': {},
        fixed_ips: [{ ip_address: '10.77.0.11' }, { ip_address: '10.77.0.12' }],
        device_id: 'thing',
        device_owner: 'compute:none',
        description: 'three',
        security_groups: [],
      },
    },
    keep: { port3: 'port.id' },
    undo: '/ports/{port3}',
  }),
  step('creates a port without security', 'network POST /ports', {
    body: {
      port: {
        network_id: '{net}',
        project_id: '{project}',
        name: '{run}-port4',
        port_security_enabled: false,
        fixed_ips: [],
      },
    },
    keep: { port4: 'port.id' },
    undo: '/ports/{port4}',
  }),
  ...(
    [
      ['takes an address that is in use', { fixed_ips: [{ ip_address: '10.77.0.10' }] }],
      ['takes an address outside', { fixed_ips: [{ ip_address: '10.99.0.10' }] }],
      [
        'takes an address outside of its subnet',
        {
          fixed_ips: [{ subnet_id: '{sub}', ip_address: '10.99.0.10' }],
        },
      ],
      [
        'takes the broadcast address',
        {
          fixed_ips: [{ subnet_id: '{sub}', ip_address: '10.77.0.255' }],
        },
      ],
      ['takes a bad address', { fixed_ips: [{ ip_address: 'nope' }] }],
      [
        'takes an address twice',
        {
          fixed_ips: [{ ip_address: '10.77.0.30' }, { ip_address: '10.77.0.30' }],
        },
      ],
      ["takes another network's subnet", { fixed_ips: [{ subnet_id: '{sub2}' }] }],
      [
        'takes an unknown subnet',
        {
          fixed_ips: [{ subnet_id: '4e8e5957-649f-477b-9e5b-f1f75b21c03c' }],
        },
      ],
      ['takes a MAC that is in use', { mac_address: 'fa:16:3e:77:00:10' }],
      ['takes a bad MAC', { mac_address: 'nope' }],
      [
        'takes an unknown security group',
        {
          security_groups: ['4e8e5957-649f-477b-9e5b-f1f75b21c03c'],
        },
      ],
      [
        'takes groups without security',
        {
          port_security_enabled: false,
          security_groups: ['{portGroup}'],
        },
      ],
      ['has an unknown attribute', { colour: 'red' }],
      ['has a bad pair', { allowed_address_pairs: [{ mac_address: 'fa:16:3e:77:00:99' }] }],
    ] as const
  ).map(([what, wrong]) =>
    step(`creates a port that ${what}`, 'network POST /ports', {
      body: { port: { name: '{run}-x', network_id: '{net}', project_id: '{project}', ...wrong } },
    }),
  ),
  step('creates a port in no network', 'network POST /ports', { body: { port: {} } }),
  step('creates a port in an unknown network', 'network POST /ports', {
    body: { port: { network_id: '4e8e5957-649f-477b-9e5b-f1f75b21c03c' } },
  }),
  step("creates a port in a stranger's network", 'network POST /ports', {
    as: 'stranger',
    body: { port: { network_id: '{net}' } },
  }),
  step('chooses a MAC as a member', 'network POST /ports', {
    as: 'member',
    body: {
      port: {
        network_id: '{net2}',
        mac_address: 'fa:16:3e:77:00:55',
        fixed_ips: [{ ip_address: '10.78.0.205' }],
      },
    },
    keep: { port5: 'port.id' },
    undo: '/ports/{port5}',
  }),
  step('chooses a host as a member', 'network POST /ports', {
    as: 'member',
    body: { port: { network_id: '{net2}', 'binding:host_id': 'elsewhere' } },
  }),
  step('shows a port', 'network GET /ports/{port}'),
  step('shows a port to its member', 'network GET /ports/{port}', { as: 'member' }),
  step('shows a port to a stranger', 'network GET /ports/{port}', { as: 'stranger' }),
  step('shows a port that is not there', 'network GET /ports/{project}'),
  step('lists ports', 'network GET /ports?project_id={project}', mine),
  step('lists ports by device', 'network GET /ports?device_id=thing&fields=name', mine),
  step(
    'lists ports by address',
    'network GET /ports?network_id={net}&fixed_ips=ip_address=10.77.0.11&fields=name',
  ),
  step('lists ports by subnet', 'network GET /ports?fixed_ips=subnet_id={sub}&fields=name'),
  step(
    'lists ports by part of the address',
    'network GET /ports?network_id={net}&fixed_ips=ip_address_substr=77.0.1&fields=name',
  ),
  step('lists ports by MAC', 'network GET /ports?mac_address=fa:16:3e:77:00:10&fields=name'),
  step('lists ports by owner', 'network GET /ports?device_owner=compute:none&fields=name', mine),
  step('lists ports by a bad filter', 'network GET /ports?fixed_ips=nonsense'),
  step('changes a port', 'network PUT /ports/{port}', {
    body: { port: { name: '{run}-portb', admin_state_up: false, description: 'd' } },
  }),
  step('gives a port another address', 'network PUT /ports/{port3}', {
    body: { port: { fixed_ips: [{ subnet_id: '{sub}', ip_address: '10.77.0.13' }] } },
  }),
  step('gives a port an address that is in use', 'network PUT /ports/{port3}', {
    body: { port: { fixed_ips: [{ subnet_id: '{sub}', ip_address: '10.77.0.10' }] } },
  }),
  step('takes a port its security groups', 'network PUT /ports/{port}', {
    body: { port: { security_groups: [] } },
  }),
  step('turns security off', 'network PUT /ports/{port}', {
    body: { port: { port_security_enabled: false } },
  }),
  step('changes the network of a port', 'network PUT /ports/{port}', {
    body: { port: { network_id: '{net2}' } },
  }),
  step('binds a port', 'network PUT /ports/{port4}', {
    body: { port: { 'binding:host_id': 'no-such-host', device_owner: 'compute:nova' } },
  }),
  step('changes a port that is not there', 'network PUT /ports/{project}', { body: { port: {} } }),
  step('tags a port', 'network PUT /ports/{port}/tags/pumphouse:fenced'),
  step('takes the tag', 'network DELETE /ports/{port}/tags/pumphouse:fenced'),
  step('deletes a subnet with ports', 'network DELETE /subnets/{sub}'),
  step('deletes a network with ports', 'network DELETE /networks/{net}', { hide: ['message'] }),
];

const groups = [
  step('the default group', 'network GET /security-groups?project_id={project}&name=default'),
  step("another's groups", 'network GET /security-groups', { as: 'member', ...mine }),
  step('creates a group', 'network POST /security-groups', {
    body: { security_group: { name: '{run}-sg', project_id: '{project}', description: 'g' } },
    keep: { sg: 'security_group.id' },
    undo: '/security-groups/{sg}',
  }),
  step('creates a group as a member', 'network POST /security-groups', {
    as: 'member',
    body: { security_group: { name: '{run}-sg2', stateful: false } },
    keep: { sg2: 'security_group.id' },
    undo: '/security-groups/{sg2}',
  }),
  step('creates a group called default', 'network POST /security-groups', {
    body: { security_group: { name: 'default', project_id: '{project}' } },
  }),
  step('creates a group without name', 'network POST /security-groups', {
    body: { security_group: { project_id: '{project}' } },
    keep: { sg3: 'security_group.id' },
    undo: '/security-groups/{sg3}',
  }),
  step('shows a group', 'network GET /security-groups/{sg}'),
  step('shows a group to a stranger', 'network GET /security-groups/{sg}', { as: 'stranger' }),
  step('shows a group that is not there', 'network GET /security-groups/{project}'),
  step('changes a group', 'network PUT /security-groups/{sg}', {
    body: { security_group: { name: '{run}-sgb', description: 'h' } },
  }),
  step('renames the default group', 'network PUT /security-groups/{default}', {
    body: { security_group: { name: 'other' } },
  }),
  step('opens a port', 'network POST /security-group-rules', {
    body: {
      security_group_rule: {
        security_group_id: '{sg}',
        direction: 'ingress',
        ethertype: 'IPv4',
        protocol: 'tcp',
        port_range_min: 22,
        port_range_max: 22,
        remote_ip_prefix: '10.0.0.0/8',
        description: 'ssh',
      },
    },
    keep: { rule: 'security_group_rule.id' },
  }),
  step('opens a port again', 'network POST /security-group-rules', {
    body: {
      security_group_rule: {
        security_group_id: '{sg}',
        direction: 'ingress',
        ethertype: 'IPv4',
        protocol: 'tcp',
        port_range_min: 22,
        port_range_max: 22,
        remote_ip_prefix: '10.0.0.0/8',
      },
    },
  }),
  ...(
    [
      ['lets its own group in', { remote_group_id: '{sg}' }],
      ['has a protocol by number', { protocol: '112' }],
      ['has a protocol as a number', { protocol: 51 }],
      ['has a protocol in capitals', { protocol: 'UDP', port_range_min: 53, port_range_max: 53 }],
      ['is about ICMP', { protocol: 'icmp', port_range_min: 8, port_range_max: 0 }],
      ['is about IPv6', { ethertype: 'IPv6', remote_ip_prefix: '2001:db8::/32' }],
      ['has a prefix without mask', { protocol: 'tcp', remote_ip_prefix: '10.9.9.9' }],
      ['has host bits', { protocol: 'udp', remote_ip_prefix: '10.9.9.9/8' }],
      ['has a group and a prefix', { remote_group_id: '{sg}', remote_ip_prefix: '10.0.0.0/8' }],
      ['has ports without protocol', { port_range_min: 1, port_range_max: 2 }],
      ['has ports upside down', { protocol: 'tcp', port_range_min: 9, port_range_max: 2 }],
      ['has a port too high', { protocol: 'tcp', port_range_min: 1, port_range_max: 70000 }],
      ['has an unknown protocol', { protocol: 'magic' }],
      ['has an unknown direction', { direction: 'sideways' }],
      ['has an unknown ethertype', { ethertype: 'IPX' }],
      ['mixes versions', { ethertype: 'IPv6', remote_ip_prefix: '10.0.0.0/8' }],
      ['has an unknown remote group', { remote_group_id: '4e8e5957-649f-477b-9e5b-f1f75b21c03c' }],
      ['has a bad ICMP type', { protocol: 'icmp', port_range_min: 300 }],
      ['has an unknown attribute', { colour: 'red' }],
    ] as const
  ).map(([what, more]) =>
    step(`makes a rule that ${what}`, 'network POST /security-group-rules', {
      body: {
        security_group_rule: { security_group_id: '{sg}', direction: 'ingress', ...more },
      },
    }),
  ),
  step('makes a rule in no group', 'network POST /security-group-rules', {
    body: { security_group_rule: { direction: 'ingress' } },
  }),
  step('makes a rule in an unknown group', 'network POST /security-group-rules', {
    body: {
      security_group_rule: {
        direction: 'ingress',
        security_group_id: '4e8e5957-649f-477b-9e5b-f1f75b21c03c',
      },
    },
  }),
  step('lists rules', 'network GET /security-group-rules?security_group_id={sg}'),
  step(
    'lists rules by direction',
    'network GET /security-group-rules?security_group_id={sg}&direction=egress',
  ),
  step('shows a rule', 'network GET /security-group-rules/{rule}'),
  step('shows a rule that is not there', 'network GET /security-group-rules/{project}'),
  step('deletes a rule', 'network DELETE /security-group-rules/{rule}'),
  step('deletes a rule again', 'network DELETE /security-group-rules/{rule}'),
  step('gives a port groups', 'network PUT /ports/{port4}', {
    body: { port: { port_security_enabled: true, security_groups: ['{sg}'] } },
  }),
  step('mixes stateful and stateless groups', 'network PUT /ports/{port4}', {
    body: { port: { security_groups: ['{sg}', '{sg2}'] } },
  }),
  step('deletes a group in use', 'network DELETE /security-groups/{sg}'),
  prepare('network PUT /ports/{port4}', { body: { port: { security_groups: [] } } }),
  step('deletes a group', 'network DELETE /security-groups/{sg3}'),
  step('deletes a group again', 'network DELETE /security-groups/{sg3}'),
];

const routers = [
  step('creates a router', 'network POST /routers', {
    body: { router: { name: '{run}-router', project_id: '{project}' } },
    keep: { router: 'router.id' },
    undo: '/routers/{router}',
  }),
  step('creates a router with a gateway', 'network POST /routers', {
    body: {
      router: {
        name: '{run}-router2',
        project_id: '{project}',
        external_gateway_info: {
          network_id: '{ext}',
          enable_snat: false,
          external_fixed_ips: [{ subnet_id: '{extsub}', ip_address: '198.51.100.50' }],
        },
      },
    },
    keep: { router2: 'router.id' },
    undo: '/routers/{router2}',
  }),
  step('chooses the gateway address as a member', 'network POST /routers', {
    as: 'member',
    body: {
      router: {
        name: '{run}-x',
        external_gateway_info: {
          network_id: '{ext}',
          external_fixed_ips: [{ ip_address: '198.51.100.51' }],
        },
      },
    },
  }),
  step('takes an internal network for a gateway', 'network POST /routers', {
    body: { router: { name: '{run}-x', external_gateway_info: { network_id: '{net}' } } },
  }),
  step('takes a gateway address in use', 'network POST /routers', {
    body: {
      router: {
        name: '{run}-x',
        external_gateway_info: {
          network_id: '{ext}',
          external_fixed_ips: [{ ip_address: '198.51.100.50' }],
        },
      },
    },
  }),
  step('creates a distributed router', 'network POST /routers', {
    body: { router: { name: '{run}-x', distributed: true } },
    keep: { dvr: 'router.id' },
    undo: '/routers/{dvr}',
  }),
  step('shows a router', 'network GET /routers/{router2}'),
  step('shows a router to its member', 'network GET /routers/{router2}', { as: 'member' }),
  step('shows a router that is not there', 'network GET /routers/{project}'),
  step('lists routers', 'network GET /routers?project_id={project}'),
  step('lists routers by name', 'network GET /routers?name={run}-router&fields=name'),
  step('adds a subnet', 'network PUT /routers/{router}/add_router_interface', {
    body: { subnet_id: '{sub}' },
    keep: { ifport: 'port_id' },
    undo: {
      call: 'network PUT /routers/{router}/remove_router_interface',
      body: { subnet_id: '{sub}' },
    },
  }),
  step('adds a subnet again', 'network PUT /routers/{router}/add_router_interface', {
    body: { subnet_id: '{sub}' },
  }),
  step('adds a subnet to another router', 'network PUT /routers/{router2}/add_router_interface', {
    body: { subnet_id: '{sub}' },
  }),
  step(
    'adds a subnet without gateway address',
    'network PUT /routers/{router}/add_router_interface',
    {
      body: { subnet_id: '{sub6}' },
      undo: {
        call: 'network PUT /routers/{router}/remove_router_interface',
        body: { subnet_id: '{sub6}' },
      },
    },
  ),
  step('adds an unknown subnet', 'network PUT /routers/{router}/add_router_interface', {
    body: { subnet_id: '4e8e5957-649f-477b-9e5b-f1f75b21c03c' },
  }),
  step('adds nothing', 'network PUT /routers/{router}/add_router_interface', { body: {} }),
  step('adds a port and a subnet', 'network PUT /routers/{router}/add_router_interface', {
    body: { subnet_id: '{sub2}', port_id: '{port2}' },
  }),
  step('makes a port for the router', 'network POST /ports', {
    body: {
      port: {
        network_id: '{net2}',
        project_id: '{project}',
        name: '{run}-rport',
        fixed_ips: [{ subnet_id: '{sub2}', ip_address: '10.78.0.206' }],
      },
    },
    keep: { rport: 'port.id' },
    undo: '/ports/{rport}',
  }),
  step('adds a port', 'network PUT /routers/{router}/add_router_interface', {
    body: { port_id: '{rport}' },
    undo: {
      call: 'network PUT /routers/{router}/remove_router_interface',
      body: { port_id: '{rport}' },
    },
  }),
  step('adds a port again', 'network PUT /routers/{router}/add_router_interface', {
    body: { port_id: '{rport}' },
  }),
  step("adds a server's port", 'network PUT /routers/{router2}/add_router_interface', {
    body: { port_id: '{port3}' },
  }),
  step('ports of a router', 'network GET /ports?device_id={router}'),
  step('the port of a gateway', 'network GET /ports?device_id={router2}'),
  step('deletes a port of a router', 'network DELETE /ports/{ifport}'),
  step('sets a gateway', 'network PUT /routers/{router}', {
    body: { router: { external_gateway_info: { network_id: '{ext}' } } },
    undo: {
      call: 'network PUT /routers/{router}',
      body: { router: { external_gateway_info: {}, routes: [] } },
    },
  }),
  step('sets routes', 'network PUT /routers/{router}', {
    body: { router: { routes: [{ destination: '10.99.0.0/16', nexthop: '10.77.0.99' }] } },
  }),
  step('sets a route that leads nowhere', 'network PUT /routers/{router}', {
    body: { router: { routes: [{ destination: '10.99.0.0/16', nexthop: '10.250.0.99' }] } },
  }),
  step(
    'removes a subnet that a route needs',
    'network PUT /routers/{router}/remove_router_interface',
    {
      body: { subnet_id: '{sub}' },
    },
  ),
  step('renames a router', 'network PUT /routers/{router}', {
    body: { router: { name: '{run}-routerb', admin_state_up: false, routes: [] } },
  }),
  step('deletes a router with interfaces', 'network DELETE /routers/{router}', {
    hide: ['message'],
  }),
  step('deletes a subnet of a router', 'network DELETE /subnets/{sub2}'),
];

const floatingIps = [
  step('creates a floating IP', 'network POST /floatingips', {
    body: {
      floatingip: {
        floating_network_id: '{ext}',
        project_id: '{project}',
        floating_ip_address: '198.51.100.77',
        description: 'f',
      },
    },
    keep: { fip: 'floatingip.id' },
    undo: '/floatingips/{fip}',
  }),
  step('creates a floating IP as a member', 'network POST /floatingips', {
    as: 'member',
    body: { floatingip: { floating_network_id: '{ext}' } },
    keep: { fip2: 'floatingip.id' },
    undo: '/floatingips/{fip2}',
  }),
  step('chooses a floating address as a member', 'network POST /floatingips', {
    as: 'member',
    body: { floatingip: { floating_network_id: '{ext}', floating_ip_address: '198.51.100.78' } },
  }),
  step('chooses a floating address in use', 'network POST /floatingips', {
    body: { floatingip: { floating_network_id: '{ext}', floating_ip_address: '198.51.100.77' } },
  }),
  step('chooses a floating address outside', 'network POST /floatingips', {
    body: { floatingip: { floating_network_id: '{ext}', floating_ip_address: '198.99.100.77' } },
  }),
  step('takes a floating IP of an internal network', 'network POST /floatingips', {
    body: { floatingip: { floating_network_id: '{net}' } },
  }),
  step('takes a floating IP of no network', 'network POST /floatingips', {
    body: { floatingip: {} },
  }),
  step('associates a floating IP', 'network PUT /floatingips/{fip}', {
    body: { floatingip: { port_id: '{port}' } },
  }),
  step('associates another with the same port', 'network PUT /floatingips/{fip2}', {
    body: { floatingip: { port_id: '{port}' } },
  }),
  step('associates it with a port nobody routes to', 'network PUT /floatingips/{fip2}', {
    body: { floatingip: { port_id: '{port4}' } },
  }),
  step('associates it with an unknown port', 'network PUT /floatingips/{fip2}', {
    body: { floatingip: { port_id: '4e8e5957-649f-477b-9e5b-f1f75b21c03c' } },
  }),
  step('associates it with an address the port lacks', 'network PUT /floatingips/{fip2}', {
    body: { floatingip: { port_id: '{port3}', fixed_ip_address: '10.77.0.99' } },
  }),
  step('shows a floating IP', 'network GET /floatingips/{fip}'),
  step('shows a floating IP to a stranger', 'network GET /floatingips/{fip}', { as: 'stranger' }),
  step('lists floating IPs', 'network GET /floatingips?project_id={project}'),
  step(
    'lists floating IPs by address',
    'network GET /floatingips?floating_ip_address=198.51.100.77&fields=id',
  ),
  step(
    'lists floating IPs by port',
    'network GET /floatingips?port_id={port}&fields=floating_ip_address',
  ),
  step('port forwardings', 'network GET /floatingips/{fip}/port_forwardings'),
  step(
    'removes the interface behind a floating IP',
    'network PUT /routers/{router}/remove_router_interface',
    {
      body: { subnet_id: '{sub}' },
    },
  ),
  step('the floating port', 'network GET /ports?device_id={fip}'),
  step('dissociates a floating IP', 'network PUT /floatingips/{fip}', {
    body: { floatingip: { port_id: null } },
  }),
  step('describes a floating IP', 'network PUT /floatingips/{fip}', {
    body: { floatingip: { description: 'g' } },
  }),
  step('tags a floating IP', 'network PUT /floatingips/{fip}/tags', { body: { tags: ['x'] } }),
  step('deletes a floating IP', 'network DELETE /floatingips/{fip2}'),
  step('deletes a floating IP again', 'network DELETE /floatingips/{fip2}'),
  step('removes an interface', 'network PUT /routers/{router}/remove_router_interface', {
    body: { subnet_id: '{sub}' },
  }),
  step('removes an interface again', 'network PUT /routers/{router}/remove_router_interface', {
    body: { subnet_id: '{sub}' },
  }),
  step('clears a gateway', 'network PUT /routers/{router}', {
    body: { router: { external_gateway_info: null } },
  }),
];

const quotas = [
  step('quota of a project', 'network GET /quotas/{project}'),
  step('quota as a member', 'network GET /quotas/{project}', { as: 'member' }),
  step("a stranger's quota", 'network GET /quotas/{project}', { as: 'stranger' }),
  step('default quota', 'network GET /quotas/{project}/default'),
  step('quota with usage', 'network GET /quotas/{project}/details.json', {
    hide: ['used', 'reserved'],
  }),
  step('sets a quota', 'network PUT /quotas/{other}', { body: { quota: { network: 0, port: 1 } } }),
  step('sets a quota as a member', 'network PUT /quotas/{project}', {
    as: 'member',
    body: { quota: { network: 0 } },
  }),
  step('sets an unknown quota', 'network PUT /quotas/{other}', { body: { quota: { colour: 1 } } }),
  step('sets a bad quota', 'network PUT /quotas/{other}', { body: { quota: { network: -7 } } }),
  step('goes beyond a quota', 'network POST /networks', {
    as: 'stranger',
    body: { network: { name: '{run}-q' } },
  }),
  step('forgets a quota', 'network DELETE /quotas/{other}'),
  step('forgets a quota again', 'network DELETE /quotas/{other}'),
  step('deletes a port', 'network DELETE /ports/{port4}'),
  step('deletes a port again', 'network DELETE /ports/{port4}'),
  step('deletes a network', 'network DELETE /networks/{net3}'),
  step('deletes a network again', 'network DELETE /networks/{net3}'),
  step("deletes a stranger's network", 'network DELETE /networks/{net}', { as: 'stranger' }),
];

export const network: Session = {
  service: 'network',
  name: 'network',
  steps: [
    ...versions,
    ...networks,
    ...subnets,
    prepare('network GET /security-groups?project_id={project}&name=default', {
      keep: { default: 'security_groups.0.id', portGroup: 'security_groups.0.id' },
    }),
    ...ports,
    ...groups,
    ...routers,
    ...floatingIps,
    ...quotas,
  ],
};
