import type { Call, Route } from '../http/call.ts';
import { Refusal } from '../http/refusal.ts';
import { catalogView } from './catalog.ts';
import { rolesIn } from './effective.ts';
import type { Keystone } from './keystone.ts';
import { byId, filtered, listed } from './list.ts';
import type { Project } from './state.ts';
import { domainView, projectView } from './views.ts';

/** What a token may be scoped to. https://docs.openstack.org/api-ref/identity/v3/#authentication-and-token-management */
export function ownScopeRoutes(keystone: Keystone): Route[] {
  const own = ({ token }: Call, type: 'project' | 'domain'): Project[] =>
    byId(keystone.projects.values())
      .filter(({ domainId, enabled }) => enabled && (domainId === null) === (type === 'domain'))
      .filter(({ id }) => rolesIn(keystone, token.userId, { type, id }).length > 0);
  return [
    {
      method: 'GET',
      path: '/auth/projects',
      handle(call) {
        const views = own(call, 'project').map((each) => projectView(each, call.origin));
        return listed(call, 'projects', filtered(call, views, ['name', 'domain_id', 'enabled']));
      },
    },
    {
      method: 'GET',
      path: '/auth/domains',
      handle(call) {
        const views = own(call, 'domain').map((each) => domainView(each, call.origin));
        return listed(call, 'domains', filtered(call, views, ['name', 'enabled']));
      },
    },
    {
      method: 'GET',
      path: '/auth/system',
      handle({ token, origin }) {
        const roles = rolesIn(keystone, token.userId, { type: 'system' });
        const system = roles.length > 0 ? [{ all: true }] : [];
        return { status: 200, body: { system, links: { self: `${origin}/v3/auth/system` } } };
      },
    },
    {
      method: 'GET',
      path: '/auth/catalog',
      handle({ token, origin }) {
        const scope = keystone.tokens.get(token.id)?.scope;
        if (scope === undefined || scope.type === 'unscoped') {
          throw new Refusal(403, 'You are not authorized to perform the requested action.');
        }
        const links = { self: `${origin}/v3/auth/catalog` };
        return { status: 200, body: { catalog: catalogView(keystone, scope), links } };
      },
    },
  ];
}
