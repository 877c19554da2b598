import type { Session, Step } from '../wire/step.ts';
import { prepare, step } from '../wire/step.ts';

const helpers = '/routers/{router}/conntrack_helpers';

const ground = [
  step('creates a network with a domain', 'network POST /networks', {
    body: { network: { name: '{run}-net', project_id: '{project}', dns_domain: 'Net.Example.' } },
    keep: { net: 'network.id' },
    undo: '/networks/{net}',
  }),
  prepare('network POST /subnets', {
    body: {
      subnet: { network_id: '{net}', project_id: '{project}', ip_version: 4, cidr: '10.78.5.0/24' },
    },
    keep: { sub: 'subnet.id' },
  }),
  step('creates a port without names', 'network POST /ports', {
    body: {
      port: {
        name: '{run}-port',
        network_id: '{net}',
        project_id: '{project}',
        fixed_ips: [{ ip_address: '10.78.5.11' }],
      },
    },
    keep: { port: 'port.id' },
    undo: '/ports/{port}',
  }),
  prepare('network POST /routers', {
    body: { router: { name: '{run}-router', project_id: '{project}' } },
    keep: { router: 'router.id' },
    undo: '/routers/{router}',
  }),
];

function domain(what: string, dns_domain: string): Step {
  return step(`gives the network a domain ${what}`, 'network PUT /networks/{net}', {
    body: { network: { dns_domain } },
  });
}

function name(what: string, port: Readonly<Record<string, unknown>>): Step {
  return step(`gives a port ${what}`, 'network PUT /ports/{port}', { body: { port } });
}

function helper(what: string, conntrack_helper: Readonly<Record<string, unknown>>): Step {
  return step(`a conntrack helper ${what}`, `network POST ${helpers}`, {
    body: { conntrack_helper },
    keep: { helper: 'conntrack_helper.id' },
  });
}

const tftp = { protocol: 'udp', port: 69, helper: 'tftp' };

export const networkDns: Session = {
  service: 'network',
  name: 'network-dns',
  steps: [
    ...ground,
    domain('without its dot', 'net.example'),
    domain('that begins with a hyphen', '-net.example.'),
    domain('with an empty part', 'net..example.'),
    domain('in digits', 'net.42.'),
    domain('of none', ''),
    step('publishes a subnet', 'network PUT /subnets/{sub}', {
      body: { subnet: { dns_publish_fixed_ip: true } },
    }),
    step('publishes a subnet perhaps', 'network PUT /subnets/{sub}', {
      body: { subnet: { dns_publish_fixed_ip: 'maybe' } },
    }),
    step('lists subnets that are published', 'network GET /subnets?dns_publish_fixed_ip=true'),
    name('a name', { dns_name: 'Www' }),
    name('a name within the domain', { dns_name: 'www.lab.example.' }),
    name('a name elsewhere', { dns_name: 'www.other.' }),
    name('a name that is none', { dns_name: 'a_b' }),
    name('a domain', { dns_domain: 'Port.Example.' }),
    name('a domain without its dot', { dns_domain: 'port.example' }),
    name('neither', { dns_name: '', dns_domain: '' }),
    name('a device profile later', { device_profile: 'gpu' }),
    step('lists ports by domain', 'network GET /ports?dns_domain=port.example.'),
    step('creates a port with all of them', 'network POST /ports', {
      body: {
        port: {
          name: '{run}-port2',
          network_id: '{net}',
          project_id: '{project}',
          fixed_ips: [{ ip_address: '10.78.5.12' }],
          dns_name: 'db',
          dns_domain: 'port.example.',
          device_profile: 'gpu',
        },
      },
      keep: { port2: 'port.id' },
      undo: '/ports/{port2}',
    }),
    helper('is made', tftp),
    step('deletes a conntrack helper', `network DELETE ${helpers}/{helper}`),
    step('deletes a conntrack helper again', `network DELETE ${helpers}/{helper}`),
    helper('is made anew', tftp),
    helper('is made twice', tftp),
    helper('that is not known', { ...tftp, helper: 'gopher' }),
    helper('of another protocol', { ...tftp, protocol: 'tcp' }),
    helper('of no port', { ...tftp, port: 0 }),
    step('lists conntrack helpers', `network GET ${helpers}`),
    step('the router has its conntrack helpers', 'network GET /routers/{router}'),
  ],
};
