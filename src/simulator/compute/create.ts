import { randomBytes } from 'node:crypto';
import { Refusal } from '../http/refusal.ts';
import type { Answer, Call } from '../http/call.ts';
import { build } from './build.ts';
import type { Plan } from './build.ts';
import { checkImage, disksOf } from './create-disks.ts';
import type { AskedDisk } from './create-disks.ts';
import { checkSecurityGroups, nicsOf } from './create-nics.ts';
import { createServer } from './create-schema.ts';
import { projectOf } from './door.ts';
import { makeServer } from './new-server.ts';
import { checkZone, placeOf } from './place.ts';
import { selfLinks } from './pages.ts';
import { checkQuota, limitOf } from './quota.ts';
import { booleanAt, listAt, numberAt, objectAt, textAt } from './read.ts';
import { checkBody } from './schema.ts';
import type { Flavor, Nova, Server, ServerGroup } from './state.ts';

type Given = Readonly<Record<string, unknown>>;

/** Compute API «Create server»: checks in Nova's order, then answers before anything is built. */
export async function createServers(nova: Nova, call: Call): Promise<Answer> {
  const body = checkBody(createServer(call.microversion), call.json);
  const given = objectAt(body, 'server');
  const projectId = projectOf(call);
  const count = countOf(given);
  const where = placeOf(nova, call, given);
  const disks = disksOf(nova, call, given);
  const imageId = imageOf(given, disks);
  const flavor = flavorOf(nova, call, given);
  checkZone(nova, where);
  const image = imageId === '' ? undefined : nova.cloud.image.find(call.token, imageId);
  if (imageId !== '' && image === undefined) throw new Refusal(400, 'Can not find requested image');
  const securityGroups = listAt(given, 'security_groups').flatMap(
    (each) => textAt(each, 'name') ?? [],
  );
  await checkSecurityGroups(nova, call, securityGroups);
  const nics = await nicsOf(nova, call, given);
  checkKey(nova, call, given);
  checkMetadata(nova, projectId, given);
  if (image !== undefined && !disks.some(({ isRoot }) => isRoot)) checkImage(image, flavor, call);
  const group = groupOf(nova, call, body);
  checkQuota(nova, projectId, {
    instances: count,
    cores: flavor.vcpus * count,
    ram: flavor.ram * count,
  });
  const plan: Plan = { ...where, nics, disks, securityGroups, group };
  const facts = { projectId, flavor, imageId, zone: where.zone, count };
  const made = Array.from({ length: count }, (_none, index) =>
    makeServer(nova, call, given, { ...facts, index }),
  );
  for (const server of made) {
    group?.members.add(server.id);
    server.groupId = group?.id ?? null;
    build(nova, call, server, plan);
  }
  return answer(call, given, made);
}

function countOf(given: Given): number {
  const least = numberAt(given, 'min_count', 1);
  const most = numberAt(given, 'max_count', least);
  if (least > most) throw new Refusal(400, 'min_count must be <= max_count');
  return most;
}

function imageOf(given: Given, disks: readonly AskedDisk[]): string {
  const imageId = textAt(given, 'imageRef') ?? '';
  if (imageId === '' && !disks.some(({ isRoot }) => isRoot)) {
    throw new Refusal(
      400,
      disks.length === 0
        ? 'Missing imageRef attribute'
        : 'Block Device Mapping is Invalid: Boot sequence for the instance and image/block device mapping combination is not valid.',
    );
  }
  return imageId;
}

/** Also by a link to it. @throws Refusal 400 */
function flavorOf({ flavors }: Nova, { token }: Call, given: Given): Flavor {
  const id = String(given['flavorRef']).split('/').at(-1) ?? '';
  const flavor = flavors.get(id);
  const mayUse =
    flavor?.isPublic === true || token.isAdmin || flavor?.projects.has(token.projectId ?? '');
  if (flavor !== undefined && mayUse === true) return flavor;
  throw new Refusal(400, `Flavor ${id} could not be found.`);
}

/** Of the one who asks, whoever is to own the server. */
function checkKey({ keypairs }: Nova, { token }: Call, given: Given): void {
  const name = textAt(given, 'key_name');
  if (name === undefined || keypairs.get(token.userId)?.has(name) === true) return;
  throw new Refusal(400, 'Invalid key_name provided.');
}

function checkMetadata(nova: Nova, projectId: string, given: Given): void {
  const limit = limitOf(nova, 'metadata_items', projectId);
  if (limit < 0 || Object.keys(objectAt(given, 'metadata')).length <= limit) return;
  throw new Refusal(403, `Maximum number of metadata items exceeds ${limit}`);
}

/** @throws Refusal 400, 403 */
function groupOf(nova: Nova, { token }: Call, body: Given): ServerGroup | undefined {
  const hints = 'os:scheduler_hints' in body ? 'os:scheduler_hints' : 'OS-SCH-HNT:scheduler_hints';
  const id = textAt(objectAt(body, hints), 'group');
  if (id === undefined) return undefined;
  const group = nova.groups.get(id);
  if (group === undefined || (group.projectId !== token.projectId && !token.isAdmin)) {
    throw new Refusal(400, `Instance group ${id} could not be found.`);
  }
  const members = [...group.members].filter((member) => nova.servers.has(member)).length;
  const limit = limitOf(nova, 'server_group_members', group.projectId);
  if (limit >= 0 && members >= limit) {
    throw new Refusal(403, 'Quota exceeded, too many servers in group');
  }
  return group;
}

function answer(call: Call, given: Given, [server]: readonly Server[]): Answer {
  if (server === undefined) throw new Refusal(400, 'min_count must be <= max_count');
  if (booleanAt(given, 'return_reservation_id', false)) {
    return { status: 202, body: { reservation_id: server.reservationId } };
  }
  return {
    status: 202,
    headers: { location: `${call.origin}/v2.1/servers/${server.id}` },
    body: {
      server: {
        id: server.id,
        links: selfLinks(call, 'servers', server.id),
        'OS-DCF:diskConfig': server.diskConfig,
        security_groups: given['security_groups'] ?? [{ name: 'default' }],
        adminPass: textAt(given, 'adminPass') ?? randomBytes(9).toString('base64url'),
      },
    },
  };
}
