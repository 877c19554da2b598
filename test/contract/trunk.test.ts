import { trunk } from '../../src/resources/trunk/index.ts';
import { changeNeutron, makeGround, makeNeutron, tagNeutron } from './neutron-lab.ts';
import { describeKind } from './resource-kind.suite.ts';

describeKind({
  kind: trunk,
  async pick(lab) {
    const { project, network } = await makeGround(lab);
    const back = await makeNeutron(lab, lab.source, 'network', {
      name: 'back',
      project_id: project,
    });
    const port = (name: string, network_id: string) =>
      makeNeutron(lab, lab.source, 'port', { name, project_id: project, network_id });
    const id = await makeNeutron(lab, lab.source, 'trunk', {
      name: 'router-on-a-stick',
      description: 'of gw1',
      project_id: project,
      port_id: await port('parent', network),
      sub_ports: [
        { port_id: await port('sub1', back), segmentation_type: 'vlan', segmentation_id: 101 },
        { port_id: await port('sub2', back), segmentation_type: 'vlan', segmentation_id: 12 },
      ],
    });
    await tagNeutron(lab.source, `/trunks/${id}`, ['gold']);
    await changeNeutron(lab.source, `/trunks/${id}`, { trunk: { admin_state_up: false } });
    lab.atEnd(() => trunk.remove(lab.source, id));
    return id;
  },
  async change(destination, { id, sub_ports: subPorts }) {
    await changeNeutron(destination, `/trunks/${id}`, { trunk: { admin_state_up: true } });
    const gone = subPorts.slice(0, 1).map(({ port_id }) => ({ port_id }));
    await changeNeutron(destination, `/trunks/${id}/remove_subports`, { sub_ports: gone });
    return ['admin_state_up', 'sub_ports'];
  },
  foreign: {
    fate: 'refused',
    make: (lab, { port_id }, translate) =>
      makeNeutron(lab, lab.destination, 'trunk', { port_id: translate('port', port_id) }),
  },
});
