import type { Group, Project, Role, User } from './state.ts';

/** How things are shown; `origin` for their links. */
export function projectView(project: Project, origin: string) {
  const { id, name, domainId, parentId, description, enabled, tags, options, extra } = project;
  return {
    ...extra,
    id,
    name,
    domain_id: domainId,
    description,
    enabled,
    parent_id: parentId,
    is_domain: domainId === null,
    tags,
    options,
    links: { self: `${origin}/v3/projects/${id}` },
  };
}

export function domainView(domain: Project, origin: string) {
  const { id, name, description, enabled, tags, options, extra } = domain;
  const links = { self: `${origin}/v3/domains/${id}` };
  return { ...extra, id, name, description, enabled, tags, options, links };
}

export function userView(user: User, origin: string) {
  const { id, name, domainId, enabled, defaultProjectId, options, extra } = user;
  return {
    ...extra,
    id,
    name,
    domain_id: domainId,
    enabled,
    ...(typeof defaultProjectId === 'string' && { default_project_id: defaultProjectId }),
    password_expires_at: null,
    options,
    links: { self: `${origin}/v3/users/${id}` },
  };
}

/** One user alone: with the identity providers that know it, where there are any. */
export function wholeUserView(user: User, origin: string) {
  const { federated } = user;
  return { ...userView(user, origin), ...(federated !== undefined && { federated }) };
}

export function groupView(group: Group, origin: string) {
  const { id, name, domainId, description, extra } = group;
  const links = { self: `${origin}/v3/groups/${id}` };
  return { ...extra, id, name, domain_id: domainId, description, links };
}

export function roleView(role: Role, origin: string) {
  const { id, name, domainId, description, options, extra } = role;
  const links = { self: `${origin}/v3/roles/${id}` };
  return { ...extra, id, name, domain_id: domainId, description, options, links };
}
