import { portForwarding } from '../../src/resources/port-forwarding/index.ts';
import {
  createForwarding,
  removeForwarding,
  updateForwarding,
} from '../../src/resources/port-forwarding/api.ts';
import {
  externalNetwork,
  makeExternal,
  makeGround,
  makeNeutron,
  makeWayOut,
} from './neutron-lab.ts';
import { describeKind } from './resource-kind.suite.ts';

const outside = externalNetwork();

describeKind({
  kind: portForwarding,
  mappings: outside.mappings,
  async pick(lab) {
    const external = await makeExternal(lab, outside.name);
    const ground = await makeGround(lab);
    const { project, network, subnet } = ground;
    await makeWayOut(lab, ground, external.source);
    const port = await makeNeutron(lab, lab.source, 'port', {
      project_id: project,
      network_id: network,
      fixed_ips: [{ subnet_id: subnet, ip_address: '10.10.0.57' }],
    });
    const address = await makeNeutron(lab, lab.source, 'floatingip', {
      floating_network_id: external.source,
      floating_ip_address: '198.51.100.164',
      project_id: project,
    });
    const id = await createForwarding(lab.source, address, {
      protocol: 'tcp',
      internal_port_id: port,
      internal_ip_address: '10.10.0.57',
      internal_port_range: '8000:8010',
      external_port_range: '9000:9010',
      description: 'web',
    });
    lab.atEnd(() => removeForwarding(lab.source, id));
    return id;
  },
  async change(destination, { id }) {
    await updateForwarding(destination, id, { description: 'another' });
    return ['description'];
  },
  foreign: {
    fate: 'refused',
    async make(lab, { floatingIpId, internal_port_id, internal_ip_address }, translate) {
      const address = translate('floating-ip', floatingIpId);
      const id = await createForwarding(lab.destination, address, {
        protocol: 'tcp',
        internal_port_id: translate('port', internal_port_id),
        internal_ip_address,
        internal_port: 22,
        external_port: 9005,
      });
      lab.atEnd(() => removeForwarding(lab.destination, id));
      return id;
    },
  },
});
