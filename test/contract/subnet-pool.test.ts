import { subnetPool } from '../../src/resources/subnet-pool/index.ts';
import { changeNeutron, makeNeutron, tagNeutron } from './neutron-lab.ts';
import { describeKind } from './resource-kind.suite.ts';

describeKind({
  kind: subnetPool,
  async pick(lab) {
    const project_id = await lab.makeProject(lab.source);
    const scope = await makeNeutron(lab, lab.source, 'address_scope', {
      name: 'office',
      ip_version: 4,
      shared: true,
      project_id,
    });
    const id = await makeNeutron(lab, lab.source, 'subnetpool', {
      name: 'rooms',
      description: 'one for each room',
      project_id,
      prefixes: ['10.60.0.0/16', '10.9.0.0/24', '10.9.1.0/24'],
      default_prefixlen: 26,
      min_prefixlen: 24,
      max_prefixlen: 28,
      default_quota: 512,
      address_scope_id: scope,
      shared: true,
    });
    await tagNeutron(lab.source, `/subnetpools/${id}`, ['gold']);
    return id;
  },
  async change(destination, { id }) {
    await changeNeutron(destination, `/subnetpools/${id}`, { subnetpool: { max_prefixlen: 29 } });
    return ['max_prefixlen'];
  },
  foreign: {
    fate: 'ignored',
    make: (lab, { name, project_id }, translate) =>
      makeNeutron(lab, lab.destination, 'subnetpool', {
        name,
        prefixes: ['10.61.0.0/16'],
        project_id: translate('project', project_id),
      }),
  },
});
