import type { Operations } from './operation.ts';
import type { Draw } from './draw.ts';

const PLURALS = ['network', 'subnet', 'port', 'router', 'security-group', 'floatingip'] as const;
const one = (kind: string): string => kind.replace('-', '_');

const makes = (kind: string) => ({
  kind,
  at: `${one(kind)}.id`,
  path: `network DELETE /${kind}s/`,
});

function range(draw: Draw): string {
  return draw.one([
    '10.77.0.0/24',
    '10.78.0.0/24',
    '10.78.0.128/25',
    '2001:db8:7::/64',
    '10.7.7.7/24',
    'x',
  ]);
}

export const network: Operations = [
  (draw) => ({
    call: 'network POST /networks',
    as: draw.one(['admin', 'member', 'member']),
    body: {
      network: {
        name: draw.name(),
        ...(draw.once(2) ? { admin_state_up: draw.one([true, false, 'maybe']) } : {}),
        ...(draw.once(3) ? { mtu: draw.one([1400, 68, 67, '1300']) } : {}),
        ...(draw.once(3) ? { port_security_enabled: draw.one([true, false]) } : {}),
        ...(draw.once(4) ? { 'router:external': true } : {}),
        ...(draw.once(4) ? { description: draw.one(['d', 'd'.repeat(256)]) } : {}),
        ...(draw.once(6) ? { project_id: '{project}' } : {}),
      },
    },
    makes: makes('network'),
  }),
  (draw) => {
    const cidr = range(draw);
    return {
      call: 'network POST /subnets',
      body: {
        subnet: {
          name: draw.name(),
          network_id: draw.id('network'),
          cidr,
          ip_version: cidr.includes(':') || draw.once(12) ? 6 : 4,
          enable_dhcp: false,
          ...(draw.once(3)
            ? { gateway_ip: draw.one([null, '10.77.0.254', '10.78.0.1', 'x']) }
            : {}),
          ...(draw.once(3) ? { dns_nameservers: draw.one([['9.9.9.9'], [], ['x']]) } : {}),
          ...(draw.once(4)
            ? {
                allocation_pools: [
                  { start: '10.77.0.50', end: draw.one(['10.77.0.60', '10.77.0.5']) },
                ],
              }
            : {}),
        },
      },
      makes: makes('subnet'),
    };
  },
  (draw) => ({
    call: 'network POST /ports',
    as: draw.one(['member', 'member', 'operator', 'stranger']),
    body: {
      port: {
        name: draw.name(),
        network_id: draw.id('network'),
        ...(draw.once(2)
          ? { fixed_ips: [{ ip_address: `10.77.0.${draw.one([10, 11, 12, 13, 255, 300])}` }] }
          : { fixed_ips: [] }),
        ...(draw.once(3) ? { mac_address: `fa:16:3e:77:00:0${draw.one([1, 2, 3])}` } : {}),
        ...(draw.once(3) ? { security_groups: draw.one([[], [draw.id('security-group')]]) } : {}),
        ...(draw.once(4) ? { admin_state_up: false } : {}),
        ...(draw.once(5) ? { device_owner: draw.one(['compute:x', 'network:dhcp']) } : {}),
      },
    },
    makes: makes('port'),
  }),
  (draw) => ({
    call: 'network POST /security-groups',
    body: { security_group: { name: draw.one([draw.name(), 'default']), description: 'd' } },
    makes: makes('security-group'),
  }),
  (draw) => ({
    call: 'network POST /security-group-rules',
    body: {
      security_group_rule: {
        security_group_id: draw.id('security-group'),
        direction: draw.one(['ingress', 'egress', 'up']),
        ...(draw.once(2) ? { protocol: draw.one(['tcp', 'udp', 'icmp', '47', 6, 'x', null]) } : {}),
        ...(draw.once(3)
          ? { port_range_min: draw.one([22, 80, -1]), port_range_max: draw.one([22, 90, 70000]) }
          : {}),
        ...(draw.once(3)
          ? { remote_ip_prefix: draw.one(['10.0.0.0/8', '10.1.2.3/8', '::/0']) }
          : {}),
        ...(draw.once(3) ? { remote_group_id: draw.id('security-group') } : {}),
        ...(draw.once(3) ? { ethertype: draw.one(['IPv4', 'IPv6', 'ipv4']) } : {}),
      },
    },
    makes: {
      kind: 'rule',
      at: 'security_group_rule.id',
      path: 'network DELETE /security-group-rules/',
    },
  }),
  (draw) => ({
    call: `network DELETE /security-group-rules/${draw.id('rule')}`,
  }),
  (draw) => ({
    call: 'network POST /routers',
    body: {
      router: {
        name: draw.name(),
        ...(draw.once(2) ? { external_gateway_info: { network_id: draw.id('network') } } : {}),
      },
    },
    makes: makes('router'),
  }),
  (draw) => ({
    call: `network PUT /routers/${draw.id('router')}/${draw.one(['add', 'add', 'remove'])}_router_interface`,
    body: draw.one([{ subnet_id: draw.id('subnet') }, { port_id: draw.id('port') }, {}]),
  }),
  (draw) => ({
    call: 'network POST /floatingips',
    body: { floatingip: { floating_network_id: draw.id('network') } },
    makes: { kind: 'floatingip', at: 'floatingip.id', path: 'network DELETE /floatingips/' },
  }),
  (draw) => ({
    call: `network PUT /floatingips/${draw.id('floatingip')}`,
    body: { floatingip: { port_id: draw.one([null, draw.id('port')]) } },
  }),
  (draw) => {
    const kind = draw.one(PLURALS);
    return {
      call: `network GET /${kind}s/${draw.id(kind)}`,
      as: draw.one(['admin', 'member', 'reader', 'stranger', 'nobody']),
    };
  },
  (draw) => {
    const kind = draw.one(PLURALS);
    const filter = draw.one([
      'name={run}-n1',
      'fields=id&fields=name',
      'sort_key=name&sort_dir=desc',
      'limit=2&sort_key=id',
      'colour=red',
      'tags=a',
      'id={project}',
    ]);
    return {
      call: `network GET /${kind}s?project_id={project}&${filter}`,
      as: draw.one(['admin', 'member', 'stranger']),
      // Pages follow the order of ids, which each cloud has its own of.
      options: filter.startsWith('limit') ? { list: 'shape' } : { list: 'mine' },
    };
  },
  (draw) => {
    const kind = draw.one(PLURALS);
    const id = draw.id(kind);
    return {
      call: `network PUT /${kind}s/${id}`,
      as: draw.one(['member', 'member', 'admin', 'stranger']),
      body: {
        [one(kind)]: draw.one<object>([
          { description: 'new' },
          { name: draw.name() },
          { colour: 'red' },
          { admin_state_up: draw.one([true, false]) },
          {},
        ]),
      },
    };
  },
  (draw) => {
    const kind = draw.one(PLURALS);
    const path = `network PUT /${kind}s/${draw.id(kind)}/tags`;
    return draw.once(2)
      ? { call: path, body: { tags: draw.one([['a'], ['a', 'b'], [], 'x', [7]]) } }
      : { call: `${path}/${draw.one(['a', 'b'])}` };
  },
  (draw) => {
    const kind = draw.one(PLURALS);
    const id = draw.id(kind);
    return {
      call: `network DELETE /${kind}s/${id}`,
      as: draw.one(['member', 'member', 'stranger', 'admin']),
      removes: id,
      // Lists of ids are in no order.
      options: { hide: ['message'] },
    };
  },
];
