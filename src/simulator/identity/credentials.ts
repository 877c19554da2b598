import type { Answer, Call, Route } from '../http/call.ts';
import { found } from './find.ts';
import type { Keystone } from './keystone.ts';
import { byId, filtered, listed } from './list.ts';
import { requireAdminOr, requireReader } from './policy.ts';
import { textOf } from './fields.ts';
import { bodyOf } from './read.ts';
import { TEXT, TEXT_OR_NULL, checkChange, checkNew } from './schema.ts';
import { newId } from './state.ts';
import type { Credential } from './state.ts';

const RULES = { user_id: TEXT, type: TEXT, blob: TEXT, project_id: TEXT_OR_NULL };

/** Everybody sees one's own. https://docs.openstack.org/api-ref/identity/v3/#credentials */
export function credentialRoutes(keystone: Keystone): Route[] {
  const at = ({ params }: Call): Credential =>
    found(keystone.credentials, 'credential', params['id'] ?? '');
  const isOwn = ({ params, token }: Call): boolean =>
    keystone.credentials.get(params['id'] ?? '')?.userId === token.userId;
  return [
    {
      method: 'GET',
      path: '/credentials',
      handle(call) {
        const views = byId(keystone.credentials.values())
          .filter(({ userId }) => call.token.isAdmin || userId === call.token.userId)
          .map((each) => view(each, call.origin));
        return listed(call, 'credentials', filtered(call, views, ['user_id', 'type']));
      },
    },
    { method: 'POST', path: '/credentials', handle: (call) => make(keystone, call) },
    {
      method: 'GET',
      path: '/credentials/:id',
      handle(call) {
        requireReader(call, 'get_credential', isOwn(call));
        return shown(call, at(call));
      },
    },
    {
      method: 'PATCH',
      path: '/credentials/:id',
      handle(call) {
        requireAdminOr(call, 'update_credential', isOwn(call));
        const given = bodyOf(call, 'credential');
        checkChange(given, RULES);
        const credential = at(call);
        credential.blob = textOf(given['blob']) ?? credential.blob;
        credential.type = textOf(given['type']) ?? credential.type;
        return shown(call, credential);
      },
    },
    {
      method: 'DELETE',
      path: '/credentials/:id',
      handle(call) {
        requireAdminOr(call, 'delete_credential', isOwn(call));
        keystone.credentials.delete(at(call).id);
        return { status: 204 };
      },
    },
  ];
}

function make(keystone: Keystone, call: Call): Answer {
  const given = bodyOf(call, 'credential');
  requireAdminOr(call, 'create_credential', given['user_id'] === call.token.userId);
  checkNew(given, RULES, ['user_id', 'type', 'blob']);
  const credential: Credential = {
    id: newId(),
    userId: textOf(given['user_id']) ?? '',
    projectId: textOf(given['project_id']) ?? null,
    type: textOf(given['type']) ?? '',
    blob: textOf(given['blob']) ?? '',
  };
  keystone.credentials.set(credential.id, credential);
  return shown(call, credential, 201);
}

function shown({ origin }: Call, credential: Credential, status = 200): Answer {
  return { status, body: { credential: view(credential, origin) } };
}

function view({ id, userId, projectId, type, blob }: Credential, origin: string) {
  const links = { self: `${origin}/v3/credentials/${id}` };
  return { id, user_id: userId, project_id: projectId, type, blob, links };
}
