import { randomUUID } from 'node:crypto';
import { SHARED, dropPolicies, grant, isShared, sees, sharedWithAll } from '../access.ts';
import type { Neutron } from '../neutron.ts';
import { Refusal } from '../../http/refusal.ts';
import { conflict, missing } from '../refuse.ts';
import { ID, NAME, PROJECT, attribute, byAdmin } from '../rest/attributes.ts';
import type { Kind } from '../rest/kind.ts';
import { boolean, integer, oneOf } from '../rest/readers.ts';
import type { Body, View } from '../rest/thing.ts';
import type { AddressScope, State } from '../state.ts';

const ATTRIBUTES = {
  ...ID,
  ...NAME,
  ...PROJECT,
  shared: attribute('puf', boolean, { fallback: false, rule: byAdmin }),
  ip_version: attribute('pf', oneOf([4, 6], integer), { required: true }),
};

/** It has neither description nor tags: https://docs.openstack.org/api-ref/network/v2/#address-scopes */
export function addressScopesOf({ state }: Neutron): Kind<AddressScope> {
  return {
    one: 'address_scope',
    many: 'address_scopes',
    path: '/address-scopes',
    paged: true,
    attributes: ATTRIBUTES,
    shelf: state.scopes,
    visible: (scope, token) => sees(state, scope, token),
    view: (scope, token): View => ({
      id: scope.id,
      project_id: scope.projectId,
      name: scope.name,
      shared: isShared(state, scope, token),
      ip_version: scope.ipVersion,
      tenant_id: scope.projectId,
    }),
    missing: scopeMissing,
    create: (body) => makeScope(state, body),
    update: (scope, body) => changeScope(state, scope, body),
    remove: (scope) => removeScope(state, scope),
  };
}

export function scopeMissing(id: string): Refusal {
  return missing('AddressScopeNotFound', `Address scope ${id} could not be found.`);
}

function makeScope(state: State, body: Body): AddressScope {
  const scope: AddressScope = {
    id: randomUUID(),
    projectId: body['project_id'] as string,
    name: body['name'] as string,
    ipVersion: body['ip_version'] as 4 | 6,
  };
  state.scopes.add(scope);
  if (body['shared'] === true) grant(state, 'address_scope', scope, SHARED);
  return scope;
}

function changeScope(state: State, scope: AddressScope, body: Body): void {
  const shared = body['shared'] as boolean | undefined;
  const isForAll = sharedWithAll(state, scope.id) !== undefined;
  if (shared === false && isForAll) {
    throw new Refusal(
      400,
      `Unable to update address scope ${scope.id} : Shared address scope can't be unshared.`,
      'AddressScopeUpdateError',
    );
  }
  if (shared === true && !isForAll) grant(state, 'address_scope', scope, SHARED);
  scope.name = (body['name'] as string | undefined) ?? scope.name;
}

function removeScope(state: State, { id }: AddressScope): void {
  if (state.pools.by('scope', id).length > 0) {
    throw conflict(
      'AddressScopeInUse',
      `Unable to complete operation on address scope ${id}. There are one or more subnet pools in use on the address scope.`,
    );
  }
  dropPolicies(state, id);
  const scope = state.scopes.get(id);
  if (scope !== undefined) state.scopes.remove(scope);
}
