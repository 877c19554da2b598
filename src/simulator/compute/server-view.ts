import { createHash } from 'node:crypto';
import type { Call } from '../http/call.ts';
import type { ServerPort } from '../cloud.ts';
import { isoMicros, isoSeconds, selfLinks } from './pages.ts';
import { statusOf } from './status.ts';
import type { Flavor, Nova, Server } from './state.ts';

const WITH_PROGRESS = ['ACTIVE', 'BUILD', 'REBUILD', 'RESIZE', 'VERIFY_RESIZE', 'MIGRATING'];

/** What an answer leaves out that others have. */
export interface Shown {
  /** Of a change before 2.75: what Nova has to look up elsewhere. */
  readonly all: boolean;
  readonly keyName: boolean;
  readonly groups: boolean;
}

export function briefServer(call: Call, { id, name }: Server): object {
  return { id, name, links: selfLinks(call, 'servers', id) };
}

/** A server as a microversion shows it. */
export function wholeServer(nova: Nova, call: Call, server: Server, shown: Shown): object {
  const ports = server.vmState === 'building' ? [] : nicPorts(nova, server);
  const status = statusOf(server.vmState, server.taskState);
  return {
    id: server.id,
    name: server.name,
    status,
    tenant_id: server.projectId,
    user_id: server.userId,
    metadata: server.metadata,
    hostId: hostId(server),
    image: imageView(call, server),
    flavor: flavorView(call, server.flavor),
    created: isoSeconds(server.created),
    updated: isoSeconds(server.updated),
    addresses: addresses(ports, shown.all),
    accessIPv4: server.accessIPv4,
    accessIPv6: server.accessIPv6,
    links: selfLinks(call, 'servers', server.id),
    'OS-DCF:diskConfig': server.diskConfig,
    ...faultView(call, server, status),
    ...(WITH_PROGRESS.includes(status) ? { progress: 0 } : {}),
    ...(shown.keyName ? { key_name: server.keyName } : {}),
    ...(shown.all ? allView(nova, call, server, ports) : {}),
    ...laterView(call, server, shown),
  };
}

function allView(nova: Nova, call: Call, server: Server, ports: readonly ServerPort[]): object {
  const view = {
    ...placeView(server),
    ...usageView(server, ports),
    ...stateView(call, server),
  };
  if (!call.token.isAdmin) return view;
  const status = call.microversion < 16 ? {} : { host_status: server.host === null ? '' : 'UP' };
  return { ...view, ...adminView(nova, call, server), ...status };
}

function laterView({ microversion, token }: Call, server: Server, { all, groups }: Shown): object {
  const fields: readonly (readonly [number, () => object])[] = [
    [9, () => ({ locked: server.locked !== null })],
    [73, () => ({ locked_reason: server.lockedReason })],
    [19, () => ({ description: server.description })],
    [26, () => ({ tags: server.tags })],
    [63, () => ({ trusted_image_certificates: server.trustedCertificates })],
    [90, () => (all && token.isAdmin ? {} : { 'OS-EXT-SRV-ATTR:hostname': server.hostname })],
    [71, () => (groups ? { server_groups: server.groupId === null ? [] : [server.groupId] } : {})],
  ];
  return Object.assign(
    {},
    ...fields.filter(([since]) => microversion >= since).map(([, field]) => field()),
  ) as object;
}

function hostId({ host, projectId }: Server): string {
  if (host === null) return '';
  return createHash('sha224').update(`${projectId}${host.name}`).digest('hex');
}

function imageView({ origin }: Call, { imageId }: Server): unknown {
  if (imageId === '') return '';
  return { id: imageId, links: [{ rel: 'bookmark', href: `${origin}/images/${imageId}` }] };
}

function flavorView({ microversion, origin }: Call, flavor: Flavor): object {
  if (microversion < 47) {
    const { id } = flavor;
    return { id, links: [{ rel: 'bookmark', href: `${origin}/flavors/${id}` }] };
  }
  return {
    vcpus: flavor.vcpus,
    ram: flavor.ram,
    disk: flavor.disk,
    ephemeral: flavor.ephemeral,
    swap: flavor.swap,
    original_name: flavor.name,
    extra_specs: flavor.extraSpecs,
  };
}

