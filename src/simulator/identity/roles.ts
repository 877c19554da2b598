import type { Answer, Call, Route } from '../http/call.ts';
import { isSameName, roleAt } from './find.ts';
import type { Keystone } from './keystone.ts';
import { byId, filtered, listed } from './list.ts';
import { requireAdmin, requireReader } from './policy.ts';
import { checkChangeable, checkMutable } from './project-rules.ts';
import { textOf } from './fields.ts';
import { bodyOf, extraOf, optionsWith } from './read.ts';
import { conflict } from './refuse.ts';
import { FLAG_OR_NULL, ID_OR_NULL, TEXT, checkChange, checkNew, nameRule } from './schema.ts';
import type { Rule } from './schema.ts';
import { newId } from './state.ts';
import type { Role } from './state.ts';
import { roleView } from './views.ts';

const RULES: Readonly<Record<string, Rule>> = {
  name: nameRule(255),
  description: TEXT,
  domain_id: ID_OR_NULL,
  options: { types: ['object'], properties: { immutable: FLAG_OR_NULL } },
};
const KNOWN = ['id', ...Object.keys(RULES)];

/** https://docs.openstack.org/api-ref/identity/v3/#roles */
export function roleRoutes(keystone: Keystone): Route[] {
  return [
    {
      method: 'GET',
      path: '/roles',
      handle(call) {
        const domainId = call.query.get('domain_id');
        requireReader(call, domainId === null ? 'list_roles' : 'list_domain_roles');
        const views = byId(keystone.roles.values())
          .filter((role) => role.domainId === domainId)
          .map((role) => roleView(role, call.origin));
        return listed(call, 'roles', filtered(call, views, ['name']));
      },
    },
    { method: 'POST', path: '/roles', handle: (call) => make(keystone, call) },
    {
      method: 'GET',
      path: '/roles/:id',
      handle(call) {
        requireReader(call, 'get_role');
        const role = roleAt(keystone, call.params['id'] ?? '');
        return { status: 200, body: { role: roleView(role, call.origin) } };
      },
    },
    { method: 'PATCH', path: '/roles/:id', handle: (call) => change(keystone, call) },
    { method: 'DELETE', path: '/roles/:id', handle: (call) => remove(keystone, call) },
  ];
}

function make(keystone: Keystone, call: Call): Answer {
  requireAdmin(call, 'create_role');
  const given = bodyOf(call, 'role');
  checkNew(given, RULES, ['name']);
  const role: Role = {
    id: newId(),
    name: textOf(given['name']) ?? '',
    domainId: textOf(given['domain_id']) ?? null,
    description: textOf(given['description']) ?? null,
    options: optionsWith({}, given['options']),
    extra: extraOf(given, KNOWN),
    implies: new Set(),
  };
  checkName(keystone, role);
  keystone.roles.set(role.id, role);
  return { status: 201, body: { role: roleView(role, call.origin) } };
}

function change(keystone: Keystone, call: Call): Answer {
  requireAdmin(call, 'update_role');
  const given = bodyOf(call, 'role');
  checkChange(given, RULES);
  const role = roleAt(keystone, call.params['id'] ?? '');
  checkChangeable(role, 'role', given);
  const name = textOf(given['name']) ?? role.name;
  checkName(keystone, { ...role, name });
  role.name = name;
  if ('description' in given) role.description = textOf(given['description']) ?? null;
  role.options = optionsWith(role.options, given['options']);
  role.extra = { ...role.extra, ...extraOf(given, KNOWN) };
  return { status: 200, body: { role: roleView(role, call.origin) } };
}

function remove(keystone: Keystone, call: Call): Answer {
  requireAdmin(call, 'delete_role');
  const role = roleAt(keystone, call.params['id'] ?? '');
  checkMutable(role, 'role', 'delete');
  const { assignments, roles, applicationCredentials } = keystone;
  for (const assignment of assignments.all()) {
    if (assignment.roleId === role.id) assignments.remove(assignment);
  }
  for (const other of roles.values()) other.implies.delete(role.id);
  for (const { id, roleIds } of applicationCredentials.values()) {
    if (roleIds.includes(role.id)) applicationCredentials.delete(id);
  }
  roles.delete(role.id);
  return { status: 204 };
}

/** A domain that is not there is told as a name that is: Keystone asks its database only. */
function checkName({ roles, projects }: Keystone, { id, name, domainId }: Role): void {
  const isTaken = [...roles.values()].some(
    (other) => other.id !== id && other.domainId === domainId && isSameName(other.name, name),
  );
  if (!isTaken && (domainId === null || projects.has(domainId))) return;
  const where = domainId === null ? '' : ` at domain ID ${domainId}`;
  throw conflict('role', `Duplicate entry found with name ${name}${where}`);
}
