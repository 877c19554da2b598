import { randomUUID } from 'node:crypto';
import { isObject } from '../compute/schema.ts';
import type { Schema } from '../compute/schema.ts';
import type { Answer, Call } from '../http/call.ts';
import { Refusal } from '../http/refusal.ts';
import { bare, needAdmin } from './door.ts';
import type { Way } from './door.ts';
import { typeOf } from './find.ts';
import { bodyOf, idIn, NAME_OR_NULL, timeOf } from './read.ts';
import type { Store } from './state.ts';

const ENCRYPTION: Schema = {
  type: 'object',
  properties: {
    provider: { type: 'string', minLength: 0, maxLength: 255 },
    control_location: { enum: ['front-end', 'back-end'] },
    cipher: NAME_OR_NULL,
  },
  required: ['provider', 'control_location'],
};

const POLICY = 'volume_extension:volume_type_encryption';

/** How a type's volumes are encrypted: told, never done. */
export function encryptionWays(store: Store): readonly Way[] {
  const path = '/types/:id/encryption';
  return [
    {
      method: 'GET',
      path,
      handle(call) {
        needAdmin(call, `${POLICY}:get`);
        return { status: 200, body: typeOf(store, call.token, idIn(call)).encryption ?? {} };
      },
    },
    {
      method: 'POST',
      path,
      handle: (call) => encrypt(store, call),
    },
    {
      method: 'GET',
      path: `${path}/:key`,
      handle(call) {
        needAdmin(call, `${POLICY}:get`);
        const { encryption } = typeOf(store, call.token, idIn(call));
        const key = call.params['key'] ?? '';
        if (!isObject(encryption) || !(key in encryption)) {
          throw new Refusal(404, 'The resource could not be found.');
        }
        return { status: 200, body: { [key]: encryption[key] } };
      },
    },
    {
      method: 'DELETE',
      path: `${path}/:key`,
      handle(call) {
        const type = typeOf(store, call.token, idIn(call));
        needAdmin(call, `${POLICY}:delete`);
        type.encryption = undefined;
        return bare(202);
      },
    },
  ];
}

function encrypt(store: Store, call: Call): Answer {
  const given = bodyOf(call, 'encryption', ENCRYPTION);
  needAdmin(call, `${POLICY}:create`);
  const type = typeOf(store, call.token, idIn(call));
  const { provider, control_location, cipher = null, key_size = null } = given;
  const own = { volume_type_id: type.id, encryption_id: randomUUID() };
  const shown = { provider, control_location, cipher, key_size, ...own };
  type.encryption = {
    created_at: timeOf(store.cloud.clock.now()),
    updated_at: null,
    deleted_at: null,
    deleted: false,
    encryption_id: own.encryption_id,
    cipher,
    key_size,
    provider,
    control_location,
    volume_type_id: type.id,
  };
  return { status: 200, body: { encryption: shown } };
}
