import type { Neutron } from '../neutron.ts';
import { newThing } from '../rest/thing.ts';
import type { Rule, SecurityGroup } from '../state.ts';

/** The group `default` of a project: it is made when the project first uses the network. */
export function ensureDefaultGroup(neutron: Neutron, projectId: string): SecurityGroup {
  const { state } = neutron;
  const found = state.groups.by('project', projectId).find(({ name }) => name === 'default');
  if (found !== undefined) return found;
  const body = { name: 'default', description: 'Default security group', project_id: projectId };
  return addGroup(neutron, { ...body, stateful: true });
}

/** A group with its rules: everything out; into the default one, everything of its own members. */
export function addGroup(neutron: Neutron, body: Readonly<Record<string, unknown>>): SecurityGroup {
  const { state, cloud } = neutron;
  const group = { ...newThing(cloud.clock, body), stateful: body['stateful'] as boolean };
  state.groups.add(group);
  const isDefault = group.name === 'default';
  for (const ethertype of ['IPv4', 'IPv6']) {
    if (isDefault)
      addRule(neutron, group, { direction: 'ingress', ethertype, remoteGroupId: group.id });
    addRule(neutron, group, { direction: 'egress', ethertype });
  }
  return group;
}

/** Without a description: null, not empty, in the rules that come with a group. */
export function addRule(
  { state, cloud }: Neutron,
  group: SecurityGroup,
  rule: Partial<Rule> & Pick<Rule, 'direction' | 'ethertype'>,
): Rule {
  state.ruleCount += 1;
  const made: Rule = {
    ...newThing(cloud.clock, { project_id: rule.projectId ?? group.projectId }, 0),
    groupId: group.id,
    number: state.ruleCount,
    direction: rule.direction,
    ethertype: rule.ethertype,
    protocol: rule.protocol ?? null,
    portMin: rule.portMin ?? null,
    portMax: rule.portMax ?? null,
    remotePrefix: rule.remotePrefix ?? null,
    remoteGroupId: rule.remoteGroupId ?? null,
    remoteAddressGroupId: rule.remoteAddressGroupId ?? null,
    description: rule.description ?? null,
  };
  state.rules.add(made);
  return made;
}
