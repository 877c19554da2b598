import { afterAll, beforeAll, expect, test } from 'vitest';
import { collect } from '../../src/resources/collect.ts';
import { network } from '../../src/resources/network/index.ts';
import { port } from '../../src/resources/port/index.ts';
import { qosPolicy } from '../../src/resources/qos-policy/index.ts';
import type { ResourceKind } from '../../src/resources/resource-kind.ts';
import { openLab } from './lab.ts';
import type { Lab } from './lab.ts';
import { makeNeutron, makePolicy } from './neutron-lab.ts';

// What preflight says of QoS policies, and which ports are nobody's.
let lab: Lab;
let project: string;

const concernsOf = async (kind: ResourceKind, id: string, ids = {}) => {
  const resource = (await kind.get(lab.source, id))!;
  const found = (await kind.concerns?.(lab.preflight(ids), resource)) ?? [];
  return found.map(({ severity, code }) => `${severity} ${code}`);
};

beforeAll(async () => {
  lab = await openLab();
  project = await lab.makeProject(lab.source);
});
afterAll(() => lab?.end());

test('a rule that no driver of the destination knows blocks the network that has it, and is told of its policy', async () => {
  const policy = await makePolicy(lab, lab.source, {
    policy: { name: 'gold', project_id: project },
  });
  const id = await makeNeutron(lab, lab.source, 'network', {
    name: 'front',
    project_id: project,
    qos_policy_id: policy,
  });
  expect(await concernsOf(network, id)).toEqual([]);
  // Neutron takes it as long as the network has no ports.
  await lab.make(lab.source, 'network', {
    path: `/qos/policies/${policy}/packet_rate_limit_rules`,
    body: { packet_rate_limit_rule: { max_kpps: 100 } },
  });
  expect(await concernsOf(network, id)).toEqual(['blocker qos-rule-unsupported']);
  expect(await concernsOf(qosPolicy, policy)).toEqual(['warning qos-rule-unsupported']);
});

test('a default policy is blocked where the destination’s project has another', async () => {
  const policy = { name: 'usual', is_default: true };
  const id = await makePolicy(lab, lab.source, { policy: { ...policy, project_id: project } });
  const there = await lab.makeProject(lab.destination);
  const ids = { [`project/${project}`]: there };
  expect(await concernsOf(qosPolicy, id, ids)).toEqual([]);
  await makePolicy(lab, lab.destination, { policy: { ...policy, project_id: there } });
  expect(await concernsOf(qosPolicy, id, ids)).toEqual(['blocker qos-default-taken']);
});

test('a port of nobody is listed as detached; those that Neutron makes for itself are not listed', async () => {
  const network_id = await makeNeutron(lab, lab.source, 'network', { project_id: project });
  const make = (body: object) =>
    makeNeutron(lab, lab.source, 'port', { project_id: project, network_id, ...body });
  const loose = await make({});
  await make({ device_owner: 'network:dhcp', device_id: 'somebody' });
  const bound = await make({ device_owner: 'compute:nova', device_id: 'somebody' });
  const listed = await collect(port.list(lab.source, { project }));
  const told = listed.map((each) => [each.id, port.detached?.(each)]);
  expect(Object.fromEntries(told)).toEqual({ [loose]: true, [bound]: false });
});
