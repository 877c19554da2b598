import { randomUUID } from 'node:crypto';
import { Refusal } from '../http/refusal.ts';
import type { Call } from '../http/call.ts';
import type { AskedDisk } from './create-disks.ts';
import type { AskedNic } from './create-nics.ts';
import { pickHost } from './hosts.ts';
import type { Wish } from './hosts.ts';
import { releaseNic } from './release.ts';
import type { Host, Nova, Server, ServerAction } from './state.ts';
import { endAction, recordAction, touch } from './tasks.ts';

/** What a server is built with. */
export interface Plan extends Wish {
  readonly nics: readonly AskedNic[];
  readonly disks: readonly AskedDisk[];
  readonly securityGroups: readonly string[];
}

const SCHEDULED_S = 0.3;
const SPAWNING_S = 0.8;
const BUILT_S = 2;

interface Building {
  readonly nova: Nova;
  readonly call: Call;
  readonly server: Server;
  readonly plan: Plan;
  readonly action: ServerAction;
}

/** Nova answers before it builds: what goes wrong from here on is a fault of the server. */
export function build(nova: Nova, call: Call, server: Server, plan: Plan): void {
  const about = { action: 'create', event: 'compute__do_build_and_run_instance' };
  const action = recordAction(nova, call, server, about);
  if (call.fate === 'stuck') return;
  const building = { nova, call, server, plan, action };
  const number = (server.taskNumber += 1);
  const step = (seconds: number, work: () => void): void =>
    nova.cloud.clock.later(seconds, () => {
      if (server.deleted !== null || server.taskNumber !== number) return;
      work();
      touch(nova, server);
    });
  step(SCHEDULED_S, () => schedule(building));
  step(SPAWNING_S, () => {
    if (server.vmState === 'building') server.taskState = 'spawning';
  });
  step(BUILT_S, () => {
    if (server.vmState === 'building') finish(building);
  });
}

function schedule(building: Building): void {
  const { nova, call, server, plan } = building;
  const host = call.fate === 'error' ? undefined : pickHost(nova, server, plan);
  if (host === undefined) {
    const why =
      plan.host !== undefined && !nova.hosts.some(({ name }) => name === plan.host)
        ? `No such host - host: ${plan.host} node: None `
        : 'There are not enough hosts available.';
    fail(building, `No valid host was found. ${why}`);
    return;
  }
  settle(server, host);
  server.taskState = 'networking';
  try {
    connect(building, host);
    attach(building, host);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    abort(building, error);
  }
}

export function settle(server: Server, host: Host): void {
  server.host?.servers.delete(server.id);
  server.host = host;
  host.servers.add(server.id);
}

/** Gives a port to the server, on its host. */
export function bindPort(
  { cloud }: Nova,
  { id, hostname }: Server,
  { name, zone }: Host,
  portId: string,
): void {
  cloud.network.bindPort(portId, { serverId: id, zone, host: name, hostname });
}

function connect({ nova, call, server, plan }: Building, host: Host): void {
  const { network } = nova.cloud;
  for (const nic of plan.nics) {
    const portId = nic.portId ?? makePort(nova, server, plan, nic);
    if (nic.portId !== undefined) network.checkPort(call.token, portId);
    bindPort(nova, server, host, portId);
    server.nics.push({ portId, made: nic.portId === undefined, tag: nic.tag });
  }
}

function makePort(
  { cloud }: Nova,
  { projectId }: Server,
  { securityGroups }: Plan,
  nic: Extract<AskedNic, { networkId: string }>,
): string {
  return cloud.network.makePort({
    networkId: nic.networkId,
    projectId,
    securityGroups,
    ...(nic.fixedIp === undefined ? {} : { fixedIp: nic.fixedIp }),
  });
}

function attach({ nova, call, server, plan }: Building, host: Host): void {
  const { volume } = nova.cloud;
  for (const [index, disk] of plan.disks.entries()) {
    const made = { name: '', sizeGb: disk.sizeGb };
    const volumeId = {
      volume: () => disk.from,
      image: () => volume.make(call.token, { ...made, imageId: disk.from }),
      snapshot: () => volume.make(call.token, { ...made, snapshotId: disk.from }),
      blank: () => volume.make(call.token, made),
    }[disk.source]();
    const letter = String.fromCodePoint(97 + index + (server.imageId === '' ? 0 : 1));
    const device = disk.device ?? `/dev/vd${letter}`;
    volume.attach(volumeId, { serverId: server.id, device, host: host.name });
    server.disks.push({
      volumeId,
      device,
      isRoot: disk.isRoot,
      bdmId: randomUUID(),
      attachmentId: randomUUID(),
      tag: disk.tag,
      deleteOnTermination: disk.deleteOnTermination,
    });
  }
}

function finish({ nova, server, action }: Building): void {
  server.vmState = 'active';
  server.taskState = null;
  server.powerState = 1;
  server.launched = nova.cloud.clock.now();
  nova.cloud.network.setRunning(server.id, true);
  endAction(nova, action);
}

/**
 * A host that has begun takes back all it was told to use, also a port that another server has got meanwhile: two servers with one
 * port are both without it in the end.
 */
function abort(building: Building, { message }: Refusal): void {
  const { nova, server, plan } = building;
  for (const nic of server.nics) releaseNic(nova, nic);
  for (const { portId } of plan.nics) {
    if (portId !== undefined) releaseNic(nova, { portId, made: false, tag: null });
  }
  for (const { volumeId } of server.disks) nova.cloud.volume.detach(volumeId, server.id);
  server.nics = [];
  server.disks = [];
  server.host?.servers.delete(server.id);
  server.host = null;
  fail(building, `Build of instance ${server.id} aborted: ${message}`);
}

function fail({ nova, server, action }: Building, message: string): void {
  server.vmState = 'error';
  server.taskState = null;
  server.fault = { code: 500, message, created: nova.cloud.clock.now() };
  action.message = 'Error';
  endAction(nova, action);
}
