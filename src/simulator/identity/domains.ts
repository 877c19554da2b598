import type { Answer, Call, Route } from '../http/call.ts';
import { Refusal } from '../http/refusal.ts';
import { domainAt } from './find.ts';
import type { Keystone } from './keystone.ts';
import { byId, filtered, listed } from './list.ts';
import { requireAdmin, requireReader } from './policy.ts';
import { makeProject } from './project-make.ts';
import { PROJECT_RULES, checkMutable } from './project-rules.ts';
import { changeProject } from './projects.ts';
import { bodyOf } from './read.ts';
import { removeActor, removeTarget } from './remove.ts';
import { checkChange } from './schema.ts';
import { domainView } from './views.ts';

/** https://docs.openstack.org/api-ref/identity/v3/#domains */
export function domainRoutes(keystone: Keystone): Route[] {
  return [
    {
      method: 'GET',
      path: '/domains',
      handle(call) {
        requireReader(call, 'list_domains');
        const views = byId(keystone.projects.values())
          .filter(({ domainId }) => domainId === null)
          .map((domain) => domainView(domain, call.origin));
        return listed(call, 'domains', filtered(call, views, ['name', 'enabled']));
      },
    },
    {
      method: 'POST',
      path: '/domains',
      handle(call) {
        requireAdmin(call, 'create_domain');
        const given = { ...bodyOf(call, 'domain'), is_domain: true };
        const domain = makeProject(keystone, call, given);
        return { status: 201, body: { domain: domainView(domain, call.origin) } };
      },
    },
    {
      method: 'GET',
      path: '/domains/:id',
      handle(call) {
        const id = call.params['id'] ?? '';
        requireReader(call, 'get_domain', id === ownDomain(keystone, call));
        return { status: 200, body: { domain: domainView(domainAt(keystone, id), call.origin) } };
      },
    },
    {
      method: 'GET',
      path: '/domains/:id/config',
      handle(call) {
        requireAdmin(call, 'get_domain_config');
        const { id } = domainAt(keystone, call.params['id'] ?? '');
        throw new Refusal(
          404,
          `Could not find any options in domain configuration for domain ${id}.`,
        );
      },
    },
    { method: 'PATCH', path: '/domains/:id', handle: (call) => change(keystone, call) },
    { method: 'DELETE', path: '/domains/:id', handle: (call) => remove(keystone, call) },
  ];
}

/** Of the token's scope. */
function ownDomain({ projects }: Keystone, { token }: Call): string | null | undefined {
  return token.domainId ?? projects.get(token.projectId ?? '')?.domainId;
}

function change(keystone: Keystone, call: Call): Answer {
  requireAdmin(call, 'update_domain');
  const given = bodyOf(call, 'domain');
  checkChange(given, PROJECT_RULES);
  const domain = domainAt(keystone, call.params['id'] ?? '');
  // Keystone adds to what is asked, and so nothing asked here makes one mutable; as a project it can be.
  checkMutable(domain, 'domain', 'update');
  changeProject(keystone, domain, given);
  return { status: 200, body: { domain: domainView(domain, call.origin) } };
}

/** Once it is disabled, it goes with all that is in it. */
function remove(keystone: Keystone, call: Call): Answer {
  requireAdmin(call, 'delete_domain');
  const domain = domainAt(keystone, call.params['id'] ?? '');
  checkMutable(domain, 'domain', 'delete');
  if (domain.enabled) {
    throw new Refusal(403, 'Cannot delete a domain that is enabled, please disable it first.');
  }
  const { projects, users, groups, roles } = keystone;
  const isIn = ({ domainId }: { readonly domainId: string | null }): boolean =>
    domainId === domain.id;
  for (const { id } of [...users.values()].filter(isIn))
    removeActor(keystone, { type: 'user', id });
  for (const { id } of [...groups.values()].filter(isIn)) {
    removeActor(keystone, { type: 'group', id });
  }
  for (const { id } of [...projects.values()].filter(isIn)) {
    removeTarget(keystone, { type: 'project', id });
  }
  for (const { id } of [...roles.values()].filter(isIn)) roles.delete(id);
  removeTarget(keystone, { type: 'domain', id: domain.id });
  return { status: 204 };
}
