import { answersTo, isAnyMeant, isMeant } from '../model/pattern.ts';
import type { Selection, ServerWords } from '../model/spec.ts';
import type { Cloud } from '../openstack/cloud.ts';
import { image as imageKind } from '../resources/image/index.ts';
import type { ServerResource } from '../resources/server/schema.ts';
import { holdWords } from './idle-words.ts';
import type { IdleWord } from './idle-words.ts';

/** Image ids → names, as far as the words ask for images. */
export type ImageNames = ReadonlyMap<string, string>;

export interface ServerTest {
  readonly matches: (server: ServerResource) => boolean;
  /** Words of `select.servers` that no tested server matched. */
  readonly unmatched: () => string[];
  /** Words of `select.exclude` to which no tested server answers, but for Nova's states; and of the other keys of `select`. */
  readonly idleExclusions: () => IdleWord[];
  readonly idleSelections: () => IdleWord[];
}

export async function nameImages(
  source: Cloud,
  { images, exclude }: Selection,
): Promise<ImageNames> {
  const names = new Map<string, string>();
  if (images === undefined && exclude?.images === undefined) return names;
  for await (const { id, name } of imageKind.list(source, {})) names.set(id, name);
  return names;
}

/** Every key narrows what is selected; any key of `exclude` leaves a server out. */
export function testServer(select: Selection, images: ImageNames): ServerTest {
  const left = new Set(select.servers);
  const exclude = select.exclude ?? {};
  const excluded = holdKeys('select.exclude', exclude);
  // What `servers` names and nobody has is refused.
  const selected = holdKeys('select', { ...select, servers: undefined });
  return {
    matches(server) {
      const texts = textsOf(server, images);
      excluded.see(server, texts);
      selected.see(server, texts);
      if (answers(exclude, server, texts).includes(true)) return false;
      if (answers(select, server, texts).includes(false)) return false;
      for (const word of left) if (isAnyMeant([word], texts.servers)) left.delete(word);
      return true;
    },
    unmatched: () => [...left],
    idleExclusions: () => excluded.idle().filter((each) => !isKnownState(each)),
    idleSelections: selected.idle,
  };
}

/** All that Nova tells: https://docs.openstack.org/api-ref/compute/#servers-servers */
const STATES = [
  'ACTIVE',
  'BUILD',
  'DELETED',
  'ERROR',
  'HARD_REBOOT',
  'MIGRATING',
  'PASSWORD',
  'PAUSED',
  'REBOOT',
  'REBUILD',
  'RESCUE',
  'RESIZE',
  'REVERT_RESIZE',
  'SHELVED',
  'SHELVED_OFFLOADED',
  'SHUTOFF',
  'SOFT_DELETED',
  'SUSPENDED',
  'UNKNOWN',
  'VERIFY_RESIZE',
];

/** `exclude: { statuses: [ERROR] }` is well said of a cloud in which nothing has failed. */
function isKnownState({ place, word }: IdleWord): boolean {
  return place === 'select.exclude.statuses' && isAnyMeant([word], STATES);
}

const KEYS = ['servers', 'tags', 'hosts', 'statuses', 'images', 'networks'] as const;
type Texts = Readonly<Record<(typeof KEYS)[number], readonly string[]>>;

/** What each key speaks of. */
function textsOf(server: ServerResource, images: ImageNames): Texts {
  const { imageId } = server;
  return {
    servers: [server.id, server.name],
    tags: server.tags,
    hosts: [server.host, server.hypervisor].filter((each) => each !== null),
    statuses: [server.status],
    images: imageId === undefined ? [] : [imageId, images.get(imageId) ?? ''],
    networks: [...server.ports.map((port) => port.network_id), ...Object.keys(server.addresses)],
  };
}

function wordsAt(words: ServerWords, key: keyof Texts): readonly string[] | undefined {
  const given = words[key];
  return key === 'statuses' ? given?.map((each) => each.toUpperCase()) : given;
}

/** For each key that is given, whether the server matches it. */
function answers(words: ServerWords, server: ServerResource, texts: Texts): boolean[] {
  const given = answersTo(KEYS.map((key) => [wordsAt(words, key), texts[key]]));
  return words.metadata === undefined ? given : [...given, hasMetadata(words.metadata, server)];
}

interface HeldKeys {
  readonly see: (server: ServerResource, texts: Texts) => void;
  readonly idle: () => IdleWord[];
}

/** The words of each key, held against all servers that are tested, whatever the other keys say of them. */
function holdKeys(place: string, words: ServerWords): HeldKeys {
  const held = KEYS.map(
    (key) => [key, holdWords(`${place}.${key}`, wordsAt(words, key) ?? [])] as const,
  );
  const { metadata } = words;
  let isIdle = metadata !== undefined;
  return {
    see(server, texts) {
      for (const [key, { see }] of held) see(texts[key]);
      if (metadata !== undefined && isIdle) isIdle = !hasMetadata(metadata, server);
    },
    idle: () => [
      ...held.flatMap(([, { idle }]) => idle()),
      ...(isIdle ? [{ place: `${place}.metadata`, word: inWords(metadata), near: undefined }] : []),
    ],
  };
}

/** All its keys are one word: a server must have each. */
function inWords(metadata: Readonly<Record<string, string>> = {}): string {
  return Object.entries(metadata)
    .map(([key, value]) => `${key}: ${value}`)
    .join(', ');
}

function hasMetadata(
  wanted: Readonly<Record<string, string>>,
  { metadata }: ServerResource,
): boolean {
  return Object.entries(wanted).every(
    ([key, value]) => Object.hasOwn(metadata, key) && isMeant(value, metadata[key] ?? ''),
  );
}
