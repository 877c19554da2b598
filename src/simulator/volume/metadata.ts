import { checkBody, isObject } from '../compute/schema.ts';
import { repr } from '../python.ts';
import type { Answer, Call } from '../http/call.ts';
import { Refusal } from '../http/refusal.ts';
import { bare } from './door.ts';
import type { Way } from './door.ts';
import { snapshotOf, volumeOf } from './find.ts';
import { METADATA, wordsOf, idIn } from './read.ts';
import { change } from './state.ts';
import type { Store } from './state.ts';

/** Something that has metadata. */
interface Kind {
  /** `/volumes` */
  readonly path: string;
  /** `Volume`, in errors. */
  readonly name: string;
  readonly get: (call: Call) => Record<string, string>;
  readonly set: (call: Call, metadata: Record<string, string>) => void;
  /** @throws Refusal 400 */
  readonly check: (metadata: unknown, call: Call) => void;
}

export function metadataWays(store: Store): readonly Way[] {
  return [
    ...waysOf({
      path: '/volumes',
      name: 'Volume',
      get: (call) => volumeOf(store, call.token, idIn(call)).metadata,
      set: (call, metadata) => change(store, volumeOf(store, call.token, idIn(call)), { metadata }),
      check: (_metadata, call) =>
        void checkBody(
          {
            type: 'object',
            properties: { metadata: METADATA, meta: METADATA },
            required: [call.params['key'] === undefined ? 'metadata' : 'meta'],
          },
          call.json,
        ),
    }),
    ...waysOf({
      path: '/snapshots',
      name: 'Snapshot',
      get: (call) => snapshotOf(store, call.token, idIn(call)).metadata,
      set: (call, metadata) =>
        change(store, snapshotOf(store, call.token, idIn(call)), { metadata }),
      check: checkByHand,
    }),
  ];
}

function waysOf(kind: Kind): readonly Way[] {
  const path = `${kind.path}/:id/metadata`;
  const replace = (call: Call, isWhole: boolean): Answer => {
    kind.check(metadataIn(call, 'metadata'), call);
    const given = wordsOf(metadataIn(call, 'metadata'));
    const metadata = isWhole ? given : { ...given, ...without(kind.get(call), given) };
    kind.set(call, metadata);
    return { status: 200, body: { metadata } };
  };
  return [
    {
      method: 'GET',
      path,
      handle: (call) => ({ status: 200, body: { metadata: kind.get(call) } }),
    },
    { method: 'POST', path, handle: (call) => replace(call, false) },
    { method: 'PUT', path, handle: (call) => replace(call, true) },
    {
      method: 'GET',
      path: `${path}/:key`,
      handle(call) {
        const [key, value] = entryOf(kind, call);
        return { status: 200, body: { meta: { [key]: value } } };
      },
    },
    { method: 'PUT', path: `${path}/:key`, handle: (call) => putOne(kind, call) },
    {
      method: 'DELETE',
      path: `${path}/:key`,
      handle(call) {
        const [gone] = entryOf(kind, call);
        kind.set(call, without(kind.get(call), { [gone]: '' }));
        return bare(200);
      },
    },
  ];
}

function putOne(kind: Kind, call: Call): Answer {
  const key = call.params['key'] ?? '';
  const meta = metadataIn(call, 'meta');
  kind.check(meta, call);
  const given = wordsOf(meta);
  if (Object.keys(given).length > 1) {
    throw new Refusal(
      400,
      `Invalid input for field/attribute meta. Value: ${repr(given)}. ${repr(given)} has too many properties`,
    );
  }
  if (!(key in given)) throw new Refusal(400, 'Request body and URI mismatch');
  kind.set(call, { ...kind.get(call), ...given });
  return { status: 200, body: { meta: given } };
}

function entryOf(kind: Kind, call: Call): readonly [string, string] {
  const key = call.params['key'] ?? '';
  const value = kind.get(call)[key];
  if (value !== undefined) return [key, value];
  throw new Refusal(404, `${kind.name} ${call.params['id']} has no metadata with key ${key}.`);
}

function without(
  metadata: Record<string, string>,
  keys: Readonly<Record<string, string>>,
): Record<string, string> {
  return Object.fromEntries(Object.entries(metadata).filter(([key]) => !(key in keys)));
}

function metadataIn({ json }: Call, key: string): unknown {
  return isObject(json) ? json[key] : undefined;
}

/** Snapshots' metadata have no schema: Cinder looks at each pair. */
function checkByHand(metadata: unknown): void {
  if (!isObject(metadata)) throw new Refusal(400, 'Malformed request body');
  for (const [key, value] of Object.entries(metadata)) {
    const reason = wrongPair(key, value);
    if (reason !== undefined) {
      throw new Refusal(400, `Invalid metadata: Invalid input received: ${reason}`);
    }
    if (key.length > 255) {
      const words = `Metadata property key ${key} greater than 255 characters.`;
      throw new Refusal(413, `Invalid metadata size: ${words}`);
    }
    if (String(value).length > 255) {
      const words = `Metadata property key ${key} value greater than 255 characters.`;
      throw new Refusal(413, `Invalid metadata size: ${words}`);
    }
  }
}

function wrongPair(key: string, value: unknown): string | undefined {
  if (key === '') return 'Metadata key:  has 0 characters, less than 1.';
  if (typeof value === 'string') return undefined;
  return `Value for metadata key: ${key} is not a string or unicode`;
}
