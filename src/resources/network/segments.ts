import type { Concern } from '../../model/concern.ts';
import { referenceKey } from '../../model/reference.ts';
import type { Cloud, Query } from '../../openstack/cloud.ts';
import { collect } from '../collect.ts';
import { listAll } from '../neutron/collection.ts';
import type { Attributes, PreflightContext } from '../resource-kind.ts';
import { byMapping, provider, wordsFor } from './provider.ts';
import { networks } from './schema.ts';
import type { Network } from './schema.ts';
import { mappingEntry } from '../mapped.ts';

/** Of a network that is to be made: whether its wire is kept, lost, or taken. An overlay has none. */
export async function segmentConcerns(
  context: PreflightContext,
  source: Network,
): Promise<readonly Concern[]> {
  const { destination } = context;
  const wanted = provider(source, byMapping(context));
  if (wanted['provider:physical_network'] !== undefined) {
    const asked = wordsFor({ ...source, ...wanted });
    const found = await taken(destination, source, { wanted, asked });
    return [kept(source, asked, destination.name), ...found];
  }
  if (source.segments.length > 1) return [segmented(source)];
  // Only an administrator is told of it.
  return source['provider:physical_network'] ? [leftOut(source, destination.name)] : [];
}

function kept(source: Network, asked: string, cloud: string): Concern {
  return {
    severity: 'warning',
    code: 'network-type-kept',
    subject: referenceKey({ kind: 'network', id: source.id }),
    message: `Network ${source.name} is ${wordsFor(source)}, and is made as ${asked} in ${cloud}: if that is the source's own wire, addresses answer twice for a moment.`,
    remedy: `Nothing, if it is another wire. Else make the network there, map it, and say so: sharedSegments: [${source.name}].`,
  };
}

function leftOut(source: Network, cloud: string): Concern {
  const { id, name } = source;
  const physical = source['provider:physical_network'] ?? '';
  return {
    severity: 'warning',
    code: 'physical-network-dropped',
    subject: referenceKey({ kind: 'network', id }),
    message: `Network ${name} is ${wordsFor(source)}: ${cloud} makes it as it makes any, and it reaches nothing that is on that wire.`,
    remedy: `Map it (mappings: network: { ${mappingEntry(source)}: <network there> }), or say what the wire is called there: mappings: physical-network: { ${physical}: <name there> }.`,
  };
}

function segmented({ id, name, segments }: Network): Concern {
  return {
    severity: 'warning',
    code: 'segments-dropped',
    subject: referenceKey({ kind: 'network', id }),
    message: `Network ${name} has ${segments.length} segments: it is made with one.`,
    remedy: 'Make the network in the destination and map it, if the segments matter.',
  };
}

async function taken(
  cloud: Cloud,
  { id, name }: Network,
  { wanted, asked }: { readonly wanted: Attributes; readonly asked: string },
): Promise<Concern[]> {
  const [holder] = await collect(listAll(cloud, networks, wanted as Query));
  if (holder === undefined) return [];
  return [
    {
      severity: 'blocker',
      code: 'segment-taken',
      subject: referenceKey({ kind: 'network', id }),
      message: `Network ${name} is to be ${asked}, which network ${holder.name} (${holder.id}) is in ${cloud.name}.`,
      remedy: `Map it to that one (mappings: network: { ${mappingEntry({ id, name })}: ${holder.id} }), or free the segment.`,
    },
  ];
}
