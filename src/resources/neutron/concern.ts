import { z } from 'zod';
import type { Concern } from '../../model/concern.ts';
import { referenceKey } from '../../model/reference.ts';
import type { Cloud } from '../../openstack/cloud.ts';
import { collect } from '../collect.ts';
import { mappedName } from '../mapped.ts';
import { oncePerCloud } from '../once-per-cloud.ts';
import type { PreflightContext } from '../resource-kind.ts';
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

/** The aliases of the extensions a cloud's Neutron has: asked once. */
export const extensionsOf = oncePerCloud(async (cloud): Promise<ReadonlySet<string>> => {
  const found = await collect(listAll(cloud, extensions, {}));
  return new Set(found.map(({ alias }) => alias));
});

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

interface Hinting extends Subject {
  readonly name: string;
  readonly availability_zone_hints: readonly string[];
}
type ZoneContext = Pick<PreflightContext, 'destination' | 'mappings'>;

/** A warning for each availability zone hint that the destination has no zone for. */
export async function missingZones(context: ZoneContext, subject: Hinting): Promise<Concern[]> {
  const { kind, name } = subject;
  const cloud = context.destination.name;
  return (await hintsOf(context, subject))
    .filter(({ isThere }) => !isThere)
    .map(({ hint, zone }) => ({
      severity: 'warning',
      code: 'availability-zone-dropped',
      subject: referenceKey(subject),
      message: `${kind} ${name} hints at availability zone ${hint}${zone === hint ? '' : ` (mapped to ${zone})`}, which ${cloud} does not have for ${kind}s: it is made without.`,
      remedy: `Say which one it is there (mappings: availability-zone: { ${hint}: <zone> }), or make the ${kind} in the destination and map it, if its place matters.`,
    }));
}

/** The zones, in the destination's words, that it can follow the hints to. */
export async function knownZones(
  context: ZoneContext,
  subject: Omit<Hinting, 'id' | 'name'>,
): Promise<readonly string[] | undefined> {
  const usable = (await hintsOf(context, subject)).filter(({ isThere }) => isThere);
  return usable.length === 0 ? undefined : [...new Set(usable.map(({ zone }) => zone))];
}

/** Each hint with the zone that the spec makes of it, and whether the destination has that for such a kind. */
async function hintsOf(
  { destination, mappings }: ZoneContext,
  { kind, availability_zone_hints: hints }: Omit<Hinting, 'id' | 'name'>,
): Promise<{ readonly hint: string; readonly zone: string; readonly isThere: boolean }[]> {
  if (hints.length === 0) return [];
  const offered = await collect(listAll(destination, zones, {}), (zone) => zone.resource === kind);
  return hints.map((hint) => {
    const zone = mappedName(mappings, 'availability-zone', hint) ?? hint;
    return { hint, zone, isThere: offered.some(({ name }) => name === zone) };
  });
}
