import { randomInt } from 'node:crypto';
import { network } from '../../src/resources/network/index.ts';
import { changeNeutron, makeNeutron } from './neutron-lab.ts';
import { describeKind } from './resource-kind.suite.ts';

// A network on a wire that both clouds have keeps its place there, once the operator has said so.
describeKind({
  kind: network,
  mappings: { 'physical-network': { public: 'public' } },
  async pick(lab) {
    return makeNeutron(lab, lab.source, 'network', {
      name: 'machines',
      project_id: await lab.makeProject(lab.source),
      'provider:network_type': 'vlan',
      'provider:physical_network': 'public',
      // Out of the range from which Neutron draws.
      'provider:segmentation_id': randomInt(200, 4095),
    });
  },
  async change(destination, { id }) {
    await changeNeutron(destination, `/networks/${id}`, { network: { name: 'other' } });
    return ['name'];
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
