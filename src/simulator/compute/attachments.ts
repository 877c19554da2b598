import { randomUUID } from 'node:crypto';
import type { ServerVolume } from '../cloud.ts';
import { Refusal } from '../http/refusal.ts';
import type { Answer, Call, Route } from '../http/call.ts';
import { checkStates } from './action-rules.ts';
import { at } from './door.ts';
import { booleanAt, objectAt, textAt } from './read.ts';
import { checkBody } from './schema.ts';
import { checkLock, findServer } from './servers.ts';
import type { Disk, Nova, Server } from './state.ts';
import { endAction, recordAction, touch } from './tasks.ts';
import * as types from './types.ts';

/** Compute API «Servers with volume attachments». */
export function attachmentRoutes(nova: Nova): Route[] {
  const path = '/servers/:id/os-volume_attachments';
  return [
    at('GET', path, (call) => {
      const server = findServer(nova, call);
      const attachments = server.disks.map((disk) => view(call, server, disk));
      return { status: 200, body: { volumeAttachments: attachments } };
    }),
    at('POST', path, (call) => attach(nova, call)),
    at('GET', `${path}/:volume`, (call) => {
      const server = findServer(nova, call);
      const body = { volumeAttachment: view(call, server, diskOf(server, call)) };
      return { status: 200, body };
    }),
    at('PUT', `${path}/:volume`, (call) => update(nova, call)),
    at('DELETE', `${path}/:volume`, (call) => detach(nova, call)),
  ];
}

function view({ microversion }: Call, server: Server, disk: Disk): object {
  return {
    ...(microversion < 89 ? { id: disk.volumeId } : {}),
    volumeId: disk.volumeId,
    serverId: server.id,
    device: disk.device,
    ...(microversion >= 70 ? { tag: disk.tag } : {}),
    ...(microversion >= 79 ? { delete_on_termination: disk.deleteOnTermination } : {}),
    ...(microversion >= 89 ? { attachment_id: disk.attachmentId, bdm_uuid: disk.bdmId } : {}),
  };
}

function diskOf({ disks, id }: Server, { params }: Call): Disk {
  const volume = params['volume'] ?? '';
  const disk = disks.find(({ volumeId }) => volumeId === volume);
  if (disk !== undefined) return disk;
  throw new Refusal(404, `Instance ${id} is not attached to volume ${volume}`);
}

const body = types.only(
  'volumeAttachment',
  types.exactly(
    {
      volumeId: types.uuid,
      device: { type: ['string', 'null'] },
      tag: types.tag,
      delete_on_termination: types.boolean,
    },
    ['volumeId'],
  ),
);

function attach(nova: Nova, call: Call): Answer {
  const given = objectAt(checkBody(body, call.json), 'volumeAttachment');
  const server = changeable(nova, call, 'attach_volume');
  const volumeId = textAt(given, 'volumeId') ?? '';
  const volume = nova.cloud.volume.find(call.token, volumeId);
  if (volume === undefined) throw new Refusal(404, `Volume ${volumeId} could not be found.`);
  checkFree(nova, volume);
  if (volume.status !== 'available' && !volume.multiattach) {
    throw new Refusal(
      400,
      `Invalid volume: Invalid input received: Invalid volume: Volume ${volumeId} status must be available or downloading to reserve, but the current status is ${volume.status}. (HTTP 400) (Request-ID: ${call.requestId})`,
    );
  }
  const disk: Disk = {
    volumeId,
    device: textAt(given, 'device') ?? nextDevice(server),
    bdmId: randomUUID(),
    attachmentId: randomUUID(),
    tag: textAt(given, 'tag') ?? null,
    isRoot: false,
    deleteOnTermination: booleanAt(given, 'delete_on_termination', false),
  };
  const host = server.host?.name ?? '';
  nova.cloud.volume.attach(volumeId, { serverId: server.id, device: disk.device, host });
  server.disks.push(disk);
  const about = { action: 'attach_volume', event: 'compute_attach_volume' };
  endAction(nova, recordAction(nova, call, server, about));
  touch(nova, server);
  // What a look at it shows of newer versions is not told here.
  const { volumeId: id, device } = disk;
  const told = { id, volumeId, serverId: server.id, device };
  const tag = call.microversion >= 70 ? { tag: disk.tag } : {};
  const kept = call.microversion >= 79 ? { delete_on_termination: disk.deleteOnTermination } : {};
  return { status: 200, body: { volumeAttachment: { ...told, ...tag, ...kept } } };
}

/** @throws Refusal 400 where a server has it already */
function checkFree({ servers }: Nova, { id, status, multiattach }: ServerVolume): void {
  if (status === 'available' || multiattach) return;
  const holders = [...servers.values()].filter(({ disks }) =>
    disks.some(({ volumeId }) => volumeId === id),
  );
  if (holders.length === 0) return;
  const ids = holders.map((each) => each.id).join(' ');
  throw new Refusal(400, `Invalid volume: volume ${id} is already attached to instances: ${ids}`);
}

function nextDevice({ disks, imageId }: Server): string {
  const used = new Set([...disks.map(({ device }) => device), imageId === '' ? '' : '/dev/vda']);
  const names = Array.from({ length: 26 }, (_none, index) => `/dev/vd${(index + 10).toString(36)}`);
  return names.find((each) => !used.has(each)) ?? '/dev/vdz';
}

function update(nova: Nova, call: Call): Answer {
  const server = findServer(nova, call);
  const disk = diskOf(server, call);
  const given = objectAt(checkBody(body, call.json), 'volumeAttachment');
  if (textAt(given, 'volumeId') !== disk.volumeId) {
    throw new Refusal(400, 'Swapping volumes is not simulated.');
  }
  disk.deleteOnTermination = booleanAt(given, 'delete_on_termination', disk.deleteOnTermination);
  return { status: 202 };
}

const DETACH_S = 1;

function detach(nova: Nova, call: Call): Answer {
  const server = changeable(nova, call, 'detach_volume');
  const disk = diskOf(server, call);
  if (disk.isRoot && server.vmState !== 'shelved_offloaded') {
    throw new Refusal(400, 'Cannot detach a root device volume');
  }
  const about = { action: 'detach_volume', event: 'compute_detach_volume' };
  const action = recordAction(nova, call, server, about);
  if (call.fate === 'stuck') return { status: 202 };
  nova.cloud.clock.later(DETACH_S, () => {
    if (call.fate === 'error') action.message = 'Error';
    else if (server.disks.includes(disk)) {
      server.disks = server.disks.filter((each) => each !== disk);
      nova.cloud.volume.detach(disk.volumeId, server.id);
    }
    endAction(nova, action);
  });
  return { status: 202 };
}

const STATES = [
  'active',
  'paused',
  'stopped',
  'resized',
  'soft-delete',
  'shelved',
  'shelved_offloaded',
];

function changeable(nova: Nova, call: Call, method: string): Server {
  const server = findServer(nova, call);
  checkLock(server, call);
  checkStates(server, method, { from: STATES });
  return server;
}
