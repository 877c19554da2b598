import { network } from '../../src/resources/network/index.ts';
import { changeNeutron, makeNeutron, tagNeutron } from './neutron-lab.ts';
import { describeKind } from './resource-kind.suite.ts';

describeKind({
  kind: network,
  async pick(lab) {
    const id = await makeNeutron(lab, lab.source, 'network', {
      name: 'front',
      description: 'web tier',
      project_id: await lab.makeProject(lab.source),
      mtu: 1400,
      admin_state_up: false,
      port_security_enabled: false,
    });
    await tagNeutron(lab.source, `/networks/${id}`, ['gold', 'a tag with spaces']);
    return id;
  },
  async change(destination, { id }) {
    await changeNeutron(destination, `/networks/${id}`, { network: { mtu: 1300 } });
    return ['mtu'];
  },
  foreign: {
    fate: 'ignored',
    make: (lab, { name, project_id }, translate) =>
      makeNeutron(lab, lab.destination, 'network', {
        name,
        project_id: translate('project', project_id),
      }),
  },
});