function faultView({ token }: Call, { fault }: Server, status: string): object {
  if (fault === null || (status !== 'ERROR' && status !== 'DELETED')) return {};
  const { code, message, created } = fault;
  const details =
    token.isAdmin || code !== 500
      ? { details: `Traceback (most recent call last):\n${message}\n` }
      : {};
  return { fault: { code, created: isoSeconds(created), message, ...details } };
}

function placeView({ host, zoneAsked, vmState, configDrive }: Server): object {
  const zone = host?.zone ?? (vmState.startsWith('shelved') ? null : zoneAsked);
  return { 'OS-EXT-AZ:availability_zone': zone ?? '', config_drive: configDrive };
}

function usageView({ launched, deleted }: Server, ports: readonly ServerPort[]): object {
  // A group that stands on two ports stands here twice, as in Nova.
  const names = ports.flatMap((port) => port.securityGroupNames);
  return {
    'OS-SRV-USG:launched_at': isoMicros(launched),
    'OS-SRV-USG:terminated_at': isoMicros(deleted),
    ...(names.length === 0 ? {} : { security_groups: names.map((name) => ({ name })) }),
  };
}

function adminView({ cloud }: Nova, { microversion }: Call, server: Server): object {
  const prefix = 'OS-EXT-SRV-ATTR:';
  const first = {
    [`${prefix}host`]: server.host?.name ?? null,
    [`${prefix}instance_name`]: instanceName(cloud.name, server),
    [`${prefix}hypervisor_hostname`]: server.host?.name ?? null,
  };
  if (microversion < 3) return first;
  return {
    ...first,
    [`${prefix}reservation_id`]: server.reservationId,
    [`${prefix}launch_index`]: server.launchIndex,
    [`${prefix}hostname`]: server.hostname,
    [`${prefix}kernel_id`]: '',
    [`${prefix}ramdisk_id`]: '',
    [`${prefix}root_device_name`]:
      server.host === null && server.launched === null ? null : server.rootDevice,
    [`${prefix}user_data`]: server.userData,
  };
}

export function instanceName(cloud: string, { number }: Server): string {
  return `${cloud}-${number.toString(16).padStart(8, '0')}`;
}

function stateView({ microversion }: Call, server: Server): object {
  return {
    'OS-EXT-STS:task_state': server.taskState,
    'OS-EXT-STS:vm_state': server.vmState,
    'OS-EXT-STS:power_state': server.powerState,
    'os-extended-volumes:volumes_attached': server.disks.map((disk) => ({
      id: disk.volumeId,
      ...(microversion >= 3 ? { delete_on_termination: disk.deleteOnTermination } : {}),
    })),
  };
}

/** Its ports in the order of its interfaces; others, which it did not get from Nova, last. */
export function nicPorts({ cloud }: Nova, { id, nics }: Server): readonly ServerPort[] {
  const place = (port: ServerPort): number => {
    const index = nics.findIndex(({ portId }) => portId === port.id);
    return index === -1 ? nics.length : index;
  };
  return cloud.network.portsOf(id).toSorted((one, other) => place(one) - place(other));
}

/** By network's name: first what is fixed, then what floats. */
export function addresses(ports: readonly ServerPort[], extended: boolean): object {
  const byNetwork = new Map<string, { fixed: object[]; floating: object[] }>();
  for (const { networkName, macAddress, fixedIps, floatingIps } of ports) {
    const list = byNetwork.get(networkName) ?? { fixed: [], floating: [] };
    byNetwork.set(networkName, list);
    const view = (addr: string, type: string): object => ({
      version: addr.includes(':') ? 6 : 4,
      addr,
      ...(extended ? { 'OS-EXT-IPS:type': type, 'OS-EXT-IPS-MAC:mac_addr': macAddress } : {}),
    });
    list.fixed.push(...fixedIps.map(({ ipAddress }) => view(ipAddress, 'fixed')));
    list.floating.push(...floatingIps.map(({ ipAddress }) => view(ipAddress, 'floating')));
  }
  return Object.fromEntries(
    [...byNetwork]
      .filter(([, { fixed }]) => fixed.length > 0)
      .map(([name, { fixed, floating }]) => [name, [...fixed, ...floating]]),
  );
}
