import { Refusal } from '../http/refusal.ts';
import type { Answer, Call, Route } from '../http/call.ts';
import { at, denied } from './door.ts';
import { fingerprintOf, generateKey } from './keys.ts';
import { checkQuery, cut, isoMicros, nextLinks, pageOf } from './pages.ts';
import { limitOf } from './quota.ts';
import { objectAt, textAt } from './read.ts';
import { checkBody } from './schema.ts';
import type { Schema } from './schema.ts';
import type { Keypair, Nova } from './state.ts';
import { exactly, name, only, text } from './types.ts';

/** Compute API «Keypairs»: of a user, whatever the project. */
export function keypairRoutes(nova: Nova): Route[] {
  return [
    at('GET', '/os-keypairs', (call) => list(nova, call)),
    at('POST', '/os-keypairs', (call) => create(nova, call)),
    at('GET', '/os-keypairs/:name', (call) => {
      const keypair = findKeypair(nova, userOf(call, 'show'), call.params['name'] ?? '');
      return { status: 200, body: { keypair: whole(call, keypair) } };
    }),
    at('DELETE', '/os-keypairs/:name', (call) => {
      const user = userOf(call, 'delete');
      const { name } = findKeypair(nova, user, call.params['name'] ?? '');
      nova.keypairs.get(user)?.delete(name);
      return { status: call.microversion === 1 ? 202 : 204 };
    }),
  ];
}

/** @throws Refusal 404 */
function findKeypair({ keypairs }: Nova, userId: string, name: string): Keypair {
  const keypair = keypairs.get(userId)?.get(name);
  if (keypair !== undefined) return keypair;
  throw new Refusal(404, `Keypair ${name} not found for user ${userId}`);
}

/** Whose keypairs are meant: an admin may name another user from 2.10 on. */
function userOf(call: Call, action: string, named = call.query.get('user_id')): string {
  const { token, microversion } = call;
  if (microversion < 10 || named === null || named === token.userId) return token.userId;
  if (token.isAdmin) return named;
  throw denied(`os-keypairs:${action}`);
}

function list(nova: Nova, call: Call): Answer {
  checkQuery(call, ['user_id', 'limit', 'marker']);
  const all = [...(nova.keypairs.get(userOf(call, 'index'))?.values() ?? [])].toSorted(
    (one, other) => (one.name < other.name ? -1 : 1),
  );
  const pages = call.microversion >= 35;
  const page = pages ? pageOf(call) : { limit: all.length, marker: undefined };
  const shown = cut(
    all,
    page,
    ({ name }) => name,
    (id) => `Marker ${id} could not be found.`,
  );
  const names = shown.map((each) => each.name);
  const links = pages ? nextLinks(call, 'os-keypairs', page, names) : undefined;
  return {
    status: 200,
    body: {
      keypairs: shown.map((each) => ({ keypair: brief(call, each) })),
      ...(links === undefined ? {} : { keypairs_links: links }),
    },
  };
}

const keyName: Schema = { ...name, format: 'keypair' };
const key292: Schema = {
  ...name,
  format: 'keypair-292',
};

function createSchema(microversion: number): Schema {
  const properties = {
    name: microversion >= 92 ? key292 : keyName,
    ...(microversion >= 2 ? { type: { type: 'string', enum: ['ssh', 'x509'] } as const } : {}),
    public_key: text,
    ...(microversion >= 10 ? { user_id: text } : {}),
  };
  const required = microversion >= 92 ? ['name', 'public_key'] : ['name'];
  return only('keypair', exactly(properties, required));
}

function create(nova: Nova, call: Call): Answer {
  const given = objectAt(checkBody(createSchema(call.microversion), call.json), 'keypair');
  const userId = userOf(call, 'create', textAt(given, 'user_id') ?? null);
  const name = textAt(given, 'name')?.trim() ?? '';
  const type = given['type'] === 'x509' ? 'x509' : 'ssh';
  const own = nova.keypairs.get(userId) ?? new Map<string, Keypair>();
  if (own.size >= limitOf(nova, 'key_pairs', call.token.projectId, userId)) {
    throw new Refusal(403, 'Quota exceeded, too many key pairs.');
  }
  const givenKey = textAt(given, 'public_key');
  const { publicKey, privateKey } =
    givenKey === undefined ? generateKey(type) : { publicKey: givenKey, privateKey: undefined };
  const fingerprint = fingerprintOf(publicKey, type);
  if (own.has(name)) throw new Refusal(409, `Key pair '${name}' already exists.`);
  const id = (nova.counter += 1);
  const created = nova.cloud.clock.now();
  const keypair: Keypair = { id, userId, name, type, publicKey, fingerprint, created };
  own.set(name, keypair);
  nova.keypairs.set(userId, own);
  return {
    status: call.microversion === 1 ? 200 : 201,
    body: {
      keypair: {
        ...(privateKey === undefined ? {} : { private_key: privateKey }),
        ...brief(call, keypair),
        user_id: userId,
      },
    },
  };
}

function brief({ microversion }: Call, { name, publicKey, fingerprint, type }: Keypair): object {
  const facts = { name, public_key: publicKey, fingerprint };
  return microversion >= 2 ? { ...facts, type } : facts;
}

function whole(call: Call, keypair: Keypair): object {
  return {
    ...brief(call, keypair),
    user_id: keypair.userId,
    created_at: isoMicros(keypair.created),
    deleted: false,
    deleted_at: null,
    id: keypair.id,
    updated_at: null,
  };
}
