import type { Keystone } from './keystone.ts';
import { below } from './project-rules.ts';
import type { Assignment, Target } from './state.ts';

/** An assignment as it is, or as it takes effect: for a member of its group, in a project below, by a role that another brings. */
export interface Effect {
  readonly assignment: Assignment;
  readonly roleId: string;
  readonly userId?: string;
  /** Below the one it is inherited from. */
  readonly target?: Target;
  /** The role that brought this one; its own `roleId` where none did. */
  readonly priorId?: string;
}

/** What one assignment comes to: all who have it, everywhere, with all that it implies. */
export function* effectsOf(keystone: Keystone, assignment: Assignment): Iterable<Effect> {
  for (const userId of usersOf(keystone, assignment)) {
    for (const target of targetsOf(keystone, assignment)) {
      for (const role of rolesOf(keystone, assignment.roleId)) {
        yield { assignment, userId, target, ...role };
      }
    }
  }
}

function usersOf({ groups }: Keystone, { actor }: Assignment): Iterable<string> {
  return actor.type === 'user' ? [actor.id] : (groups.get(actor.id)?.members ?? []);
}

function* targetsOf(keystone: Keystone, { target, inherited }: Assignment): Iterable<Target> {
  if (!inherited) {
    yield target;
    return;
  }
  for (const { id } of below(keystone, target.id)) yield { type: 'project', id };
}

function* rolesOf(
  { roles }: Keystone,
  roleId: string,
): Iterable<{ readonly roleId: string; readonly priorId?: string }> {
  yield { roleId };
  const seen = new Set<string>();
  const open = [roleId];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    for (const implied of roles.get(id)?.implies ?? []) {
      const key = `${id} ${implied}`;
      if (seen.has(key)) continue;
      seen.add(key);
      yield { roleId: implied, priorId: id };
      open.push(implied);
    }
  }
}
