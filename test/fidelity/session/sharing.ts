import type { Session } from '../wire/step.ts';
import { prepare, step } from '../wire/step.ts';

const mine = { list: 'mine' } as const;
const NOBODY = '4e8e5957-649f-477b-9e5b-f1f75b21c03c';

const addressScopes = [
  step('creates an address scope', 'network POST /address-scopes', {
    body: { address_scope: { name: '{run}-scope', ip_version: 4, project_id: '{project}' } },
    keep: { scope: 'address_scope.id' },
    undo: '/address-scopes/{scope}',
  }),
  step('creates an address scope as a member', 'network POST /address-scopes', {
    as: 'member',
    body: { address_scope: { name: '{run}-scope6', ip_version: 6 } },
    keep: { scope6: 'address_scope.id' },
    undo: '/address-scopes/{scope6}',
  }),
  step('creates a shared address scope', 'network POST /address-scopes', {
    body: { address_scope: { name: '{run}-all', ip_version: 4, shared: true } },
    keep: { scopeAll: 'address_scope.id' },
    undo: '/address-scopes/{scopeAll}',
  }),
  step('creates a shared address scope as a member', 'network POST /address-scopes', {
    as: 'member',
    body: { address_scope: { name: '{run}-x', ip_version: 4, shared: true } },
  }),
  step('creates an address scope without version', 'network POST /address-scopes', {
    body: { address_scope: { name: '{run}-x' } },
  }),
  step('creates an address scope of a wrong version', 'network POST /address-scopes', {
    body: { address_scope: { name: '{run}-x', ip_version: 5 } },
  }),
  step('creates an address scope with a description', 'network POST /address-scopes', {
    body: { address_scope: { name: '{run}-x', ip_version: 4, description: 'x' } },
  }),
  step('shows an address scope', 'network GET /address-scopes/{scope}'),
  step('shows an address scope to a stranger', 'network GET /address-scopes/{scope}', {
    as: 'stranger',
  }),
  step('shows a shared address scope to a stranger', 'network GET /address-scopes/{scopeAll}', {
    as: 'stranger',
  }),
  step('shows an address scope that is not there', `network GET /address-scopes/${NOBODY}`),
  step('lists address scopes', 'network GET /address-scopes', mine),
  step('lists address scopes as a stranger', 'network GET /address-scopes', {
    as: 'stranger',
    ...mine,
  }),
  step('lists address scopes by name', 'network GET /address-scopes?name={run}-scope&fields=name'),
  step('lists address scopes by project', 'network GET /address-scopes?project_id={project}'),
  step('lists address scopes by description', 'network GET /address-scopes?description=x'),
  step('tags an address scope', 'network PUT /address-scopes/{scope}/tags', {
    body: { tags: ['x'] },
  }),
  step('renames an address scope', 'network PUT /address-scopes/{scope}', {
    body: { address_scope: { name: '{run}-scopeb' } },
  }),
  step('changes the version of an address scope', 'network PUT /address-scopes/{scope}', {
    body: { address_scope: { ip_version: 6 } },
  }),
  step('unshares an address scope', 'network PUT /address-scopes/{scopeAll}', {
    body: { address_scope: { shared: false } },
  }),
  step('the policy of a shared address scope', 'network GET /rbac-policies?object_id={scopeAll}'),
];

