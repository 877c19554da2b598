import { router } from '../../src/resources/router/index.ts';
import {
  changeNeutron,
  externalNetwork,
  makeExternal,
  makeGround,
  makeNeutron,
  makePolicy,
  tagNeutron,
} from './neutron-lab.ts';
import { describeKind } from './resource-kind.suite.ts';

const outside = externalNetwork();

describeKind({
  kind: router,
  mappings: outside.mappings,
  async pick(lab) {
    const external = await makeExternal(lab, outside.name);
    const { project, network, subnet } = await makeGround(lab);
    const id = await makeNeutron(lab, lab.source, 'router', {
      name: 'way-out',
      description: 'of acme',
      project_id: project,
      external_gateway_info: {
        network_id: external.source,
        enable_snat: false,
        external_fixed_ips: [{ ip_address: '198.51.100.77' }],
        qos_policy_id: await makePolicy(lab, lab.source, {
          policy: { name: 'gold', project_id: project },
        }),
      },
    });
    lab.atEnd(() => router.remove(lab.source, id));
    const gateway = await makeNeutron(lab, lab.source, 'port', {
      name: 'gateway',
      project_id: project,
      network_id: network,
      device_owner: 'network:router_interface',
      mac_address: 'fa:16:3e:aa:02:01',
      fixed_ips: [{ subnet_id: subnet, ip_address: '10.10.0.1' }],
    });
    await changeNeutron(lab.source, `/routers/${id}/add_router_interface`, { port_id: gateway });
    lab.atEnd(() => router.remove(lab.source, id));
    await changeNeutron(lab.source, `/routers/${id}`, {
      router: { routes: [{ destination: '10.99.0.0/16', nexthop: '10.10.0.9' }] },
    });
    await tagNeutron(lab.source, `/routers/${id}`, ['gold']);
    return id;
  },
  async change(destination, { id }) {
    await changeNeutron(destination, `/routers/${id}`, { router: { routes: [] } });
    return ['routes'];
  },
  foreign: {
    // It routes for the same address of the network: there cannot be two.
    fate: 'reused with a warning',
    async make(lab, { interfaces: [first] }, translate) {
      const id = await makeNeutron(lab, lab.destination, 'router', { name: 'another' });
      await changeNeutron(lab.destination, `/routers/${id}/add_router_interface`, {
        subnet_id: translate('subnet', first?.fixed_ips[0]?.subnet_id ?? ''),
      });
      lab.atEnd(() => router.remove(lab.destination, id));
      return id;
    },
  },
});
