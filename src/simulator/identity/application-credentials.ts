import { randomBytes } from 'node:crypto';
import type { Answer, Call, Route } from '../http/call.ts';
import { Refusal } from '../http/refusal.ts';
import { userAt } from './find.ts';
import type { Keystone } from './keystone.ts';
import { filtered, listed } from './list.ts';
import { hashOf } from './password.ts';
import { requireAdminOr, requireReader } from './policy.ts';
import { fieldsOf, textOf } from './fields.ts';
import type { Fields } from './fields.ts';
import { bodyOf } from './read.ts';
import { conflict, forbidden } from './refuse.ts';
import { FLAG_OR_NULL, TEXT_OR_NULL, checkNew, nameRule } from './schema.ts';
import type { Rule } from './schema.ts';
import { newId } from './state.ts';
import type { ApplicationCredential } from './state.ts';
import { roleView } from './views.ts';

const RULES: Readonly<Record<string, Rule>> = {
  name: nameRule(255),
  description: TEXT_OR_NULL,
  secret: TEXT_OR_NULL,
  expires_at: TEXT_OR_NULL,
  roles: { types: ['array'] },
  unrestricted: FLAG_OR_NULL,
};
const ALL = '/users/:user/application_credentials';
const ONE = `${ALL}/:id`;

/** https://docs.openstack.org/api-ref/identity/v3/#application-credentials */
export function applicationCredentialRoutes(keystone: Keystone): Route[] {
  return [
    {
      method: 'GET',
      path: ALL,
      handle(call) {
        requireReader(call, 'list_application_credentials', isOwn(call));
        const { id: userId } = userAt(keystone, call.params['user'] ?? '');
        const views = [...keystone.applicationCredentials.values()]
          .filter((each) => each.userId === userId)
          .map((each) => view(keystone, each, call.origin));
        return listed(call, 'application_credentials', filtered(call, views, ['name']));
      },
    },
    { method: 'POST', path: ALL, handle: (call) => make(keystone, call) },
    {
      method: 'GET',
      path: ONE,
      handle(call) {
        requireReader(call, 'get_application_credential', isOwn(call));
        const shown = view(keystone, credentialOf(keystone, call), call.origin);
        return { status: 200, body: { application_credential: shown } };
      },
    },
    {
      method: 'DELETE',
      path: ONE,
      handle(call) {
        requireAdminOr(call, 'delete_application_credential', isOwn(call));
        keystone.applicationCredentials.delete(credentialOf(keystone, call).id);
        return { status: 204 };
      },
    },
  ];
}

function isOwn({ params, token }: Call): boolean {
  return params['user'] === token.userId;
}

function credentialOf(
  { applicationCredentials }: Keystone,
  { params }: Call,
): ApplicationCredential {
  const { id = '', user } = params;
  const credential = applicationCredentials.get(id);
  if (credential?.userId !== user || credential === undefined) {
    throw new Refusal(404, `Could not find Application Credential: ${id}.`);
  }
  return credential;
}

/** Only for oneself; the secret is shown this once. */
function make(keystone: Keystone, call: Call): Answer {
  const { token } = call;
  const given = bodyOf(call, 'application_credential');
  if (!isOwn(call) || token.projectId === undefined) {
    throw forbidden('identity:create_application_credential');
  }
  checkNew(given, RULES, ['name']);
  const secret = textOf(given['secret']) ?? randomBytes(64).toString('base64url');
  const credential: ApplicationCredential = {
    id: newId(),
    name: textOf(given['name']) ?? '',
    userId: token.userId,
    projectId: token.projectId,
    description: textOf(given['description']) ?? null,
    roleIds: rolesOf(keystone, call, given),
    expiresAt: endOf(keystone, given),
    unrestricted: typeof given['unrestricted'] === 'boolean' ? given['unrestricted'] : null,
    secret: hashOf(secret),
  };
  checkName(keystone, credential);
  keystone.applicationCredentials.set(credential.id, credential);
  const shown = { ...view(keystone, credential, call.origin), secret };
  return { status: 201, body: { application_credential: shown } };
}

function checkName(
  { applicationCredentials }: Keystone,
  { name, userId }: ApplicationCredential,
): void {
  for (const other of applicationCredentials.values()) {
    if (other.userId === userId && other.name === name) {
      throw conflict('application_credential', `Duplicate entry found with name ${name}`);
    }
  }
}

/** Those of the token, or those of them that are asked for. */
function rolesOf({ roles }: Keystone, { token }: Call, given: Fields): string[] {
  const own = [...roles.values()].filter(({ name }) => token.roles.includes(name));
  if (!Array.isArray(given['roles'])) return own.map(({ id }) => id);
  return given['roles'].map((asked: unknown) => {
    const { id, name } = fieldsOf(asked) ?? {};
    const role = own.find((each) => (id === undefined ? each.name === name : each.id === id));
    if (role !== undefined) return role.id;
    throw new Refusal(
      400,
      'Invalid application credential: Cannot create an application credential with unassigned role',
    );
  });
}

/** With microseconds, without a zone: UTC. */
function endOf({ cloud }: Keystone, given: Fields): string | null {
  const text = textOf(given['expires_at']);
  if (text === undefined) return null;
  const end = new Date(/[zZ]$|[+-]\d\d:?\d\d$/.test(text) ? text : `${text}Z`);
  if (Number.isNaN(end.getTime())) throw badEnd('The expires_at is not a time.');
  if (end <= cloud.clock.now()) throw badEnd("The 'expires_at' must not be before now.");
  return end.toISOString().replace('Z', '000');
}

function badEnd(words: string): Refusal {
  return new Refusal(
    400,
    `${words} The server could not comply with the request since it is either malformed or otherwise incorrect. The client is assumed to be in error.`,
  );
}

function view({ roles }: Keystone, credential: ApplicationCredential, origin: string) {
  const { id, name, userId, projectId, description, expiresAt, unrestricted } = credential;
  return {
    id,
    name,
    description,
    user_id: userId,
    project_id: projectId,
    system: null,
    expires_at: expiresAt,
    unrestricted,
    roles: credential.roleIds.flatMap((roleId) => {
      const role = roles.get(roleId);
      if (role === undefined) return [];
      const { links: _, ...shown } = roleView(role, origin);
      return [shown];
    }),
    links: { self: `${origin}/v3/application_credentials/${id}` },
  };
}