const subnetPools = [
  step('creates a subnet pool', 'network POST /subnetpools', {
    body: {
      subnetpool: {
        name: '{run}-pool',
        description: 'pool',
        project_id: '{project}',
        prefixes: ['10.144.0.0/16', '10.145.0.5/24', '10.145.1.0/24'],
        default_prefixlen: 26,
        min_prefixlen: 24,
        max_prefixlen: 28,
        default_quota: 192,
        address_scope_id: '{scope}',
      },
    },
    keep: { pool: 'subnetpool.id' },
    undo: '/subnetpools/{pool}',
  }),
  step('creates a subnet pool as a member', 'network POST /subnetpools', {
    as: 'member',
    body: { subnetpool: { name: '{run}-pool6', prefixes: ['fd00:144::/48'] } },
    keep: { pool6: 'subnetpool.id' },
    undo: '/subnetpools/{pool6}',
  }),
  step('creates a default subnet pool', 'network POST /subnetpools', {
    body: {
      subnetpool: {
        name: '{run}-default',
        prefixes: ['fd00:145::/48'],
        is_default: true,
        shared: true,
      },
    },
    keep: { poolAll: 'subnetpool.id' },
    undo: '/subnetpools/{poolAll}',
  }),
  step('creates another default subnet pool', 'network POST /subnetpools', {
    body: { subnetpool: { name: '{run}-x', prefixes: ['fd00:146::/48'], is_default: true } },
  }),
  step('makes another subnet pool the default', 'network PUT /subnetpools/{pool6}', {
    body: { subnetpool: { is_default: true } },
  }),
  step('creates a default subnet pool as a member', 'network POST /subnetpools', {
    as: 'member',
    body: { subnetpool: { name: '{run}-x', prefixes: ['10.9.0.0/16'], is_default: true } },
  }),
  step('creates a subnet pool without prefixes', 'network POST /subnetpools', {
    body: { subnetpool: { name: '{run}-x' } },
  }),
  step('creates a subnet pool with no prefix', 'network POST /subnetpools', {
    body: { subnetpool: { name: '{run}-x', prefixes: [] } },
  }),
  step('creates a subnet pool of both versions', 'network POST /subnetpools', {
    body: { subnetpool: { name: '{run}-x', prefixes: ['10.0.0.0/8', 'fd00::/8'] } },
  }),
  step('creates a subnet pool with a bad prefix', 'network POST /subnetpools', {
    body: { subnetpool: { name: '{run}-x', prefixes: ['nonsense'] } },
  }),
  step('creates a subnet pool with crossed bounds', 'network POST /subnetpools', {
    body: {
      subnetpool: {
        name: '{run}-x',
        prefixes: ['10.0.0.0/8'],
        min_prefixlen: 26,
        max_prefixlen: 24,
      },
    },
  }),
  step('creates a subnet pool with a default below its bounds', 'network POST /subnetpools', {
    body: {
      subnetpool: {
        name: '{run}-x',
        prefixes: ['10.0.0.0/8'],
        min_prefixlen: 24,
        default_prefixlen: 20,
      },
    },
  }),
  step('creates a subnet pool that overlaps in its scope', 'network POST /subnetpools', {
    body: {
      subnetpool: { name: '{run}-x', prefixes: ['10.144.4.0/24'], address_scope_id: '{scope}' },
    },
  }),
  step('creates a subnet pool in a scope of another version', 'network POST /subnetpools', {
    body: {
      subnetpool: { name: '{run}-x', prefixes: ['10.147.0.0/16'], address_scope_id: '{scope6}' },
    },
  }),
  step('creates a subnet pool in an unknown scope', 'network POST /subnetpools', {
    body: {
      subnetpool: { name: '{run}-x', prefixes: ['10.147.0.0/16'], address_scope_id: NOBODY },
    },
  }),
  step('creates a shared subnet pool in a scope of its own', 'network POST /subnetpools', {
    body: {
      subnetpool: {
        name: '{run}-x',
        prefixes: ['10.147.0.0/16'],
        address_scope_id: '{scope}',
        shared: true,
      },
    },
    hide: ['message'],
  }),
  step('shows a subnet pool', 'network GET /subnetpools/{pool}'),
  step('shows a subnet pool to a stranger', 'network GET /subnetpools/{pool}', { as: 'stranger' }),
  step('shows a shared subnet pool to a stranger', 'network GET /subnetpools/{poolAll}', {
    as: 'stranger',
  }),
  step('shows a subnet pool that is not there', `network GET /subnetpools/${NOBODY}`),
  step('lists subnet pools', 'network GET /subnetpools', mine),
  step('lists subnet pools by description', 'network GET /subnetpools?description=pool', mine),
  step(
    'lists default subnet pools',
    'network GET /subnetpools?is_default=true&ip_version=6&fields=name',
  ),
  step('tags a subnet pool', 'network PUT /subnetpools/{pool}/tags', { body: { tags: ['x'] } }),
  step('lists subnet pools by tag', 'network GET /subnetpools?tags=x&project_id={project}'),
  step('changes a subnet pool', 'network PUT /subnetpools/{pool}', {
    body: {
      subnetpool: {
        description: 'pools',
        prefixes: ['10.144.0.0/16', '10.145.0.0/23', '10.146.0.0/16'],
      },
    },
  }),
  step('takes prefixes from a subnet pool', 'network PUT /subnetpools/{pool}', {
    body: { subnetpool: { prefixes: ['10.144.0.0/16'] } },
  }),
  step('shares a subnet pool', 'network PUT /subnetpools/{pool}', {
    body: { subnetpool: { shared: true } },
  }),
];

