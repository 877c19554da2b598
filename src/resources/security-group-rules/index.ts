import { missingExtensions } from '../neutron/concern.ts';
import { provenance } from '../neutron/mark.ts';
import { defineKind } from '../resource-kind.ts';
import { getRules, listRules, removeRules } from './api.ts';
import { attributes } from './attributes.ts';
import { converge, create, find } from './copy.ts';
import { facts } from './facts.ts';
import { references } from './references.ts';
import type { GroupRules } from './schema.ts';
import { areUnfinished } from './state.ts';

export const securityGroupRules = defineKind<GroupRules>({
  kind: 'security-group-rules',
  // Not itself: groups may name each other in a circle, and their rules need the groups only.
  dependsOn: ['security-group', 'address-group'],
  reuse: 'equal',
  mappedAs: 'security-group',
  facts,

  get: getRules,
  list: (cloud, { project }) => listRules(cloud, { project_id: project }),
  project: (resource) => resource.project_id,
  references,

  find,
  provenance: (resource) => provenance(resource) ?? resource.adopted,
  unfinished: areUnfinished,
  attributes,

  create,
  converge,
  remove: removeRules,
  concerns: ({ destination }, { id, name, security_group_rules: rules }) =>
    missingExtensions(
      destination,
      { kind: 'security-group-rules', id },
      {
        'security-groups-remote-address-group': rules.some((rule) => rule.remote_address_group_id)
          ? `Security group ${name} has rules for an address group, and so`
          : undefined,
      },
    ),
});
