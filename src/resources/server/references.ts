import type { Reference } from '../../model/reference.ts';
import type { Cloud } from '../../openstack/cloud.ts';
import { readFlavor } from '../flavor/embedded.ts';
import { accessId } from '../flavor-access/schema.ts';
import { floatingIpsOf } from '../floating-ip/silence.ts';
import { getMember } from '../image-member/api.ts';
import { memberId } from '../image-member/schema.ts';
import { getKeypair } from '../keypair/api.ts';
import { keypairId } from '../keypair/schema.ts';
import { forwardingsTo } from '../port-forwarding/api.ts';
import { portIds } from './schema.ts';
import type { ServerResource, ServerPort } from './schema.ts';

/** What a server cannot be made without. The ports bring their networks, security groups and routers. */
export async function references(
  source: Cloud,
  server: ServerResource,
): Promise<readonly Reference[]> {
  const [ofFlavor, ofImage, ofKey, floating, forwardings] = await Promise.all([
    flavorReferences(source, server),
    imageReferences(source, server),
    keyReferences(source, server),
    addressesOf(source, server.ports),
    forwardingsTo(source, server.projectId, portIds(server)),
  ]);
  return [
    { kind: 'project', id: server.projectId },
    ...ofFlavor,
    ...ofKey,
    ...ofImage,
    ...(server.groupId === undefined ? [] : [{ kind: 'server-group', id: server.groupId }]),
    ...server.ports.map(({ id }) => ({ kind: 'port', id })),
    ...server.ports.flatMap(trunkReferences),
    ...forwardings.map(({ id }) => ({ kind: 'port-forwarding', id })),
    ...floating.map((id) => ({ kind: 'floating-ip', id })),
  ];
}

/** The trunk of a parent port, and its subports: they are nobody's but this server's. */
function trunkReferences({ trunk_details: trunk }: ServerPort): Reference[] {
  if (!trunk) return [];
  const subPorts = trunk.sub_ports.map(({ port_id: id }) => ({ kind: 'port', id }));
  return [...subPorts, { kind: 'trunk', id: trunk.trunk_id }];
}

/** A private flavor must be open to the project. */
async function flavorReferences(
  source: Cloud,
  { flavorId, projectId }: ServerResource,
): Promise<Reference[]> {
  if (flavorId === undefined) return [];
  const flavor = await readFlavor(source, flavorId);
  const isPrivate = flavor !== undefined && !flavor.isPublic;
  return [
    { kind: 'flavor', id: flavorId },
    ...(isPrivate ? [{ kind: 'flavor-access', id: accessId(flavorId, projectId) }] : []),
  ];
}

/** An image of another project's is shared with this one. */
async function imageReferences(
  source: Cloud,
  { imageId, projectId }: ServerResource,
): Promise<Reference[]> {
  if (imageId === undefined) return [];
  const id = memberId(imageId, projectId);
  const isMember = (await getMember(source, id)) !== undefined;
  return [{ kind: 'image', id: imageId }, ...(isMember ? [{ kind: 'image-member', id }] : [])];
}

/** A key that its user has deleted since is no longer to be had: `concerns` says so. */
async function keyReferences(
  source: Cloud,
  { userId, keyName }: ServerResource,
): Promise<Reference[]> {
  if (keyName === null) return [];
  const id = keypairId(userId, keyName);
  if ((await getKeypair(source, id)) === undefined) return [];
  return [
    { kind: 'user', id: userId },
    { kind: 'keypair', id },
  ];
}

async function addressesOf(source: Cloud, ports: readonly ServerPort[]): Promise<string[]> {
  const found = await Promise.all(ports.map(({ id }) => floatingIpsOf(source, id)));
  return found.flat().map(({ id }) => id);
}
