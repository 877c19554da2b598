import type { Session, Step } from '../wire/step.ts';
import { prepare, step } from '../wire/step.ts';

const UNKNOWN = '4e8e5957-649f-477b-9e5b-f1f75b21c03c';
const at = '/floatingips/{fip}/port_forwardings';

const inside = { protocol: 'tcp', internal_port_id: '{port1}', internal_ip_address: '10.78.3.11' };
const inside2 = { protocol: 'tcp', internal_port_id: '{port2}', internal_ip_address: '10.78.3.12' };

function forward(name: string, body: unknown, keep?: string): Step {
  return step(name, `network POST ${at}`, {
    body: { port_forwarding: body },
    ...(keep === undefined ? {} : { keep: { [keep]: 'port_forwarding.id' } }),
  });
}

function port(name: string, address: string): Step {
  return prepare('network POST /ports', {
    body: {
      port: {
        name: `{run}-${name}`,
        network_id: '{net}',
        project_id: '{project}',
        fixed_ips: [{ ip_address: address }],
      },
    },
    keep: { [name]: 'port.id' },
    undo: `/ports/{${name}}`,
  });
}

const ground = [
  prepare('network POST /networks', {
    body: { network: { name: '{run}-ext', 'router:external': true } },
    keep: { ext: 'network.id' },
    undo: '/networks/{ext}',
  }),
  prepare('network POST /subnets', {
    body: {
      subnet: {
        network_id: '{ext}',
        ip_version: 4,
        cidr: '198.51.100.0/24',
        // What is drawn is none of those that the steps name.
        allocation_pools: [{ start: '198.51.100.100', end: '198.51.100.250' }],
      },
    },
  }),
  prepare('network POST /networks', {
    body: { network: { name: '{run}-net', project_id: '{project}' } },
    keep: { net: 'network.id' },
    undo: '/networks/{net}',
  }),
  prepare('network POST /subnets', {
    body: {
      subnet: {
        network_id: '{net}',
        project_id: '{project}',
        ip_version: 4,
        cidr: '10.78.3.0/24',
      },
    },
    keep: { sub: 'subnet.id' },
  }),
  prepare('network POST /qos/policies', {
    body: { policy: { name: '{run}-gold', project_id: '{project}' } },
    keep: { gold: 'policy.id' },
    undo: '/qos/policies/{gold}',
  }),
  port('port1', '10.78.3.11'),
  port('port2', '10.78.3.12'),
];

const policies = [
  step('a router whose gateway has a policy', 'network POST /routers', {
    body: {
      router: {
        name: '{run}-router',
        project_id: '{project}',
        external_gateway_info: { network_id: '{ext}', qos_policy_id: '{gold}' },
      },
    },
    keep: { router: 'router.id' },
    undo: '/routers/{router}',
  }),
  step('takes the gateway its policy', 'network PUT /routers/{router}', {
    body: { router: { external_gateway_info: { network_id: '{ext}', qos_policy_id: null } } },
  }),
  step('gives the gateway a policy that is not there', 'network PUT /routers/{router}', {
    body: { router: { external_gateway_info: { network_id: '{ext}', qos_policy_id: UNKNOWN } } },
  }),
  step('gives the gateway a policy', 'network PUT /routers/{router}', {
    body: { router: { external_gateway_info: { network_id: '{ext}', qos_policy_id: '{gold}' } } },
  }),
  step('a gateway keeps its policy', 'network PUT /routers/{router}', {
    body: { router: { external_gateway_info: { network_id: '{ext}' } } },
  }),
  step('a floating IP with a policy', 'network POST /floatingips', {
    body: {
      floatingip: {
        floating_network_id: '{ext}',
        project_id: '{project}',
        floating_ip_address: '198.51.100.77',
        qos_policy_id: '{gold}',
      },
    },
    keep: { fip: 'floatingip.id' },
    undo: '/floatingips/{fip}',
  }),
  step('takes a floating IP its policy', 'network PUT /floatingips/{fip}', {
    body: { floatingip: { qos_policy_id: null } },
  }),
  step('gives a floating IP a policy that is not there', 'network PUT /floatingips/{fip}', {
    body: { floatingip: { qos_policy_id: UNKNOWN } },
  }),
  step('gives a floating IP a policy', 'network PUT /floatingips/{fip}', {
    body: { floatingip: { qos_policy_id: '{gold}' } },
  }),
  step('deletes a policy of a floating IP', 'network DELETE /qos/policies/{gold}'),
  step(
    'a floating IP whose change does not name its policy loses it',
    'network PUT /floatingips/{fip}',
    {
      body: { floatingip: { description: 'x' } },
    },
  ),
];

