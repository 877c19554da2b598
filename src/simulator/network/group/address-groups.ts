import { parseCidr } from '../address/cidr.ts';
import { dropPolicies, isShared, sees } from '../access.ts';
import type { Neutron } from '../neutron.ts';
import type { Call, Route, Token } from '../../http/call.ts';
import type { Refusal } from '../../http/refusal.ts';
import { prefixes } from '../pool/prefixes.ts';
import { broken, conflict, missing } from '../refuse.ts';
import { ID, NAME, PROJECT, STANDARD, attribute } from '../rest/attributes.ts';
import { isRecord } from '../rest/body.ts';
import { findVisible } from '../rest/kind.ts';
import type { Kind } from '../rest/kind.ts';
import { idOf, ok } from '../rest/routes.ts';
import { change, newThing, renamed, standardView } from '../rest/thing.ts';
import type { View } from '../rest/thing.ts';
import type { AddressGroup, State } from '../state.ts';

const ATTRIBUTES = {
  ...ID,
  ...NAME,
  ...PROJECT,
  addresses: attribute('p', prefixes, { fallback: [] }),
  shared: attribute(''),
  ...STANDARD,
};

/** https://docs.openstack.org/api-ref/network/v2/#address-groups */
export function addressGroupsOf({ state, cloud }: Neutron): Kind<AddressGroup> {
  return {
    one: 'address_group',
    many: 'address_groups',
    path: '/address-groups',
    paged: true,
    attributes: ATTRIBUTES,
    shelf: state.addressGroups,
    visible: (group, token) => sees(state, group, token),
    view: viewOf,
    missing: addressGroupMissing,
    create(body) {
      const addresses = inOrder(body['addresses'] as string[]);
      const group = { ...newThing(cloud.clock, body), addresses };
      state.addressGroups.add(group);
      return group;
    },
    update: (group, body) =>
      void change(group, cloud.clock, renamed(body, { name: 'name', description: 'description' })),
    remove: (group) => removeGroup(state, group),
  };
}

export function addressGroupMissing(id: string): Refusal {
  return missing('AddressGroupNotFound', `Address group ${id} could not be found.`);
}

function viewOf(group: AddressGroup): View {
  return {
    id: group.id,
    name: group.name,
    project_id: group.projectId,
    addresses: group.addresses,
    description: group.description,
    tenant_id: group.projectId,
  };
}

function removeGroup(state: State, group: AddressGroup): void {
  if (state.rules.by('addressGroup', group.id).length > 0) {
    throw conflict(
      'AddressGroupInUse',
      `Address group ${group.id} is in use on one or more security group rules.`,
    );
  }
  dropPolicies(state, group.id);
  state.addressGroups.remove(group);
}

/** Its addresses change through two paths of their own. */
export function addressRoutes(neutron: Neutron, groups: Kind<AddressGroup>): Route[] {
  const route = (word: string, merge: (has: string[], said: string[]) => string[]): Route => ({
    method: 'PUT',
    path: `${groups.path}/:id/${word}`,
    handle(call) {
      const group = findVisible(groups, idOf(call), call.token);
      const addresses = inOrder(merge([...group.addresses], said(call)));
      change(group, neutron.cloud.clock, { addresses });
      return ok({ address_group: wholeView(neutron.state, group, call.token) });
    },
  });
  return [
    route('add_addresses', (has, more) => [...has, ...more]),
    route('remove_addresses', (has, less) => has.filter((each) => !less.includes(each))),
  ];
}

/** Zed takes the list alone, and breaks on one in a wrapper. */
function said({ json }: Call): string[] {
  const given = isRecord(json) ? json['addresses'] : undefined;
  if (given !== undefined) return prefixes(given, 'addresses') as string[];
  throw broken();
}

function wholeView(state: State, group: AddressGroup, token: Token): View {
  const { tags: _tags, ...standard } = standardView(group);
  return { ...viewOf(group), shared: isShared(state, group, token), ...standard };
}

/** As text, as the database orders them. */
function inOrder(addresses: readonly string[]): string[] {
  const texts = addresses.map((each) => parseCidr(each)?.text ?? each);
  return [...new Set(texts)].toSorted();
}
