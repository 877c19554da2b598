import { catalogView } from './catalog.ts';
import type { Keystone } from './keystone.ts';
import type { Project, Role, StoredToken } from './state.ts';

/** A token as a login and GET /auth/tokens show it. */
export function tokenView(
  keystone: Keystone,
  { token, roles }: { readonly token: StoredToken; readonly roles: readonly Role[] },
  withCatalog: boolean,
): unknown {
  const { scope } = token;
  return {
    methods: token.methods,
    user: userView(keystone, token.userId),
    audit_ids: token.auditIds,
    expires_at: timeView(token.expiresAt),
    issued_at: timeView(token.issuedAt),
    ...scopeView(keystone, token),
    ...(scope.type !== 'unscoped' && { roles: roles.map(({ id, name }) => ({ id, name })) }),
    ...(scope.type !== 'unscoped' && withCatalog && { catalog: catalogView(keystone, scope) }),
    ...credentialView(keystone, token),
  };
}

/** Whole seconds, with microseconds that are none. */
function timeView(date: Date): string {
  return date.toISOString().replace(/\.\d+Z$/, '.000000Z');
}

function userView({ users, projects }: Keystone, id: string): unknown {
  const user = users.get(id);
  return {
    domain: named(projects.get(user?.domainId ?? '')),
    id,
    name: user?.name,
    password_expires_at: null,
  };
}

function scopeView({ projects }: Keystone, { scope }: StoredToken): Record<string, unknown> {
  if (scope.type === 'system') return { system: { all: true } };
  if (scope.type === 'unscoped') return {};
  const project = projects.get(scope.id);
  if (scope.type === 'domain') return { domain: named(project) };
  const domain = named(projects.get(project?.domainId ?? scope.id));
  return {
    project: { domain, ...named(project) },
    is_domain: project?.domainId === null,
  };
}

function credentialView(
  { applicationCredentials }: Keystone,
  { applicationCredentialId }: StoredToken,
): Record<string, unknown> {
  const credential = applicationCredentials.get(applicationCredentialId ?? '');
  if (credential === undefined) return {};
  const { id, name, unrestricted } = credential;
  return { application_credential: { id, name, restricted: !unrestricted } };
}

function named(project: Project | undefined): { id: string | undefined; name: string | undefined } {
  return { id: project?.id, name: project?.name };
}
