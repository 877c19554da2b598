import type { Keystone } from './keystone.ts';
import type { Actor, StoredToken, Target } from './state.ts';

/** A user or a group goes with all that hangs on it. */
export function removeActor(keystone: Keystone, actor: Actor): void {
  const { assignments, users, groups, applicationCredentials, credentials, trusts } = keystone;
  for (const assignment of assignments.of(actor)) assignments.remove(assignment);
  if (actor.type === 'group') {
    groups.delete(actor.id);
    return;
  }
  users.delete(actor.id);
  for (const group of groups.values()) group.members.delete(actor.id);
  for (const { id, userId } of applicationCredentials.values()) {
    if (userId === actor.id) applicationCredentials.delete(id);
  }
  for (const { id, userId } of credentials.values()) {
    if (userId === actor.id) credentials.delete(id);
  }
  for (const { id, trustorId, trusteeId } of trusts.values()) {
    if (trustorId === actor.id || trusteeId === actor.id) trusts.delete(id);
  }
  revoke(keystone, ({ userId }) => userId === actor.id);
}

/** A project, or a domain with no projects in it. */
export function removeTarget(keystone: Keystone, target: Target): void {
  const { assignments, projects, users, applicationCredentials } = keystone;
  for (const assignment of assignments.at(target)) assignments.remove(assignment);
  projects.delete(target.id);
  for (const { id, projectId } of applicationCredentials.values()) {
    if (projectId === target.id) applicationCredentials.delete(id);
  }
  for (const user of users.values()) {
    if (user.defaultProjectId === target.id) user.defaultProjectId = undefined;
  }
  revoke(keystone, ({ scope }) => 'id' in scope && scope.id === target.id);
}

/** The user's tokens are no longer good: the password was changed, the user disabled. */
export function revokeOf(keystone: Keystone, userId: string): void {
  revoke(keystone, (token) => token.userId === userId);
}

function revoke({ tokens }: Keystone, isMeant: (token: StoredToken) => boolean): void {
  for (const token of tokens.values()) if (isMeant(token)) tokens.delete(token.id);
}
