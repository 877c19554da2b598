import { Refusal } from '../http/refusal.ts';
import type { Call } from '../http/call.ts';
import { ask } from './inside.ts';
import { listAt, textAt } from './read.ts';
import { isObject, isUuid } from './schema.ts';
import type { Nova } from './state.ts';

/** An interface that a server is to have: at a port, or at one that Nova makes in a network. */
export type AskedNic =
  | { readonly portId: string; readonly tag: string | null }
  | {
      readonly portId?: undefined;
      readonly networkId: string;
      readonly fixedIp: string | undefined;
      readonly tag: string | null;
    };

type Given = Readonly<Record<string, unknown>>;

/** @throws Refusal 400, 403, 409 in Nova's order */
export async function nicsOf(nova: Nova, call: Call, server: Given): Promise<readonly AskedNic[]> {
  const { networks } = server;
  if (networks === 'none') return [];
  if (
    networks === undefined ||
    networks === 'auto' ||
    (Array.isArray(networks) && networks.length === 0)
  ) {
    return onlyNetwork(nova, call, networks === 'auto');
  }
  const nics = readNics(listAt(server, 'networks'));
  for (const nic of nics) await check(nova, call, nic);
  return nics;
}

function readNics(networks: readonly Given[]): readonly AskedNic[] {
  const ports = new Set<string>();
  return networks.map((network) => {
    const portId = textAt(network, 'port');
    const fixedIp = textAt(network, 'fixed_ip');
    const tag = textAt(network, 'tag') ?? null;
    if (portId !== undefined) {
      checkTwice(ports, portId, fixedIp);
      return { portId, tag };
    }
    const networkId = textAt(network, 'uuid');
    if (networkId === undefined) throw new Refusal(400, "Bad network format: missing 'uuid'");
    if (isUuid(networkId)) return { networkId, fixedIp, tag };
    throw new Refusal(
      400,
      `Bad networks format: network uuid is not in proper format (${networkId})`,
    );
  });
}

function checkTwice(ports: Set<string>, portId: string, fixedIp: string | undefined): void {
  if (ports.has(portId)) {
    throw new Refusal(
      400,
      `Port ID '${portId}' was specified twice: you cannot attach a port multiple times.`,
    );
  }
  if (fixedIp !== undefined) {
    throw new Refusal(
      400,
      `Specified Fixed IP '${fixedIp}' cannot be used with port '${portId}': the two cannot be specified together.`,
    );
  }
  ports.add(portId);
}

/** What a server gets that asks for no network: the one there is, or none. */
function onlyNetwork({ cloud }: Nova, { token }: Call, isWanted: boolean): readonly AskedNic[] {
  const network = cloud.network.networkFor(token, undefined);
  if (network !== undefined) return [{ networkId: network.id, fixedIp: undefined, tag: null }];
  if (!isWanted) return [];
  throw new Refusal(
    400,
    `Unable to automatically allocate a network for project ${token.projectId}`,
  );
}

/** Whether a server could have the port. @throws Refusal 409, and `missing` where it is not there */
export function checkPort(
  { network }: Nova['cloud'],
  { token }: Call,
  portId: string,
  missing: 400 | 404,
): void {
  try {
    network.checkPort(token, portId);
  } catch (error) {
    if (!(error instanceof Refusal) || error.type !== 'PortNotFound') throw error;
    throw new Refusal(missing, `Port id ${portId} could not be found.`);
  }
}

async function check({ cloud }: Nova, call: Call, nic: AskedNic): Promise<void> {
  if (nic.portId !== undefined) {
    checkPort(cloud, call, nic.portId, 400);
    return;
  }
  if (cloud.network.networkFor(call.token, nic.networkId) === undefined) {
    throw new Refusal(400, `Network ${nic.networkId} could not be found.`);
  }
  if (nic.fixedIp !== undefined) await checkAddress(cloud, call, nic.networkId, nic.fixedIp);
}

/** @throws Refusal 400 where a port has it already */
async function checkAddress(
  { network }: Nova['cloud'],
  call: Call,
  networkId: string,
  address: string,
): Promise<void> {
  const query = new URLSearchParams({
    network_id: networkId,
    fixed_ips: `ip_address=${address}`,
  });
  const { body } = await ask(network.api, call, { path: `/ports?${query.toString()}` });
  const [port] = isObject(body) ? listAt(body, 'ports') : [];
  if (port === undefined) return;
  throw new Refusal(
    400,
    `Fixed IP address ${address} is already in use on instance ${textAt(port, 'device_id')}.`,
  );
}

/** @throws Refusal 400 where one is not there */
export async function checkSecurityGroups(
  { cloud }: Nova,
  call: Call,
  wanted: readonly string[],
): Promise<void> {
  const named = wanted.filter((each) => each !== 'default');
  if (named.length === 0) return;
  const { body } = await ask(cloud.network.api, call, {
    path: `/security-groups?project_id=${call.token.projectId ?? ''}`,
  });
  const groups = isObject(body) ? listAt(body, 'security_groups') : [];
  for (const each of named) {
    const found = groups.filter((group) => group['name'] === each || group['id'] === each);
    if (found.length === 0) {
      throw new Refusal(400, `Unable to find security_group with name or id '${each}'`);
    }
    if (found.length > 1) {
      throw new Refusal(
        409,
        `Multiple security_group matches found for name '${each}', use an ID to be more specific.`,
      );
    }
  }
}