const pooled = { network_id: '{net}', ip_version: 4, subnetpool_id: '{pool}' };
const subnets = [
  prepare('network POST /networks', {
    body: { network: { name: '{run}-net', project_id: '{project}' } },
    keep: { net: 'network.id' },
    undo: '/networks/{net}',
  }),
  step('creates a subnet of a pool with a range', 'network POST /subnets', {
    body: { subnet: { ...pooled, cidr: '10.144.7.0/26', project_id: '{project}' } },
    keep: { subnet: 'subnet.id' },
    undo: '/subnets/{subnet}',
  }),
  step('creates a subnet with a range that the pool has given', 'network POST /subnets', {
    body: { subnet: { ...pooled, cidr: '10.144.7.0/26', project_id: '{project}' } },
  }),
  step('creates a subnet with a range that the pool has not', 'network POST /subnets', {
    body: { subnet: { ...pooled, cidr: '10.199.7.0/26', project_id: '{project}' } },
  }),
  step('creates a subnet that is too small for its pool', 'network POST /subnets', {
    body: { subnet: { ...pooled, cidr: '10.144.8.0/30' } },
  }),
  step('creates a subnet that is too large for its pool', 'network POST /subnets', {
    body: { subnet: { ...pooled, cidr: '10.144.0.0/20' } },
  }),
  step('creates a subnet beyond the quota of its pool', 'network POST /subnets', {
    body: { subnet: { ...pooled, prefixlen: 24, project_id: '{project}' } },
  }),
  step('creates a subnet without pool beside one with', 'network POST /subnets', {
    body: { subnet: { network_id: '{net}', ip_version: 4, cidr: '10.144.9.0/26' } },
  }),
  step('creates a subnet of an unknown pool', 'network POST /subnets', {
    body: { subnet: { ...pooled, subnetpool_id: NOBODY, cidr: '10.144.9.0/26' } },
  }),
  step('creates a subnet of a pool of another version', 'network POST /subnets', {
    body: { subnet: { ...pooled, subnetpool_id: '{pool6}' } },
  }),
  step('creates a subnet with range and length', 'network POST /subnets', {
    body: { subnet: { ...pooled, cidr: '10.144.9.0/26', prefixlen: 26 } },
  }),
  step('creates a subnet of a stranger’s pool', 'network POST /subnets', {
    as: 'stranger',
    body: { subnet: pooled },
  }),
  step('lists subnets of a pool', 'network GET /subnets?subnetpool_id={pool}'),
  step(
    'shows the scopes of a network',
    'network GET /networks/{net}?fields=ipv4_address_scope&fields=ipv6_address_scope',
  ),
  step('deletes a subnet pool in use', 'network DELETE /subnetpools/{pool}'),
  step('deletes an address scope in use', 'network DELETE /address-scopes/{scope}'),
  step('gives a subnet back', 'network DELETE /subnets/{subnet}'),
  step('deletes a subnet pool', 'network DELETE /subnetpools/{pool}'),
  step('deletes a subnet pool again', 'network DELETE /subnetpools/{pool}'),
];

