import { answersTo, isAnyMeant, isMeant } from '../model/pattern.ts';
import type { Selection, ServerWords } from '../model/spec.ts';
import type { Cloud } from '../openstack/cloud.ts';
import { image as imageKind } from '../resources/image/index.ts';
import type { ServerResource } from '../resources/server/schema.ts';

/** Image ids → names, as far as the words ask for images. */
export type ImageNames = ReadonlyMap<string, string>;

export interface ServerTest {
  readonly matches: (server: ServerResource) => boolean;
  /** Words of `select.servers` that no tested server matched. */
  readonly unmatched: () => string[];
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
  return {
    matches(server) {
      if (answers(exclude, server, images).includes(true)) return false;
      if (answers(select, server, images).includes(false)) return false;
      for (const word of left) if (isAnyMeant([word], [server.id, server.name])) left.delete(word);
      return true;
    },
    unmatched: () => [...left],
  };
}

/** For each key that is given, whether the server matches it. */
function answers(words: ServerWords, server: ServerResource, images: ImageNames): boolean[] {
  const { imageId } = server;
  const given = answersTo([
    [words.servers, [server.id, server.name]],
    [words.tags, server.tags],
    [words.hosts, [server.host, server.hypervisor].filter((each) => each !== null)],
    [words.statuses?.map((each) => each.toUpperCase()), [server.status]],
    [words.images, imageId === undefined ? [] : [imageId, images.get(imageId) ?? '']],
    [
      words.networks,
      [...server.ports.map((port) => port.network_id), ...Object.keys(server.addresses)],
    ],
  ]);
  return words.metadata === undefined ? given : [...given, hasMetadata(words.metadata, server)];
}

function hasMetadata(
  wanted: Readonly<Record<string, string>>,
  { metadata }: ServerResource,
): boolean {
  return Object.entries(wanted).every(
    ([key, value]) => Object.hasOwn(metadata, key) && isMeant(value, metadata[key] ?? ''),
  );
}
