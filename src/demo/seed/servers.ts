import type { Cloud } from '../../openstack/cloud.ts';
import type { ServerSeed, VolumeSeed } from '../company/cloud-seed.ts';
import { found, make, reach } from './make.ts';
import type { Networking } from './networks.ts';

/** The newest of Zed's release: server tags and a hostname in the call that creates. */
const NOVA = '2.90';

/** Ids by name; those of flavors and images of the whole cloud. */
export interface Parts extends Networking {
  readonly flavors: ReadonlyMap<string, string>;
  readonly images: ReadonlyMap<string, string>;
  readonly groups: ReadonlyMap<string, string>;
  readonly volumes: ReadonlyMap<string, string>;
}

export async function makeVolume(
  user: Cloud,
  { name, sizeGb, image }: VolumeSeed,
  images: ReadonlyMap<string, string>,
): Promise<string> {
  const id = await make(user, ['volume', '/volumes', 'volume'], {
    name,
    size: sizeGb,
    ...(image === undefined ? {} : { imageRef: found(images, image) }),
  });
  await reach(user, ['volume', `/volumes/${id}`, 'volume'], 'available');
  return id;
}

/** Makes the server with its user's key, and brings it into the state it is to be in. */
export async function makeServer(
  user: Cloud,
  seed: ServerSeed,
  key: string,
  parts: Parts,
): Promise<void> {
  const hints =
    seed.group === undefined
      ? {}
      : { 'os:scheduler_hints': { group: found(parts.groups, seed.group) } };
  const body = serverBody(seed, key, parts);
  const id = await make(user, ['compute', '/servers', 'server'], body, {
    microversion: NOVA,
    beside: hints,
  });
  const server = ['compute', `/servers/${id}`, 'server'] as const;
  await reach(user, server, 'ACTIVE');
  if (seed.dataVolume !== undefined) await attach(user, id, found(parts.volumes, seed.dataVolume));
  if (seed.off === true) {
    await act(user, id, { 'os-stop': null });
    await reach(user, server, 'SHUTOFF');
  }
  if (seed.locked !== undefined) await act(user, id, { lock: { locked_reason: seed.locked } });
}

function serverBody(seed: ServerSeed, key: string, parts: Parts): Record<string, unknown> {
  const { name, flavor, image, nics, bootVolume, userData, more = {} } = seed;
  return {
    name,
    flavorRef: found(parts.flavors, flavor),
    key_name: key,
    networks: nics.map((nic) =>
      'port' in nic
        ? { port: found(parts.ports, nic.port) }
        : { uuid: found(parts.networks, nic.network) },
    ),
    ...(image === undefined ? {} : { imageRef: found(parts.images, image) }),
    ...(bootVolume === undefined ? {} : bootFrom(found(parts.volumes, bootVolume))),
    ...(userData === undefined ? {} : { user_data: Buffer.from(userData).toString('base64') }),
    ...more,
  };
}

function bootFrom(volume: string): Record<string, unknown> {
  const device = { uuid: volume, boot_index: 0, source_type: 'volume', destination_type: 'volume' };
  return { block_device_mapping_v2: [{ ...device, delete_on_termination: false }] };
}

async function attach(user: Cloud, server: string, volume: string): Promise<void> {
  const path = `/servers/${server}/os-volume_attachments`;
  const body = { volumeAttachment: { volumeId: volume } };
  await user.call('compute', { method: 'POST', path, body });
  await reach(user, ['volume', `/volumes/${volume}`, 'volume'], 'in-use');
}

async function act(
  user: Cloud,
  server: string,
  action: Readonly<Record<string, unknown>>,
): Promise<void> {
  const path = `/servers/${server}/action`;
  // The first that takes a reason for a lock.
  await user.call('compute', { method: 'POST', path, body: action, microversion: '2.73' });
}
