import { network } from '../../src/resources/network/index.ts';
import { changeNeutron, makeNeutron, makePolicy, tagNeutron } from './neutron-lab.ts';
import { describeKind } from './resource-kind.suite.ts';

describeKind({
  kind: network,
  async pick(lab) {
    const project = await lab.makeProject(lab.source);
    const id = await makeNeutron(lab, lab.source, 'network', {
      name: 'front',
      description: 'web tier',
      project_id: project,
      qos_policy_id: await makePolicy(lab, lab.source, {
        policy: { name: 'gold', project_id: project },
        rules: { bandwidth_limit: [{ max_kbps: 1000 }] },
      }),
      mtu: 1400,
      dns_domain: 'acme.example.',
      admin_state_up: false,
      port_security_enabled: false,
    });
    await tagNeutron(lab.source, `/networks/${id}`, ['gold', 'a tag with spaces']);
    return id;
  },
  async change(destination, { id }) {
    const network = { mtu: 1300, qos_policy_id: null, dns_domain: '' };
    await changeNeutron(destination, `/networks/${id}`, { network });
    return ['mtu', 'dns_domain', 'qos_policy_id'];
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
