import { z } from 'zod';
import type { Concern } from '../../model/concern.ts';
import { referenceKey } from '../../model/reference.ts';
import type { Cloud } from '../../openstack/cloud.ts';
import { collect } from '../collect.ts';
import { listAll } from './collection.ts';
import type { Collection } from './collection.ts';

const extensions: Collection<z.ZodType<{ alias: string }>> = {
  path: '/extensions',
  one: 'extension',
  many: 'extensions',
  schema: z.object({ alias: z.string() }),
};
const zones: Collection<z.ZodType<{ name: string; resource?: string | undefined }>> = {
  path: '/availability_zones',
  one: 'availability_zone',
  many: 'availability_zones',
  schema: z.object({ name: z.string(), resource: z.string().optional() }),
};

const known = new WeakMap<Cloud, Promise<ReadonlySet<string>>>();

/** The aliases of the extensions a cloud's Neutron has: asked once. */
export async function extensionsOf(cloud: Cloud): Promise<ReadonlySet<string>> {
  const asked = known.get(cloud) ?? collect(listAll(cloud, extensions, {})).then(aliases);
  known.set(cloud, asked);
  try {
    return await asked;
  } catch (error) {
    known.delete(cloud);
    throw error;
  }
}

function aliases(found: readonly { alias: string }[]): ReadonlySet<string> {
  return new Set(found.map(({ alias }) => alias));
}

export interface Subject {
  readonly kind: string;
  readonly id: string;
}

/** A blocker for each extension that is needed and missing; `needs` by alias: what for. */
export async function missingExtensions(
  destination: Cloud,
  subject: Subject,
  needs: Readonly<Record<string, string | undefined>>,
): Promise<Concern[]> {
  const wanted = Object.entries(needs).filter(([, why]) => why !== undefined);
  if (wanted.length === 0) return [];
  const offered = await extensionsOf(destination);
  return wanted
    .filter(([alias]) => !offered.has(alias))
    .map(([alias, why]) => ({
      severity: 'blocker',
      code: 'extension-missing',
      subject: referenceKey(subject),
      message: `${why} needs the network extension ${alias}, which ${destination.name} does not have.`,
      remedy: `Enable ${alias} in the destination's Neutron, or change the source so that it is not needed.`,
    }));
}

/** A warning for each availability zone hint that the destination has no zone for. */
export async function missingZones(
  destination: Cloud,
  subject: Subject & { readonly name: string; readonly availability_zone_hints: readonly string[] },
): Promise<Concern[]> {
  const { kind, name, availability_zone_hints: hints } = subject;
  if (hints.length === 0) return [];
  const offered = await collect(listAll(destination, zones, {}), (zone) => zone.resource === kind);
  return hints
    .filter((hint) => !offered.some((zone) => zone.name === hint))
    .map((hint) => ({
      severity: 'warning',
      code: 'availability-zone-dropped',
      subject: referenceKey(subject),
      message: `${kind} ${name} hints at availability zone ${hint}, which ${destination.name} does not have for ${kind}s: it is made without.`,
      remedy: `Make the ${kind} in the destination and map it, if its place matters.`,
    }));
}

/** The hints that the destination can follow. */
export async function knownZones(
  destination: Cloud,
  kind: string,
  hints: readonly string[],
): Promise<readonly string[] | undefined> {
  if (hints.length === 0) return undefined;
  const offered = await collect(listAll(destination, zones, {}), (zone) => zone.resource === kind);
  const usable = hints.filter((hint) => offered.some((zone) => zone.name === hint));
  return usable.length === 0 ? undefined : usable;
}
