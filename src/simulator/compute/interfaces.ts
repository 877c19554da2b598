import { Refusal } from '../http/refusal.ts';
import type { Answer, Call, Route } from '../http/call.ts';
import type { ServerPort } from '../cloud.ts';
import { checkStates } from './action-rules.ts';
import { bindPort } from './build.ts';
import { checkPort } from './create-nics.ts';
import { ask } from './inside.ts';
import { at } from './door.ts';
import { listAt, objectAt, textAt } from './read.ts';
import { releaseNic } from './release.ts';
import { checkBody } from './schema.ts';
import { nicPorts } from './server-view.ts';
import { checkLock, findServer } from './servers.ts';
import type { Nova, Server } from './state.ts';
import { endAction, recordAction, touch } from './tasks.ts';
import * as types from './types.ts';

/** Compute API «Port interfaces». */
export function interfaceRoutes(nova: Nova): Route[] {
  const path = '/servers/:id/os-interface';
  return [
    at('GET', path, (call) => {
      const server = findServer(nova, call);
      const ports = nicPorts(nova, server);
      const attachments = ports.map((port) => view(call, server, port));
      return { status: 200, body: { interfaceAttachments: attachments } };
    }),
    at('POST', path, (call) => attach(nova, call)),
    at('GET', `${path}/:port`, async (call) => {
      const server = findServer(nova, call);
      const port = await portOf(nova, call, server);
      const body = { interfaceAttachment: view(call, server, port) };
      return { status: 200, body };
    }),
    at('DELETE', `${path}/:port`, (call) => detach(nova, call)),
  ];
}

function view({ microversion }: Call, { nics }: Server, port: ServerPort): object {
  return {
    net_id: port.networkId,
    port_id: port.id,
    mac_addr: port.macAddress,
    port_state: port.status,
    fixed_ips: port.fixedIps.map(({ subnetId, ipAddress }) => ({
      subnet_id: subnetId,
      ip_address: ipAddress,
    })),
    ...(microversion >= 70
      ? { tag: nics.find(({ portId }) => portId === port.id)?.tag ?? null }
      : {}),
  };
}

async function portOf(nova: Nova, call: Call, server: Server): Promise<ServerPort> {
  const id = call.params['port'] ?? '';
  const port = nicPorts(nova, server).find((each) => each.id === id);
  if (port !== undefined) return port;
  await ensurePort(nova, call, id);
  throw new Refusal(404, `Instance ${server.id} does not have a port with id ${id}`);
}

/** @throws Refusal 404 */
async function ensurePort({ cloud }: Nova, call: Call, id: string): Promise<void> {
  const { status } = await ask(cloud.network.api, call, {
    path: `/ports/${encodeURIComponent(id)}`,
  });
  if (status !== 200) throw new Refusal(404, `Port id ${id} could not be found.`);
}

/** Nova has no words for a network that is not there. */
const RPC_ERROR =
  "Unexpected API Error. Please report this at http://bugs.launchpad.net/nova/ and attach the Nova API log if possible.\n<class 'oslo_messaging.rpc.client.RemoteError'>";

const body = types.only(
  'interfaceAttachment',
  types.exactly({
    net_id: types.text,
    port_id: types.uuid,
    fixed_ips: { type: 'array', minItems: 1, items: types.exactly({ ip_address: types.text }) },
    tag: types.tag,
  }),
);

/** Nova answers when the interface is there; what it refuses then stands among the server's actions too. */
function attach(nova: Nova, call: Call): Answer {
  const given =
    call.json === undefined ? {} : objectAt(checkBody(body, call.json), 'interfaceAttachment');
  const server = changeable(nova, call, 'attach_interface');
  const about = { action: 'attach_interface', event: 'compute_attach_interface' };
  const action = recordAction(nova, call, server, about);
  try {
    const port = plug(nova, call, server, given);
    return { status: 200, body: { interfaceAttachment: view(call, server, port) } };
  } catch (error) {
    action.message = 'Error';
    throw error;
  } finally {
    endAction(nova, action);
    touch(nova, server);
  }
}

function plug(
  nova: Nova,
  call: Call,
  server: Server,
  given: Readonly<Record<string, unknown>>,
): ServerPort {
  const { network } = nova.cloud;
  const asked = textAt(given, 'port_id');
  const [fixed] = listAt(given, 'fixed_ips');
  if (asked !== undefined) checkPort(nova.cloud, call, asked, 404);
  const portId = asked ?? makePort(nova, call, server, given, textAt(fixed ?? {}, 'ip_address'));
  if (server.host !== null) bindPort(nova, server, server.host, portId);
  server.nics.push({ portId, made: asked === undefined, tag: textAt(given, 'tag') ?? null });
  if (server.powerState === 1) network.setRunning(server.id, true);
  const made = nicPorts(nova, server).find(({ id }) => id === portId);
  if (made === undefined) throw new Refusal(400, 'Failed to attach interface');
  return made;
}

function makePort(
  { cloud }: Nova,
  { token }: Call,
  { projectId }: Server,
  given: Readonly<Record<string, unknown>>,
  fixedIp: string | undefined,
): string {
  const id = textAt(given, 'net_id');
  const network = cloud.network.networkFor(token, id);
  if (network === undefined) {
    if (id === undefined) throw new Refusal(400, 'No more fixed IP addresses available.');
    throw new Refusal(500, RPC_ERROR);
  }
  return cloud.network.makePort({
    networkId: network.id,
    projectId,
    securityGroups: [],
    ...(fixedIp === undefined ? {} : { fixedIp }),
  });
}

const DETACH_S = 0.5;

/** Whether it has such an interface, Nova finds out after its answer. */
async function detach(nova: Nova, call: Call): Promise<Answer> {
  const server = changeable(nova, call, 'detach_interface');
  const id = call.params['port'] ?? '';
  await ensurePort(nova, call, id);
  const about = { action: 'detach_interface', event: 'compute_detach_interface' };
  const action = recordAction(nova, call, server, about);
  if (call.fate === 'stuck') return { status: 202 };
  const { clock } = nova.cloud;
  clock.later(DETACH_S, () => {
    const isThere = nicPorts(nova, server).some((port) => port.id === id);
    if (call.fate === 'error' || !isThere) {
      action.message = 'Error';
      const message = `Port ${id} is not attached`;
      if (!isThere) server.fault = { code: 404, message, created: clock.now() };
    } else {
      const nic = server.nics.find(({ portId }) => portId === id);
      server.nics = server.nics.filter(({ portId }) => portId !== id);
      releaseNic(nova, nic ?? { portId: id, made: false, tag: null });
    }
    endAction(nova, action);
  });
  return { status: 202 };
}

function changeable(nova: Nova, call: Call, method: string): Server {
  const server = findServer(nova, call);
  checkLock(server, call);
  checkStates(server, method, { from: ['active', 'paused', 'stopped'] });
  return server;
}
