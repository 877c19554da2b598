import { floatingIp } from '../../src/resources/floating-ip/index.ts';
import {
  changeNeutron,
  externalNetwork,
  makeExternal,
  makeGround,
  makeNeutron,
  makePolicy,
  makeWayOut,
  tagNeutron,
} from './neutron-lab.ts';
import { describeKind } from './resource-kind.suite.ts';

const outside = externalNetwork();

describeKind({
  kind: floatingIp,
  mappings: outside.mappings,
  async pick(lab) {
    const external = await makeExternal(lab, outside.name);
    const ground = await makeGround(lab);
    const { project, network } = ground;
    await makeWayOut(lab, ground, external.source);
    const port = await makeNeutron(lab, lab.source, 'port', {
      project_id: project,
      network_id: network,
    });
    const id = await makeNeutron(lab, lab.source, 'floatingip', {
      floating_network_id: external.source,
      floating_ip_address: '198.51.100.163',
      port_id: port,
      project_id: project,
      description: 'web1',
      qos_policy_id: await makePolicy(lab, lab.source, {
        policy: { name: 'gold', project_id: project },
        rules: { minimum_bandwidth: [{ min_kbps: 100 }] },
      }),
    });
    await tagNeutron(lab.source, `/floatingips/${id}`, ['gold']);
    return id;
  },
  async change(destination, { id }) {
    const body = { floatingip: { description: 'another', qos_policy_id: null } };
    await changeNeutron(destination, `/floatingips/${id}`, body);
    return ['qos_policy_id', 'description'];
  },
  foreign: {
    fate: 'refused',
    make: (lab, { floating_network_id, floating_ip_address }, translate) =>
      makeNeutron(lab, lab.destination, 'floatingip', {
        floating_network_id: translate('network', floating_network_id),
        floating_ip_address,
      }),
  },
});
