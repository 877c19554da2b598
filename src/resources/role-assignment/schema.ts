import { z } from 'zod';

const withId = z.looseObject({ id: z.string(), name: z.string().optional() });

export const assignmentSchema = z.looseObject({
  role: withId,
  user: withId.optional(),
  group: withId.optional(),
  scope: z.looseObject({
    project: withId.optional(),
    domain: withId.optional(),
    system: z.unknown().optional(),
    'OS-INHERIT:inherited_to': z.string().optional(),
  }),
});

/** Who: `user` or `group`; on what: `project`, `domain`, or the whole `system`, whose id is `all`. */
export interface Grant {
  readonly roleId: string;
  readonly actor: { readonly kind: 'user' | 'group'; readonly id: string };
  readonly target: { readonly kind: 'project' | 'domain' | 'system'; readonly id: string };
  /** Holds in the projects below the target, and not on it. */
  readonly inherited: boolean;
}

/** Its id is `<role>/<user|group>:<id>/<project|domain|system>:<id>[/inherited]`, its name in words. */
export interface RoleAssignment extends Grant {
  readonly id: string;
  readonly name: string;
  readonly roleName: string;
}

export function grantId({ roleId, actor, target, inherited }: Grant): string {
  const id = `${roleId}/${actor.kind}:${actor.id}/${target.kind}:${target.id}`;
  return inherited ? `${id}/inherited` : id;
}

const FORM =
  /^(?<roleId>[^/]+)\/(?<actor>user|group):(?<actorId>[^/]+)\/(?<target>project|domain|system):(?<targetId>[^/]+?)(?<inherited>\/inherited)?$/;

/** Undefined where it is no such id. Ids of Keystone hold no slash. */
export function parseGrantId(id: string): Grant | undefined {
  const parts = FORM.exec(id)?.groups;
  if (parts === undefined) return undefined;
  const { roleId = '', actorId = '', targetId = '' } = parts;
  return {
    roleId,
    actor: { kind: parts['actor'] as Grant['actor']['kind'], id: actorId },
    target: { kind: parts['target'] as Grant['target']['kind'], id: targetId },
    inherited: parts['inherited'] !== undefined,
  };
}

type Wire = z.output<typeof assignmentSchema>;

/** Undefined where its user or group is gone: a directory tells Keystone of no removal, and the name is empty then. */
export function readAssignment(wire: Wire): RoleAssignment | undefined {
  const { role, scope } = wire;
  const actor = actorOf(wire);
  const target = targetOf(wire);
  if (actor === undefined || actor.name === '') return undefined;
  const grant: Grant = {
    roleId: role.id,
    actor: { kind: actor.kind, id: actor.id },
    target: { kind: target.kind, id: target.id },
    inherited: scope['OS-INHERIT:inherited_to'] !== undefined,
  };
  const roleName = role.name ?? role.id;
  const where = `${grant.inherited ? 'below' : 'on'} ${target.name}`;
  return { ...grant, id: grantId(grant), name: `${roleName}: ${actor.name} ${where}`, roleName };
}

type Named<Kind> = { readonly kind: Kind; readonly id: string; readonly name: string };

function actorOf({ user, group }: Wire): Named<'user' | 'group'> | undefined {
  if (user !== undefined) return { kind: 'user', id: user.id, name: user.name ?? user.id };
  return group && { kind: 'group', id: group.id, name: group.name ?? group.id };
}

function targetOf({ scope }: Wire): Named<Grant['target']['kind']> {
  const { project, domain } = scope;
  if (project !== undefined) {
    return { kind: 'project', id: project.id, name: project.name ?? project.id };
  }
  return domain === undefined
    ? { kind: 'system', id: 'all', name: 'the system' }
    : { kind: 'domain', id: domain.id, name: domain.name ?? domain.id };
}
