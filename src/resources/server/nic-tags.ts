import { z } from 'zod';
import type { Concern } from '../../model/concern.ts';
import type { Cloud } from '../../openstack/cloud.ts';
import { unlessAbsent } from '../absent.ts';
import { offers } from '../microversion.ts';
import type { ServerResource } from './schema.ts';

/** By port. */
export type NicTags = Readonly<Record<string, string>>;

/** Compute API «Port interfaces»: tags are shown from 2.70 on. */
const SHOWN = 70;
/** Taken at create from 2.42 on; 2.32 took them, and 2.33 to 2.41 did not. */
const TAKEN = 42;

const attachments = z.looseObject({
  interfaceAttachments: z.array(z.looseObject({ port_id: z.string(), tag: z.string().nullish() })),
});

/** By which a guest's metadata tell its interfaces apart. Undefined where the cloud does not show them. */
export async function nicTagsOf(
  cloud: Cloud,
  serverId: string,
  signal?: AbortSignal,
): Promise<NicTags | undefined> {
  if (!(await offers(cloud, SHOWN))) return undefined;
  const answer = await unlessAbsent(
    cloud.request('compute', {
      path: `/servers/${encodeURIComponent(serverId)}/os-interface`,
      schema: attachments,
      microversion: `2.${SHOWN}`,
      signal,
    }),
  );
  const tagged = (answer?.interfaceAttachments ?? []).flatMap(({ port_id: port, tag }) =>
    tag ? [[port, tag] as const] : [],
  );
  return Object.fromEntries(tagged);
}

/** Of each interface, in their order; null: none. */
export function tagsInOrder({ ports, nicTags }: ServerResource): (string | null)[] | undefined {
  return nicTags && ports.map(({ id }) => nicTags[id] ?? null);
}

/** Of each interface, as far as the destination takes them. */
export async function tagsToSend(
  destination: Cloud,
  server: ServerResource,
): Promise<readonly { readonly tag?: string }[]> {
  const taken = await offers(destination, TAKEN);
  return server.ports.map(({ id }) => {
    const tag = taken ? server.nicTags?.[id] : undefined;
    return tag === undefined ? {} : { tag };
  });
}

/** What one of the two clouds does not show is not compared. */
export function inCommon(
  source: ServerResource,
  existing: ServerResource,
): readonly [ServerResource, ServerResource] {
  if (source.nicTags !== undefined && existing.nicTags !== undefined) return [source, existing];
  return [
    { ...source, nicTags: undefined },
    { ...existing, nicTags: undefined },
  ];
}

export async function tagFindings(
  destination: Cloud,
  { nicTags = {} }: ServerResource,
): Promise<Omit<Concern, 'subject'>[]> {
  const tags = Object.values(nicTags);
  if (tags.length === 0 || (await offers(destination, TAKEN))) return [];
  return [
    {
      severity: 'warning',
      code: 'nic-tags-dropped',
      message: `has tagged interfaces (${tags.join(', ')}), and ${destination.name} takes no such tags (compute 2.${TAKEN}): its copy has none.`,
      remedy: 'See to it that the guest knows its interfaces by MAC address.',
    },
  ];
}