const addressGroups = [
  step('creates an address group', 'network POST /address-groups', {
    body: {
      address_group: {
        name: '{run}-group',
        description: 'group',
        project_id: '{project}',
        addresses: ['10.2.3.4/32', '10.1.0.0/16', '10.0.0.5/24', 'fd00::/64'],
      },
    },
    keep: { group: 'address_group.id' },
    undo: '/address-groups/{group}',
  }),
  step('creates an address group as a member', 'network POST /address-groups', {
    as: 'member',
    body: { address_group: {} },
    keep: { group2: 'address_group.id' },
    undo: '/address-groups/{group2}',
  }),
  step('creates an address group with a bare address', 'network POST /address-groups', {
    body: { address_group: { name: '{run}-x', addresses: ['10.1.2.3'] } },
  }),
  step('creates an address group with nonsense', 'network POST /address-groups', {
    body: { address_group: { name: '{run}-x', addresses: ['nonsense'] } },
  }),
  step('creates a shared address group', 'network POST /address-groups', {
    body: { address_group: { name: '{run}-x', shared: true } },
  }),
  step('shows an address group', 'network GET /address-groups/{group}'),
  step('shows an address group to a stranger', 'network GET /address-groups/{group}', {
    as: 'stranger',
  }),
  step('shows an address group that is not there', `network GET /address-groups/${NOBODY}`),
  step('lists address groups', 'network GET /address-groups', mine),
  step(
    'lists address groups by description',
    'network GET /address-groups?description=group',
    mine,
  ),
  step('lists shared address groups', 'network GET /address-groups?shared=True'),
  step('tags an address group', 'network PUT /address-groups/{group}/tags', {
    body: { tags: ['x'] },
  }),
  step('renames an address group', 'network PUT /address-groups/{group}', {
    body: { address_group: { name: '{run}-groupb', description: 'groups' } },
  }),
  step('sets the addresses of a group', 'network PUT /address-groups/{group}', {
    body: { address_group: { addresses: ['10.1.0.0/16'] } },
  }),
  step('adds addresses', 'network PUT /address-groups/{group}/add_addresses', {
    body: { addresses: ['10.9.0.0/16'] },
  }),
  step('adds addresses in a wrapper', 'network PUT /address-groups/{group}/add_addresses', {
    body: { address_group: { addresses: ['10.9.0.0/16'] } },
  }),
  step('takes addresses away', 'network PUT /address-groups/{group}/remove_addresses', {
    body: { addresses: ['10.9.0.0/16'] },
  }),
  prepare('network POST /security-groups', {
    body: { security_group: { name: '{run}-sg', project_id: '{project}' } },
    keep: { sg: 'security_group.id' },
    undo: '/security-groups/{sg}',
  }),
  step('creates a rule for an address group', 'network POST /security-group-rules', {
    body: {
      security_group_rule: {
        security_group_id: '{sg}',
        project_id: '{project}',
        direction: 'ingress',
        protocol: 'tcp',
        remote_address_group_id: '{group}',
      },
    },
    keep: { rule: 'security_group_rule.id' },
    undo: '/security-group-rules/{rule}',
  }),
  step('creates a rule for an address group again', 'network POST /security-group-rules', {
    body: {
      security_group_rule: {
        security_group_id: '{sg}',
        project_id: '{project}',
        direction: 'ingress',
        protocol: 'tcp',
        remote_address_group_id: '{group}',
      },
    },
  }),
  step('creates a rule for an unknown address group', 'network POST /security-group-rules', {
    body: {
      security_group_rule: {
        security_group_id: '{sg}',
        direction: 'ingress',
        remote_address_group_id: NOBODY,
      },
    },
  }),
  step('creates a rule for an address group and a group', 'network POST /security-group-rules', {
    body: {
      security_group_rule: {
        security_group_id: '{sg}',
        direction: 'ingress',
        remote_address_group_id: '{group}',
        remote_group_id: '{sg}',
      },
    },
  }),
  step(
    'lists rules for an address group',
    'network GET /security-group-rules?remote_address_group_id={group}',
  ),
  step('deletes an address group in use', 'network DELETE /address-groups/{group}'),
];

