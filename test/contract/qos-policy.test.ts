import { qosPolicy } from '../../src/resources/qos-policy/index.ts';
import { changeNeutron, makePolicy, tagNeutron } from './neutron-lab.ts';
import { describeKind } from './resource-kind.suite.ts';

describeKind({
  kind: qosPolicy,
  async pick(lab) {
    const project = await lab.makeProject(lab.source);
    const id = await makePolicy(lab, lab.source, {
      policy: {
        name: 'gold',
        description: 'the fast ones',
        project_id: project,
        shared: true,
        is_default: true,
      },
      rules: {
        bandwidth_limit: [
          { max_kbps: 10_000, max_burst_kbps: 500 },
          { max_kbps: 20_000, direction: 'ingress' },
        ],
        dscp_marking: [{ dscp_mark: 26 }],
        minimum_bandwidth: [{ min_kbps: 500 }],
        minimum_packet_rate: [{ min_kpps: 5 }],
        packet_rate_limit: [{ max_kpps: 100, max_burst_kpps: 5, direction: 'ingress' }],
      },
    });
    await tagNeutron(lab.source, `/policies/${id}`, ['gold']);
    return id;
  },
  async change(destination, { id, rules }) {
    const rule = rules.find(({ type }) => type === 'dscp_marking')?.id ?? '';
    const body = { dscp_marking_rule: { dscp_mark: 10 } };
    await changeNeutron(destination, `/qos/policies/${id}/dscp_marking_rules/${rule}`, body);
    return ['rules'];
  },
  foreign: {
    fate: 'ignored',
    make: (lab, { name, project_id }, translate) =>
      makePolicy(lab, lab.destination, {
        policy: { name, project_id: translate('project', project_id) },
      }),
  },
});
