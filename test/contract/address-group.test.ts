import { addressGroup } from '../../src/resources/address-group/index.ts';
import { changeNeutron, makeNeutron } from './neutron-lab.ts';
import { describeKind } from './resource-kind.suite.ts';

describeKind({
  kind: addressGroup,
  async pick(lab) {
    return makeNeutron(lab, lab.source, 'address_group', {
      name: 'offices',
      description: 'where people sit',
      addresses: ['198.51.100.0/24', '203.0.113.7/32', '10.0.0.5/8', '2001:db8::/32'],
      project_id: await lab.makeProject(lab.source),
    });
  },
  async change(destination, { id }) {
    const body = { addresses: ['192.0.2.0/24'] };
    await changeNeutron(destination, `/address-groups/${id}/add_addresses`, body);
    return ['addresses'];
  },
  foreign: {
    fate: 'refused',
    make: (lab, { name, project_id }, translate) =>
      makeNeutron(lab, lab.destination, 'address_group', {
        name,
        project_id: translate('project', project_id),
      }),
  },
});
