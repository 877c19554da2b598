import type { Concern } from '../../model/concern.ts';
import { referenceKey } from '../../model/reference.ts';
import type { Reference } from '../../model/reference.ts';
import { provenance } from '../neutron/mark.ts';
import { defineKind } from '../resource-kind.ts';
import { getRules, listRules, removeRules } from './api.ts';
import { attributes } from './attributes.ts';
import { converge, create, find } from './copy.ts';
import { facts } from './facts.ts';
import type { GroupRules } from './schema.ts';
import { areUnfinished } from './state.ts';

export const securityGroupRules = defineKind<GroupRules>({
  kind: 'security-group-rules',
  // Not itself: groups may name each other in a circle, and their rules need the groups only.
  dependsOn: ['security-group'],
  reuse: 'equal',
  mappedAs: 'security-group',
  facts,

  get: getRules,
  list: (cloud, { project }) => listRules(cloud, { project_id: project }),
  project: (resource) => resource.project_id,
  references: (_source, resource) => Promise.resolve(referencesOf(resource)),

  find,
  provenance: (resource) => provenance(resource) ?? resource.adopted,
  unfinished: areUnfinished,
  attributes,

  create,
  converge,
  remove: removeRules,
  concerns: (_context, resource) => Promise.resolve(addressGroups(resource)),
});

/** Its group, and the groups its rules name with their own rules: a group without them would be half a group. */
function referencesOf({ id, security_group_rules: rules }: GroupRules): Reference[] {
  const groups = new Set([id, ...rules.flatMap((rule) => rule.remote_group_id ?? [])]);
  return [...groups].flatMap((group) => [
    { kind: 'security-group', id: group },
    ...(group === id ? [] : [{ kind: 'security-group-rules', id: group }]),
  ]);
}

function addressGroups({ id, name, security_group_rules: rules }: GroupRules): Concern[] {
  if (!rules.some((rule) => rule.remote_address_group_id)) return [];
  return [
    {
      severity: 'blocker',
      code: 'address-group',
      subject: referenceKey({ kind: 'security-group-rules', id }),
      message: `Security group ${name} has rules for an address group, which is not carried.`,
      remedy: 'Make the security group in the destination and map it: mappings: security-group.',
    },
  ];
}
