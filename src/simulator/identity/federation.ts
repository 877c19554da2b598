import type { Answer, Call, Route } from '../http/call.ts';
import { Refusal } from '../http/refusal.ts';
import { fieldsOf, textOf } from './fields.ts';
import type { Fields } from './fields.ts';
import { found } from './find.ts';
import type { Keystone } from './keystone.ts';
import { requireAdmin } from './policy.ts';
import { makeProject } from './project-make.ts';
import { bodyOf } from './read.ts';
import { newId } from './state.ts';
import type { IdentityProvider } from './state.ts';

const PROVIDER = '/OS-FEDERATION/identity_providers/:id';
const PROTOCOL = `${PROVIDER}/protocols/:protocol`;
const MAPPING = '/OS-FEDERATION/mappings/:id';

/** As much as a user needs to be one's: https://docs.openstack.org/api-ref/identity/v3-ext/#os-federation-api */
export function federationRoutes(keystone: Keystone): Route[] {
  const at = ({ params }: Call): IdentityProvider =>
    found(keystone.identityProviders, 'Identity Provider', params['id'] ?? '');
  return [
    { method: 'PUT', path: PROVIDER, handle: (call) => makeProvider(keystone, call) },
    {
      method: 'GET',
      path: PROVIDER,
      handle: (call) => ({ status: 200, body: { identity_provider: view(at(call), call.origin) } }),
    },
    {
      method: 'DELETE',
      path: PROVIDER,
      handle(call) {
        requireAdmin(call, 'delete_identity_provider');
        keystone.identityProviders.delete(at(call).id);
        return { status: 204 };
      },
    },
    { method: 'PUT', path: MAPPING, handle: (call) => makeMapping(keystone, call) },
    {
      method: 'DELETE',
      path: MAPPING,
      handle(call) {
        requireAdmin(call, 'delete_mapping');
        const id = call.params['id'] ?? '';
        found(keystone.mappings, 'mapping', id);
        keystone.mappings.delete(id);
        return { status: 204 };
      },
    },
    { method: 'PUT', path: PROTOCOL, handle: (call) => makeProtocol(call, at(call)) },
    {
      method: 'DELETE',
      path: PROTOCOL,
      handle(call) {
        requireAdmin(call, 'delete_protocol');
        at(call).protocols.delete(call.params['protocol'] ?? '');
        return { status: 204 };
      },
    },
  ];
}

/** With a domain of its own. */
function makeProvider(keystone: Keystone, call: Call): Answer {
  requireAdmin(call, 'create_identity_provider');
  const given = bodyOf(call, 'identity_provider');
  const id = call.params['id'] ?? '';
  const description = `Auto generated federated domain for Identity Provider: ${id}`;
  const domain = { name: newId(), description, is_domain: true };
  const provider: IdentityProvider = {
    id,
    domainId: textOf(given['domain_id']) ?? makeProject(keystone, call, domain).id,
    enabled: given['enabled'] === true,
    description: textOf(given['description']) ?? null,
    remoteIds: Array.isArray(given['remote_ids']) ? given['remote_ids'] : [],
    protocols: new Map(),
  };
  keystone.identityProviders.set(id, provider);
  return { status: 201, body: { identity_provider: view(provider, call.origin) } };
}

function makeMapping({ mappings }: Keystone, call: Call): Answer {
  requireAdmin(call, 'create_mapping');
  const id = call.params['id'] ?? '';
  const { rules } = bodyOf(call, 'mapping');
  mappings.set(id, rules);
  const links = { self: `${call.origin}/v3/OS-FEDERATION/mappings/${id}` };
  return { status: 201, body: { mapping: { id, rules, links } } };
}

function makeProtocol(call: Call, { id, protocols }: IdentityProvider): Answer {
  requireAdmin(call, 'create_protocol');
  const protocol = call.params['protocol'] ?? '';
  const mapping = textOf(bodyOf(call, 'protocol')['mapping_id']) ?? '';
  protocols.set(protocol, mapping);
  const links = {
    self: `${call.origin}/v3/protocols/${protocol}`,
    identity_provider: `${call.origin}/v3/${id}`,
  };
  return { status: 201, body: { protocol: { id: protocol, mapping_id: mapping, links } } };
}

function view(provider: IdentityProvider, origin: string): Fields {
  const { id, domainId, enabled, description, remoteIds } = provider;
  const self = `${origin}/v3/OS-FEDERATION/identity_providers/${id}`;
  return {
    id,
    domain_id: domainId,
    enabled,
    description,
    remote_ids: remoteIds,
    authorization_ttl: null,
    links: { self, protocols: `${self}/protocols` },
  };
}

/** Of a new user. @throws Refusal 400 where there is no such provider */
export function federatedOf(
  { identityProviders }: Keystone,
  given: Fields,
): readonly unknown[] | undefined {
  const { federated } = given;
  if (!Array.isArray(federated) || federated.length === 0) return undefined;
  for (const each of federated as unknown[]) {
    const provider = textOf(fieldsOf(each)?.['idp_id']) ?? '';
    if (!identityProviders.has(provider)) {
      throw new Refusal(400, `Could not find Identity Provider: ${provider}`);
    }
  }
  return federated as unknown[];
}
