import { createHash } from 'node:crypto';
import type { Cloud } from '../../openstack/cloud.ts';
import { collect } from '../collect.ts';
import { getFlavor, listFlavors } from './api.ts';
import type { Flavor } from './schema.ts';

/** A flavor as its servers embed it (compute 2.47): all that is left of one that was deleted. Sizes in MiB and GiB. */
export interface EmbeddedFlavor {
  /** The id it had. */
  readonly flavorId: string;
  readonly name: string;
  readonly vcpus: number;
  readonly ram: number;
  readonly disk: number;
  readonly ephemeral: number;
  readonly swap: number;
  readonly extraSpecs: Readonly<Record<string, string>>;
}

// No flavor's own id begins so: Nova takes no question marks.
const PREFIX = 'embedded?';
const SPEC = 'spec:';
const SIZES = ['vcpus', 'ram', 'disk', 'ephemeral', 'swap'] as const;

/** Such an id says all there is to know, and so is one for all servers that embed the same: `embedded?id=m1&name=m1.old&vcpus=1…`. */
function embeddedId(flavor: EmbeddedFlavor): string {
  const words = new URLSearchParams({ id: flavor.flavorId, name: flavor.name });
  for (const size of SIZES) words.set(size, String(flavor[size]));
  for (const key of Object.keys(flavor.extraSpecs).toSorted()) {
    words.set(SPEC + key, flavor.extraSpecs[key] ?? '');
  }
  return PREFIX + words.toString();
}

export function isEmbedded(id: string): boolean {
  return id.startsWith(PREFIX);
}

/** The id to know a server's flavor by: the flavor's own, while it is there and of the sizes that the server has. */
export function flavorIdNow(embedded: EmbeddedFlavor, present: Flavor | undefined): string {
  const same =
    present?.name === embedded.name && SIZES.every((key) => present[key] === embedded[key]);
  return same ? embedded.flavorId : embeddedId(embedded);
}

/** A flavor of the cloud, or one that was deleted and is rebuilt from what its servers embed. */
export async function readFlavor(
  cloud: Cloud,
  id: string,
  signal?: AbortSignal,
): Promise<Flavor | undefined> {
  return isEmbedded(id) ? rebuilt(cloud, id) : getFlavor(cloud, id, signal);
}

/**
 * Private: whether it was public nobody knows, and its servers' projects are given access. Its id and name it keeps unless another
 * flavor has them today: then it gets a new id, and a name with a suffix that is the same in every run.
 */
async function rebuilt(cloud: Cloud, id: string): Promise<Flavor> {
  const { flavorId, name, extraSpecs, ...sizes } = parseEmbeddedId(id);
  const others = await collect(
    listFlavors(cloud),
    (flavor) => flavor.id === flavorId || flavor.name === name,
  );
  const nameTaken = others.some((flavor) => flavor.name === name);
  const idTaken = others.some((flavor) => flavor.id === flavorId);
  return {
    id,
    keptId: idTaken ? undefined : flavorId,
    name: nameTaken ? `${name}-${suffix(id)}` : name,
    ...sizes,
    isPublic: false,
    disabled: false,
    rxtxFactor: 1,
    description: null,
    extraSpecs,
  };
}

function parseEmbeddedId(id: string): EmbeddedFlavor {
  const words = new URLSearchParams(id.slice(PREFIX.length));
  const number = (key: string): number => Number(words.get(key) ?? 0);
  const specs = [...words].filter(([key]) => key.startsWith(SPEC));
  return {
    flavorId: words.get('id') ?? '',
    name: words.get('name') ?? '',
    vcpus: number('vcpus'),
    ram: number('ram'),
    disk: number('disk'),
    ephemeral: number('ephemeral'),
    swap: number('swap'),
    extraSpecs: Object.fromEntries(specs.map(([key, value]) => [key.slice(SPEC.length), value])),
  };
}

function suffix(id: string): string {
  return createHash('sha256').update(id).digest('hex').slice(0, 8);
}

/** A flavor that could be a rebuilt one is compared in what is known of that. */
export function asEmbedded(flavor: Flavor): Flavor {
  const description = flavor.description === undefined ? undefined : null;
  return { ...flavor, isPublic: false, rxtxFactor: 1, description };
}
