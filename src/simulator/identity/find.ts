import type { Keystone } from './keystone.ts';
import { notFound } from './refuse.ts';
import type { Group, Project, Role, User } from './state.ts';

/** All throw a Refusal 404 where there is none. */
export function projectAt({ projects }: Keystone, id: string): Project {
  return found(projects, 'project', id);
}

export function domainAt({ projects }: Keystone, id: string): Project {
  const domain = found(projects, 'domain', id);
  if (domain.domainId !== null) throw notFound('domain', id);
  return domain;
}

export function userAt({ users }: Keystone, id: string): User {
  return found(users, 'user', id);
}

export function groupAt({ groups }: Keystone, id: string): Group {
  return found(groups, 'group', id);
}

export function roleAt({ roles }: Keystone, id: string): Role {
  return found(roles, 'role', id);
}

export function found<T>(all: ReadonlyMap<string, T>, what: string, id: string): T {
  const one = all.get(id);
  if (one === undefined) throw notFound(what, id);
  return one;
}

/** The database compares names without regard to case. */
export function isSameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
