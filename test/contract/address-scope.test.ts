import { addressScope } from '../../src/resources/address-scope/index.ts';
import { changeNeutron, makeNeutron } from './neutron-lab.ts';
import { describeKind } from './resource-kind.suite.ts';

describeKind({
  kind: addressScope,
  async pick(lab) {
    return makeNeutron(lab, lab.source, 'address_scope', {
      name: 'office',
      ip_version: 6,
      shared: true,
      project_id: await lab.makeProject(lab.source),
    });
  },
  async change(destination, { id }) {
    await changeNeutron(destination, `/address-scopes/${id}`, { address_scope: { name: 'home' } });
    return ['name'];
  },
  foreign: {
    fate: 'refused',
    make: (lab, { name, ip_version, project_id }, translate) =>
      makeNeutron(lab, lab.destination, 'address_scope', {
        name,
        ip_version,
        project_id: translate('project', project_id),
      }),
  },
});