const forwardings = [
  forward('forwards to where no router leads', { ...inside, internal_port: 80, external_port: 80 }),
  prepare('network PUT /routers/{router}/add_router_interface', {
    body: { subnet_id: '{sub}' },
    undo: {
      call: 'network PUT /routers/{router}/remove_router_interface',
      body: { subnet_id: '{sub}' },
    },
  }),
  forward(
    'forwards a port',
    { ...inside, internal_port: 80, external_port: 8080, description: 'web' },
    'forwarding',
  ),
  forward('forwards the same', { ...inside, internal_port: 80, external_port: 8080 }),
  forward('forwards twice to a port', { ...inside, internal_port: 80, external_port: 8081 }),
  forward('forwards twice from a port', { ...inside2, internal_port: 81, external_port: 8080 }),
  forward(
    'forwards another protocol',
    { ...inside2, protocol: 'udp', internal_port: 80, external_port: 8080 },
    'udp',
  ),
  forward('forwards an unknown protocol', { ...inside2, protocol: 'x', internal_port: 80 }),
  forward(
    'forwards a range',
    { ...inside2, internal_port_range: '100:110', external_port_range: '200:210' },
    'range',
  ),
  forward('forwards a range that overlaps', {
    ...inside2,
    internal_port_range: '300:310',
    external_port_range: '205:215',
  }),
  forward('forwards a range to a smaller one', {
    ...inside2,
    internal_port_range: '300:310',
    external_port_range: '305:306',
  }),
  forward('forwards to an address the port lacks', {
    ...inside2,
    internal_ip_address: '10.78.3.99',
    internal_port: 500,
    external_port: 500,
  }),
  forward('forwards to a port that is not there', {
    ...inside2,
    internal_port_id: UNKNOWN,
    internal_port: 501,
    external_port: 501,
  }),
  forward('forwards to no port number', { ...inside2, external_port: 501 }),
  forward('forwards to a port number out of range', {
    ...inside2,
    internal_port: 70000,
    external_port: 501,
  }),
  forward('forwards with an unknown attribute', {
    ...inside2,
    internal_port: 501,
    external_port: 501,
    tags: ['x'],
  }),
  forward('forwards nothing', {}),
  step('port forwardings', `network GET ${at}`),
  step('port forwardings as a stranger', `network GET ${at}`, { as: 'stranger' }),
  step('a port forwarding', `network GET ${at}/{forwarding}`),
  step('a port forwarding of a range', `network GET ${at}/{range}`),
  step('a port forwarding that is not there', `network GET ${at}/${UNKNOWN}`),
  step('port forwardings to a port', `network GET ${at}?internal_port_id={port1}`),
  step('port forwardings by description', `network GET ${at}?description=web&fields=id`),
  step('port forwardings by protocol', `network GET ${at}?protocol=udp&fields=id`),
  step('port forwardings by an unknown filter', `network GET ${at}?colour=red`),
  step('a floating IP that forwards', 'network GET /floatingips/{fip}'),
  step('it has no port', 'network GET /floatingips?port_id={port1}'),
  step('deletes a floating IP that forwards', 'network DELETE /floatingips/{fip}'),
  step('associates it', 'network PUT /floatingips/{fip}', {
    body: { floatingip: { port_id: '{port1}' } },
  }),
  step('changes a forwarding', `network PUT ${at}/{forwarding}`, {
    body: { port_forwarding: { description: 'www', external_port: 8089 } },
  }),
  step('forwards from what another has', `network PUT ${at}/{forwarding}`, {
    body: { port_forwarding: { external_port: 205 } },
  }),
  step('changes a forwarding as a stranger', `network PUT ${at}/{forwarding}`, {
    as: 'stranger',
    body: { port_forwarding: { description: 'x' } },
  }),
  step('a floating IP of its own', 'network POST /floatingips', {
    body: {
      floatingip: {
        floating_network_id: '{ext}',
        project_id: '{project}',
        floating_ip_address: '198.51.100.78',
      },
    },
    keep: { fip2: 'floatingip.id' },
    undo: '/floatingips/{fip2}',
  }),
  step(
    'removes the interface behind a forwarding',
    'network PUT /routers/{router}/remove_router_interface',
    {
      body: { subnet_id: '{sub}' },
    },
  ),
  prepare('network DELETE /ports/{port2}'),
  step('forwardings to a port go with it', `network GET ${at}`),
  step('deletes a forwarding', `network DELETE ${at}/{forwarding}`),
  step('deletes a forwarding again', `network DELETE ${at}/{forwarding}`),
  step('a floating IP that forwards no more', 'network GET /floatingips/{fip}'),
  step(
    'forwardings of a floating IP that is not there',
    `network GET /floatingips/${UNKNOWN}/port_forwardings`,
  ),
];

/** Floating addresses that forward ports; policies of gateways and floating addresses. */
export const networkForwarding: Session = {
  service: 'network',
  name: 'network-forwarding',
  steps: [...ground, ...policies, ...forwardings],
};
