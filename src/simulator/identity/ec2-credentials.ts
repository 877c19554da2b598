import { createHash } from 'node:crypto';
import type { Answer, Call, Route } from '../http/call.ts';
import { fieldsOf, textOf } from './fields.ts';
import type { Fields } from './fields.ts';
import { projectAt, userAt } from './find.ts';
import type { Keystone } from './keystone.ts';
import { listed } from './list.ts';
import { requireAdminOr } from './policy.ts';
import { wholeOf } from './read.ts';
import { notFound } from './refuse.ts';
import { newId } from './state.ts';
import type { Credential } from './state.ts';

const ALL = '/users/:user/credentials/OS-EC2';
const ONE = `${ALL}/:access`;

/** Credentials of a sort of their own: access key and secret. */
export function ec2CredentialRoutes(keystone: Keystone): Route[] {
  const of = (userId: string): Credential[] =>
    [...keystone.credentials.values()].filter(
      (each) => each.userId === userId && each.type === 'ec2',
    );
  return [
    {
      method: 'GET',
      path: ALL,
      handle(call) {
        const { id } = userAt(keystone, call.params['user'] ?? '');
        requireAdminOr(call, 'ec2_list_credentials', isOwn(call));
        const views = of(id).map((each) => view(each, call.origin));
        return listed(call, 'credentials', views);
      },
    },
    {
      method: 'POST',
      path: ALL,
      handle(call) {
        const { id } = userAt(keystone, call.params['user'] ?? '');
        requireAdminOr(call, 'ec2_create_credential', isOwn(call));
        return make(keystone, call, id);
      },
    },
    {
      method: 'DELETE',
      path: ONE,
      handle(call) {
        requireAdminOr(call, 'ec2_delete_credential', isOwn(call));
        const { user = '', access = '' } = call.params;
        const credential = of(user).find((each) => keysOf(each)['access'] === access);
        if (credential === undefined) throw notFound('credential', access);
        keystone.credentials.delete(credential.id);
        return { status: 204 };
      },
    },
  ];
}

function isOwn({ params, token }: Call): boolean {
  return params['user'] === token.userId;
}

function make(keystone: Keystone, call: Call, userId: string): Answer {
  const project = projectAt(keystone, textOf(wholeOf(call)['tenant_id']) ?? 'None');
  const blob = { access: newId(), secret: newId(), trust_id: null };
  const credential: Credential = {
    id: createHash('sha256').update(blob.access).digest('hex'),
    userId,
    projectId: project.id,
    type: 'ec2',
    blob: JSON.stringify(blob),
  };
  keystone.credentials.set(credential.id, credential);
  return { status: 201, body: { credential: view(credential, call.origin) } };
}

function keysOf({ blob }: Credential): Fields {
  try {
    return fieldsOf(JSON.parse(blob)) ?? {};
  } catch {
    // It was made as a credential of whatever sort.
    return {};
  }
}

function view(credential: Credential, origin: string) {
  const { userId, projectId } = credential;
  const { access, secret } = keysOf(credential);
  const self = `${origin}/v3/users/${userId}/credentials/OS-EC2/${textOf(access)}`;
  return {
    user_id: userId,
    tenant_id: projectId,
    access,
    secret,
    trust_id: null,
    links: { self },
  };
}
