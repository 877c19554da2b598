import { z } from 'zod';
import type { Cloud } from '../../openstack/cloud.ts';
import { unlessAbsent } from '../absent.ts';
import { collect } from '../collect.ts';
import { getFlavor, listFlavors } from '../flavor/api.ts';
import { flavorIdNow } from '../flavor/embedded.ts';
import type { Flavor } from '../flavor/schema.ts';
import { groupOfMember, groupsByMember } from './groups.ts';
import { inNicOrder } from './nic-order.ts';
import { nicTagsOf } from './nic-tags.ts';
import type { NicTags } from './nic-tags.ts';
import { portSchema, serverWire } from './schema.ts';
import type { ServerResource, ServerPort, WireServer } from './schema.ts';
import { flavorIdMicroversion, newestMicroversion } from './versions.ts';

/** Compute API «Servers»: https://docs.openstack.org/api-ref/compute/#servers-servers */
const serverAnswer = z.looseObject({ server: serverWire });
const flavorOnly = z.looseObject({
  id: z.string(),
  flavor: z.looseObject({ id: z.string().optional() }),
});
const PORT_FIELDS = Object.keys(portSchema.shape);
/** Servers asked for together: their ids go into a query. */
const BATCH = 40;

export async function getServer(
  cloud: Cloud,
  id: string,
  signal?: AbortSignal,
): Promise<ServerResource | undefined> {
  const wire = await getWireServer(cloud, id, signal);
  if (wire === undefined) return undefined;
  const [flavorId, ports, groupId, nicTags] = await Promise.all([
    flavorOf(cloud, wire, signal),
    portsOf(cloud, [id], signal),
    groupOfMember(cloud, wire),
    nicTagsOf(cloud, id, signal),
  ]);
  return { ...wire, flavorId, ports: inNicOrder(wire, ports), groupId, nicTags };
}

/** Without what other calls tell: enough to see a status. */
export async function getWireServer(
  cloud: Cloud,
  id: string,
  signal?: AbortSignal,
): Promise<WireServer | undefined> {
  const answer = await unlessAbsent(
    cloud.request('compute', {
      path: serverPath(id),
      schema: serverAnswer,
      microversion: await newestMicroversion(cloud),
      signal,
    }),
  );
  return answer?.server.status === 'DELETED' ? undefined : answer?.server;
}

/** Of all projects or one; those that bear a tag. `brief`: without the tags of their interfaces. */
export async function* listServers(
  cloud: Cloud,
  {
    project,
    tag,
    brief = false,
  }: { readonly project?: string; readonly tag?: string; readonly brief?: boolean },
): AsyncGenerator<ServerResource> {
  const query = { all_tenants: true, project_id: project, tags: tag };
  const servers = cloud.list('compute', {
    path: '/servers/detail',
    key: 'servers',
    schema: serverWire,
    query,
    microversion: await newestMicroversion(cloud),
  });
  let batch: WireServer[] = [];
  let facts: Facts | undefined;
  for await (const server of servers) {
    batch.push(server);
    if (batch.length < BATCH) continue;
    facts ??= await factsOf(cloud, query, brief);
    yield* complete(cloud, batch, facts);
    batch = [];
  }
  if (batch.length > 0)
    yield* complete(cloud, batch, facts ?? (await factsOf(cloud, query, brief)));
}

interface Facts {
  readonly flavorIdOf: (server: string) => Promise<string | undefined>;
  /** By id. */
  readonly flavors: ReadonlyMap<string, Flavor>;
  readonly groups: ReadonlyMap<string, string>;
  readonly nicTagsOf: (server: string) => Promise<NicTags | undefined>;
}

async function factsOf(
  cloud: Cloud,
  query: Readonly<Record<string, string | boolean | undefined>>,
  brief: boolean,
): Promise<Facts> {
  const servers = cloud.list('compute', {
    path: '/servers/detail',
    key: 'servers',
    schema: flavorOnly,
    query,
    microversion: await flavorIdMicroversion(cloud),
  });
  const flavors = new Map<string, Flavor>();
  for await (const flavor of listFlavors(cloud)) flavors.set(flavor.id, flavor);
  return {
    flavorIdOf: flavorIdsOf(servers),
    flavors,
    groups: await groupsByMember(cloud),
    nicTagsOf: (id) => (brief ? Promise.resolve(undefined) : nicTagsOf(cloud, id)),
  };
}

/** Both lists come in the same order: the second is read only as far as the first has come, and what was asked for is forgotten. */
function flavorIdsOf(servers: AsyncIterable<z.output<typeof flavorOnly>>): Facts['flavorIdOf'] {
  const rest = servers[Symbol.asyncIterator]();
  const read = new Map<string, string | undefined>();
  return async (server) => {
    while (!read.has(server)) {
      const next = await rest.next();
      // Made or deleted in between.
      if (next.done === true) return undefined;
      read.set(next.value.id, next.value.flavor.id);
    }
    const id = read.get(server);
    read.delete(server);
    return id;
  };
}

async function* complete(
  cloud: Cloud,
  servers: readonly WireServer[],
  { flavorIdOf, flavors, groups, nicTagsOf: tagsOf }: Facts,
): AsyncGenerator<ServerResource> {
  const ports = await portsOf(
    cloud,
    servers.map(({ id }) => id),
  );
  for (const server of servers) {
    yield {
      ...server,
      flavorId: idNow(server, await flavorIdOf(server.id), (id) => flavors.get(id)),
      ports: inNicOrder(
        server,
        ports.filter((port) => port.device_id === server.id),
      ),
      nicTags: await tagsOf(server.id),
      groupId: groups.get(server.id),
    };
  }
}

/** In no order. */
async function portsOf(
  cloud: Cloud,
  serverIds: readonly string[],
  signal?: AbortSignal,
): Promise<ServerPort[]> {
  return collect(
    cloud.list('network', {
      path: '/ports',
      key: 'ports',
      schema: portSchema,
      query: { device_id: serverIds, fields: PORT_FIELDS },
      signal,
    }),
  );
}

async function flavorOf(
  cloud: Cloud,
  server: WireServer,
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  const answer = await unlessAbsent(
    cloud.request('compute', {
      path: serverPath(server.id),
      schema: z.looseObject({ server: flavorOnly }),
      microversion: await flavorIdMicroversion(cloud),
      signal,
    }),
  );
  const id = answer?.server.flavor.id;
  const present = id === undefined ? undefined : await getFlavor(cloud, id, signal);
  return idNow(server, id, () => present);
}

/** A cloud of before 2.47 embeds no flavor: then the id is all that it tells. */
function idNow(
  { embeddedFlavor: embedded }: WireServer,
  flavorId: string | undefined,
  present: (id: string) => Flavor | undefined,
): string | undefined {
  const { original_name: name, extra_specs: extraSpecs, ...sizes } = embedded;
  if (flavorId === undefined || name === undefined) return flavorId;
  return flavorIdNow({ ...sizes, flavorId, name, extraSpecs }, present(flavorId));
}

export function serverPath(id: string): string {
  return `/servers/${encodeURIComponent(id)}`;
}