const policy = { action: 'access_as_shared', project_id: '{project}' };
const policies = [
  step('shares an address group', 'network POST /rbac-policies', {
    body: {
      rbac_policy: {
        ...policy,
        object_type: 'address_group',
        object_id: '{group}',
        target_tenant: '{other}',
      },
    },
    keep: { policy: 'rbac_policy.id' },
    undo: '/rbac-policies/{policy}',
  }),
  step('shows a shared address group to a stranger', 'network GET /address-groups/{group}', {
    as: 'stranger',
  }),
  step('shares an address group again', 'network POST /rbac-policies', {
    body: {
      rbac_policy: {
        ...policy,
        object_type: 'address_group',
        object_id: '{group}',
        target_tenant: '{other}',
      },
    },
  }),
  step('shares an address scope', 'network POST /rbac-policies', {
    body: {
      rbac_policy: {
        ...policy,
        object_type: 'address_scope',
        object_id: '{scope}',
        target_tenant: '*',
      },
    },
    keep: { scopePolicy: 'rbac_policy.id' },
    undo: '/rbac-policies/{scopePolicy}',
  }),
  step('shows an address scope that is shared', 'network GET /address-scopes/{scope}'),
  step('shares a subnet pool with a project', 'network POST /rbac-policies', {
    body: {
      rbac_policy: {
        ...policy,
        object_type: 'subnetpool',
        object_id: '{pool6}',
        target_tenant: '{other}',
      },
    },
    keep: { poolPolicy: 'rbac_policy.id' },
    undo: '/rbac-policies/{poolPolicy}',
  }),
  step('shows a subnet pool that is shared', 'network GET /subnetpools/{pool6}', {
    as: 'stranger',
  }),
  step('shares a subnet pool as external', 'network POST /rbac-policies', {
    body: {
      rbac_policy: {
        ...policy,
        object_type: 'subnetpool',
        object_id: '{pool6}',
        action: 'access_as_external',
        target_tenant: '{other}',
      },
    },
  }),
  step('shares an unknown address group', 'network POST /rbac-policies', {
    body: {
      rbac_policy: {
        ...policy,
        object_type: 'address_group',
        object_id: NOBODY,
        target_tenant: '{other}',
      },
    },
  }),
  step('shares an unknown address scope', 'network POST /rbac-policies', {
    body: {
      rbac_policy: {
        ...policy,
        object_type: 'address_scope',
        object_id: NOBODY,
        target_tenant: '{other}',
      },
    },
  }),
  step(
    'lists policies of several objects',
    'network GET /rbac-policies?object_id={group}&object_id={pool6}&target_tenant={other}&target_tenant=*',
  ),
  step('shows a policy', 'network GET /rbac-policies/{policy}'),
  step('shows a policy that is not there', `network GET /rbac-policies/${NOBODY}`),
  step('deletes a policy', 'network DELETE /rbac-policies/{policy}'),
  step('deletes a policy again', 'network DELETE /rbac-policies/{policy}'),
];

const WIRE =
  '?fields=mtu&fields=provider:network_type&fields=provider:physical_network&fields=provider:segmentation_id';
const vlan = { 'provider:network_type': 'vlan', 'provider:physical_network': 'public' };
const providers = [
  prepare('network POST /networks', {
    body: { network: { name: '{run}-v', ...vlan, 'provider:segmentation_id': 3101 } },
    keep: { vlan: 'network.id' },
    undo: '/networks/{vlan}',
  }),
  step('shows a VLAN network', `network GET /networks/{vlan}${WIRE}`),
  step('creates a VLAN network with a number in use', 'network POST /networks', {
    body: { network: { name: '{run}-x', ...vlan, 'provider:segmentation_id': 3101 } },
  }),
  step('creates a VLAN network with a number out of range', 'network POST /networks', {
    body: { network: { name: '{run}-x', ...vlan, 'provider:segmentation_id': 5000 } },
  }),
  step('creates a VLAN network on an unknown wire', 'network POST /networks', {
    body: {
      network: {
        ...vlan,
        'provider:physical_network': 'other',
        'provider:segmentation_id': 3102,
      },
    },
  }),
  step('creates a VLAN network without wire', 'network POST /networks', {
    body: { network: { 'provider:network_type': 'vlan', 'provider:segmentation_id': 3102 } },
  }),
  prepare('network POST /networks', {
    body: { network: { name: '{run}-v2', ...vlan } },
    keep: { vlan2: 'network.id' },
    undo: '/networks/{vlan2}',
  }),
  step('shows a VLAN network without number', `network GET /networks/{vlan2}${WIRE}`),
  step('creates a network on a wire of no type', 'network POST /networks', {
    body: { network: { 'provider:physical_network': 'public' } },
  }),
  step('creates a flat network with a number', 'network POST /networks', {
    body: {
      network: { ...vlan, 'provider:network_type': 'flat', 'provider:segmentation_id': 5 },
    },
  }),
  step('creates a VLAN network as a member', 'network POST /networks', {
    as: 'member',
    body: { network: { ...vlan, 'provider:segmentation_id': 3102 } },
  }),
  step(
    'lists networks by wire and number',
    'network GET /networks?provider:network_type=vlan&provider:physical_network=public&provider:segmentation_id=3101&fields=name',
  ),
];

/** What several projects have in common: address scopes, subnet pools, address groups, and who is let at them; and wires. */
export const sharing: Session = {
  service: 'network',
  name: 'sharing',
  steps: [
    ...addressScopes,
    ...subnetPools,
    ...subnets,
    ...addressGroups,
    ...policies,
    ...providers,
  ],
};
