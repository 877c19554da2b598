import { z } from 'zod';
import { BlockedError } from '../../errors/migration.ts';
import { hasStatus } from '../../errors/openstack.ts';
import { destinationId } from '../../model/id-map.ts';
import {
  isProvenanceTag,
  provenanceOfTags,
  provenanceTags,
  sourceTag,
  UNFINISHED_TAG,
} from '../../model/provenance.ts';
import type { Cloud } from '../../openstack/cloud.ts';
import { getKeypair } from '../keypair/api.ts';
import { keypairId } from '../keypair/schema.ts';
import { mappedName } from '../mapped.ts';
import type { CopyContext } from '../resource-kind.ts';
import { getWireServer, listServers, serverPath } from './api.ts';
import { settableHostname } from './hostname.ts';
import { withBorrowedKey } from './key-loan.ts';
import { tagsToSend } from './nic-tags.ts';
import { portSchema } from './schema.ts';
import type { ServerResource } from './schema.ts';
import { offers } from '../microversion.ts';
import { newestMicroversion } from './versions.ts';
import { waitUntil } from './wait.ts';

/** The first compute microversion that takes a hostname. */
const HOSTNAME = 90;

const created = z.looseObject({ server: z.looseObject({ id: z.string() }) });
const userDataAnswer = z.looseObject({
  server: z.looseObject({ 'OS-EXT-SRV-ATTR:user_data': z.string().nullish() }),
});
const portAnswer = z.looseObject({ port: portSchema });

/**
 * Boots the server in its project: Nova takes the project and the user from the token. Answers as soon as Nova has taken it; `converge`
 * waits. Its ports exist already, and security groups are theirs.
 */
export async function create(context: CopyContext, source: ServerResource): Promise<string> {
  const { destination, signal } = context;
  const ports = source.ports.map(({ id }) => needed(context, source, 'port', id));
  const there = await ownerOfPorts(context, source, ports);
  if (there !== undefined) return there;
  const inProject = destination.inProject(needed(context, source, 'project', source.projectId));
  const key = await carriedKey(context, source);
  const tags = await tagsToSend(destination, source);
  const body = {
    server: {
      ...(await serverBody(context, source)),
      networks:
        ports.length === 0 ? 'none' : ports.map((port, index) => ({ port, ...tags[index] })),
      ...(key === undefined ? {} : { key_name: key.name }),
    },
    ...schedulerHints(context, source),
  };
  const microversion = await newestMicroversion(destination);
  const make = (): Promise<string> => postServer(inProject, { body, microversion, signal });
  try {
    return await (key === undefined
      ? make()
      : withBorrowedKey(inProject, { key, server: source.id, signal }, make));
  } catch (error) {
    // The ports may have been taken by a create of ours whose answer was lost.
    const mine = hasStatus(error, 409) ? await markedServer(destination, source) : undefined;
    if (mine === undefined) throw error;
    return mine;
  }
}

/** Waits until Nova has built it. @throws ResourceFailedError with Nova's fault, DeadlineError */
export async function converge(
  { destination, signal, progress }: CopyContext,
  _source: ServerResource,
  existing: ServerResource,
): Promise<void> {
  const goal = {
    arrived: ({ status }: { status: string }) => status !== 'BUILD',
    goal: 'its build',
  };
  await waitUntil(destination, existing.id, goal, { signal, onWait: () => progress(0, undefined) });
}

async function postServer(
  cloud: Cloud,
  options: { readonly body: object; readonly microversion: string; readonly signal: AbortSignal },
): Promise<string> {
  const { server } = await cloud.request('compute', {
    ...options,
    method: 'POST',
    path: '/servers',
    schema: created,
  });
  return server.id;
}

