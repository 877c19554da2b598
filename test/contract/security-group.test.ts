import { securityGroup } from '../../src/resources/security-group/index.ts';
import { changeNeutron, makeNeutron, tagNeutron } from './neutron-lab.ts';
import { describeKind } from './resource-kind.suite.ts';

describeKind({
  kind: securityGroup,
  async pick(lab) {
    const id = await makeNeutron(lab, lab.source, 'security_group', {
      name: 'web',
      description: 'web servers',
      project_id: await lab.makeProject(lab.source),
      stateful: false,
    });
    await tagNeutron(lab.source, `/security-groups/${id}`, ['gold']);
    return id;
  },
  async change(destination, { id }) {
    const body = { security_group: { name: 'www' } };
    await changeNeutron(destination, `/security-groups/${id}`, body);
    return ['name'];
  },
  foreign: {
    fate: 'ignored',
    make: (lab, { name, project_id }, translate) =>
      makeNeutron(lab, lab.destination, 'security_group', {
        name,
        project_id: translate('project', project_id),
      }),
  },
});
