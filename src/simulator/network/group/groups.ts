import type { Token } from '../../http/call.ts';
import { dropPolicies, isShared, sees } from '../access.ts';
import type { Neutron } from '../neutron.ts';
import { checkQuota } from '../quota.ts';
import { conflict, invalid } from '../refuse.ts';
import { ID, PROJECT, STANDARD, TAGS, attribute } from '../rest/attributes.ts';
import type { Kind } from '../rest/kind.ts';
import { boolean, string } from '../rest/readers.ts';
import type { Reader } from '../rest/readers.ts';
import { change, renamed, standardView } from '../rest/thing.ts';
import type { Body, View } from '../rest/thing.ts';
import type { SecurityGroup, State } from '../state.ts';
import { addGroup, ensureDefaultGroup } from './default.ts';
import { groupMissing } from './missing.ts';
import { embeddedRule } from './rule-view.ts';

const groupName: Reader = (value, name) => {
  if (value === null) throw invalid(name, "'None' is not a valid string.");
  const text = string(255)(value, name) as string;
  if (text.toLowerCase() === 'default')
    throw conflict('SecurityGroupDefaultAlreadyExists', 'Default security group already exists.');
  return text;
};

const ATTRIBUTES = {
  ...ID,
  name: attribute('pufs', groupName, { fallback: '' }),
  stateful: attribute('pu', boolean, { fallback: true }),
  ...PROJECT,
  shared: attribute('f', boolean),
  security_group_rules: attribute(''),
  ...STANDARD,
  ...TAGS,
};

/** https://docs.openstack.org/api-ref/network/v2/#security-groups-security-groups */
export function groupsOf(neutron: Neutron): Kind<SecurityGroup> {
  const { state } = neutron;
  return {
    one: 'security_group',
    many: 'security_groups',
    path: '/security-groups',
    paged: true,
    attributes: ATTRIBUTES,
    shelf: state.groups,
    visible: (group, token) => sees(state, group, token),
    view: (group, token) => viewOf(state, group, token),
    missing: groupMissing,
    candidates: (query) => {
      const projects = [...query.getAll('tenant_id'), ...query.getAll('project_id')];
      if (projects.length === 0) return undefined;
      return [...new Set(projects)].flatMap((id) => state.groups.by('project', id));
    },
    beforeList({ query, token }) {
      const asked = query.get('project_id') ?? query.get('tenant_id');
      const project = asked !== null && token.isAdmin ? asked : token.projectId;
      if (project !== undefined && project !== '') ensureDefaultGroup(neutron, project);
    },
    create: (body) => makeGroup(neutron, body),
    update: (group, body) => changeGroup(neutron, group, body),
    remove: (group, { token }) => removeGroup(neutron, group, token),
  };
}

function viewOf(state: State, group: SecurityGroup, token: Token): View {
  const rules = state.rules
    .by('group', group.id)
    .toSorted((one, other) => (one.id < other.id ? -1 : 1));
  return {
    id: group.id,
    name: group.name,
    stateful: group.stateful,
    tenant_id: group.projectId,
    shared: isShared(state, group, token),
    security_group_rules: rules.map(embeddedRule),
    ...standardView(group),
  };
}

function makeGroup(neutron: Neutron, body: Body): SecurityGroup {
  const projectId = body['project_id'] as string;
  ensureDefaultGroup(neutron, projectId);
  checkQuota(neutron.state, 'security_group', projectId);
  return addGroup(neutron, body);
}

function changeGroup({ cloud }: Neutron, group: SecurityGroup, body: Body): void {
  if (group.name === 'default' && body['name'] !== undefined) {
    throw conflict(
      'SecurityGroupCannotUpdateDefault',
      'Updating default security group not allowed.',
    );
  }
  const names = { name: 'name', description: 'description', stateful: 'stateful' };
  change(group, cloud.clock, renamed(body, names));
}

function removeGroup({ state }: Neutron, group: SecurityGroup, token: Token): void {
  const inUse = state.ports
    .sorted()
    .some(({ securityGroupIds }) => securityGroupIds.includes(group.id));
  if (inUse) throw conflict('SecurityGroupInUse', `Security Group ${group.id} in use.`);
  if (group.name === 'default' && !token.isAdmin) {
    throw conflict(
      'SecurityGroupCannotRemoveDefault',
      'Insufficient rights for removing default security group.',
    );
  }
  for (const rule of [
    ...state.rules.by('group', group.id),
    ...state.rules.by('remote', group.id),
  ]) {
    state.rules.remove(rule);
  }
  dropPolicies(state, group.id);
  state.groups.remove(group);
}
