import { randomBytes } from 'node:crypto';
import type { Token } from '../http/call.ts';
import { rolesIn } from './effective.ts';
import type { Keystone } from './keystone.ts';
import type { Project, Role, Scope, StoredToken } from './state.ts';

const HOURS_MS = 4 * 60 * 60 * 1000;

/** A new token. `from`: the token it was got with, whose end it keeps. */
export function issue(
  { cloud, tokens }: Keystone,
  about: Pick<StoredToken, 'userId' | 'scope' | 'applicationCredentialId'> & {
    readonly methods: readonly string[];
    readonly from?: StoredToken | undefined;
  },
): StoredToken {
  const { from, methods, ...rest } = about;
  const issuedAt = wholeSeconds(cloud.clock.now());
  const chain = from?.auditIds.at(-1);
  const token: StoredToken = {
    ...rest,
    id: `gAAAAAB${randomBytes(132).toString('base64url')}`,
    methods: [...new Set([...(from?.methods ?? []), ...methods])],
    auditIds: [randomBytes(16).toString('base64url'), ...(chain === undefined ? [] : [chain])],
    issuedAt,
    expiresAt: from?.expiresAt ?? new Date(issuedAt.getTime() + HOURS_MS),
  };
  tokens.set(token.id, token);
  return token;
}

function wholeSeconds(date: Date): Date {
  return new Date(Math.floor(date.getTime() / 1000) * 1000);
}

/**
 * A token and its roles as of now; undefined where it is unknown or no longer good. A token whose user has lost the last role
 * in its scope stays good: it has no roles.
 */
export function validate(
  keystone: Keystone,
  id: string,
): { readonly token: StoredToken; readonly roles: readonly Role[] } | undefined {
  const token = keystone.tokens.get(id);
  if (token === undefined) return undefined;
  const { userId, scope, expiresAt } = token;
  const isOver = expiresAt.getTime() <= keystone.cloud.clock.now().getTime();
  if (isOver || !isUserGood(keystone, userId) || !isScopeGood(keystone, scope)) return undefined;
  const roles = rolesOf(keystone, token);
  return roles && { token, roles };
}

export function isUserGood({ users, projects }: Keystone, id: string): boolean {
  const user = users.get(id);
  return user !== undefined && user.enabled && projects.get(user.domainId)?.enabled === true;
}

export function isScopeGood({ projects }: Keystone, scope: Scope): boolean {
  if (scope.type !== 'project' && scope.type !== 'domain') return true;
  const project = projects.get(scope.id);
  return project !== undefined && project.enabled && isDomainGood(projects, project);
}

function isDomainGood(projects: ReadonlyMap<string, Project>, { domainId }: Project): boolean {
  return domainId === null || projects.get(domainId)?.enabled === true;
}

/** An application credential has not more than its roles; undefined where it is gone. */
function rolesOf(keystone: Keystone, token: StoredToken): readonly Role[] | undefined {
  const roles = rolesIn(keystone, token.userId, token.scope);
  if (token.applicationCredentialId === undefined) return roles;
  const credential = keystone.applicationCredentials.get(token.applicationCredentialId);
  return credential && roles.filter(({ id }) => credential.roleIds.includes(id));
}

/** As the other services see it. */
export function asSeen(keystone: Keystone, id: string): Token | undefined {
  const found = validate(keystone, id);
  if (found === undefined) return undefined;
  const { scope, userId, expiresAt } = found.token;
  const user = keystone.users.get(userId);
  const roles = found.roles.map(({ name }) => name);
  return {
    id,
    userId,
    userName: user?.name ?? '',
    userDomainId: user?.domainId ?? '',
    projectId: scope.type === 'project' ? scope.id : undefined,
    domainId: scope.type === 'domain' ? scope.id : undefined,
    system: scope.type === 'system',
    roles,
    isAdmin: roles.includes('admin'),
    expiresAt,
  };
}