async function serverBody(context: CopyContext, source: ServerResource): Promise<object> {
  const userData = await readUserData(context.source, source);
  const hostname = settableHostname(source.hostname ?? '');
  return {
    name: source.name,
    description: source.description,
    flavorRef: needed(context, source, 'flavor', source.flavorId ?? ''),
    imageRef: needed(context, source, 'image', source.imageId ?? ''),
    metadata: source.metadata,
    tags: [
      ...source.tags.filter((tag) => !isProvenanceTag(tag)),
      ...provenanceTags(context.provenance),
      UNFINISHED_TAG,
    ],
    config_drive: source.configDrive,
    'OS-DCF:diskConfig': source.diskConfig,
    ...unlessEmpty('availability_zone', zoneOf(context, source)),
    ...unlessEmpty('user_data', userData),
    ...unlessEmpty('accessIPv4', source.accessIpv4),
    ...unlessEmpty('accessIPv6', source.accessIpv6),
    ...((await offers(context.destination, HOSTNAME)) ? unlessEmpty('hostname', hostname) : {}),
  };
}

/** Read where it is sent and nowhere else: it may hold passwords. */
async function readUserData(
  cloud: Cloud,
  { id }: ServerResource,
): Promise<string | null | undefined> {
  const { server } = await cloud.request('compute', {
    path: serverPath(id),
    schema: userDataAnswer,
    microversion: await newestMicroversion(cloud),
  });
  return server['OS-EXT-SRV-ATTR:user_data'];
}

/** As the source has it now; undefined where its user deleted it since, and no copy was made. */
async function carriedKey(
  { source: cloud, ids, signal }: CopyContext,
  { userId, keyName }: ServerResource,
): Promise<Awaited<ReturnType<typeof getKeypair>>> {
  if (keyName === null) return undefined;
  const id = keypairId(userId, keyName);
  if (destinationId(ids, { kind: 'keypair', id }) === undefined) return undefined;
  return getKeypair(cloud, id, signal);
}

function schedulerHints(context: CopyContext, source: ServerResource): object {
  if (source.groupId === undefined) return {};
  const group = needed(context, source, 'server-group', source.groupId);
  return { 'os:scheduler_hints': { group } };
}

function zoneOf({ mappings }: CopyContext, { zone }: ServerResource): string | null {
  return zone === null ? null : (mappedName(mappings, 'availability-zone', zone) ?? zone);
}

/**
 * Nova binds ports only when a host builds the server, and until then takes a second one with the same ports; the loser then unbinds
 * them under the winner. So whoever has the ports is looked at before anything is sent.
 */
async function ownerOfPorts(
  { destination, signal }: CopyContext,
  source: ServerResource,
  ports: readonly string[],
): Promise<string | undefined> {
  for (const id of ports) {
    const { port } = await destination.request('network', {
      path: `/ports/${id}`,
      schema: portAnswer,
      signal,
    });
    if (port.device_id === '') continue;
    const owner = await getWireServer(destination, port.device_id, signal);
    if (provenanceOfTags(owner?.tags ?? [])?.source === source.id) return port.device_id;
    throw new BlockedError(
      `${destination.name}: port ${id}, made for server ${source.name}, is in use by ${owner?.name ?? 'device'} (${port.device_id}). Detach it there, then retry.`,
    );
  }
  return undefined;
}

async function markedServer(
  destination: Cloud,
  source: ServerResource,
): Promise<string | undefined> {
  const query = { tag: sourceTag(source.id), brief: true };
  for await (const { id } of listServers(destination, query)) return id;
  return undefined;
}

function needed(
  { ids, destination }: CopyContext,
  source: ServerResource,
  kind: string,
  id: string,
): string {
  const translated = destinationId(ids, { kind, id });
  if (translated !== undefined) return translated;
  throw new BlockedError(
    `${destination.name}: server ${source.name} (${source.id}) needs ${kind} ${id || '(unknown)'}, which has no copy there.`,
  );
}

function unlessEmpty(key: string, value: string | null | undefined): Record<string, string> {
  return value ? { [key]: value } : {};
}
