import { Refusal } from '../http/refusal.ts';
import type { Answer, Call, Route } from '../http/call.ts';
import { at, needAdmin } from './door.ts';
import { instanceName } from './server-view.ts';
import type { Host, Nova } from './state.ts';

const VCPUS = 64;
const MEMORY_MB = 131072;
const DISK_GB = 2000;
const RESERVED_MB = 512;
const CPU = {
  arch: 'x86_64',
  model: 'Nehalem',
  vendor: 'Intel',
  features: ['pge', 'clflush'],
  topology: { cores: 1, threads: 1, sockets: 4 },
};
const UUIDS = 53;
const NO_SIZES = 88;

/** Compute API «Hypervisors»: one a host. */
export function hypervisorRoutes(nova: Nova): Route[] {
  return [
    at('GET', '/os-hypervisors', (call) => list(nova, call, false)),
    at('GET', '/os-hypervisors/detail', (call) => list(nova, call, true)),
    at('GET', '/os-hypervisors/:id', (call) => {
      needAdmin(call, 'os-hypervisors:show');
      const id = call.params['id'] ?? '';
      const host = nova.hosts.find((each) => String(idOf(call, each)) === id);
      if (host === undefined) throw new Refusal(404, `Compute host ${id} could not be found.`);
      return { status: 200, body: { hypervisor: whole(nova, call, host) } };
    }),
  ];
}

function list(nova: Nova, call: Call, detailed: boolean): Answer {
  needAdmin(call, `os-hypervisors:${detailed ? 'list-detail' : 'list'}`);
  const pattern = call.query.get('hypervisor_hostname_pattern');
  const hosts = nova.hosts.filter(({ name }) => pattern === null || name.includes(pattern));
  if (pattern !== null && hosts.length === 0) {
    throw new Refusal(404, `No hypervisor matching '${pattern}' could be found.`);
  }
  const withServers = call.query.get('with_servers') === 'true';
  return {
    status: 200,
    body: {
      hypervisors: hosts.map((host) => ({
        ...(detailed ? whole(nova, call, host) : brief(call, host)),
        ...(withServers ? { servers: serversOf(nova, host) } : {}),
      })),
    },
  };
}

function idOf({ microversion }: Call, host: Host): string | number {
  return microversion >= UUIDS ? host.uuid : host.number;
}

function brief(call: Call, host: Host): object {
  return {
    id: idOf(call, host),
    hypervisor_hostname: host.name,
    state: 'up',
    status: host.enabled ? 'enabled' : 'disabled',
  };
}

function serversOf({ cloud, servers }: Nova, host: Host): readonly object[] {
  return [...host.servers].flatMap((id) => {
    const server = servers.get(id);
    return server === undefined ? [] : [{ uuid: id, name: instanceName(cloud.name, server) }];
  });
}

function whole(nova: Nova, call: Call, host: Host): object {
  const { microversion } = call;
  const service = {
    id: microversion >= UUIDS ? host.serviceUuid : host.number + 3,
    host: host.name,
    disabled_reason: host.disabledReason,
  };
  const facts = {
    ...brief(call, host),
    hypervisor_type: 'fake',
    hypervisor_version: 1000,
    host_ip: '127.0.0.1',
    service,
  };
  if (microversion >= NO_SIZES) return { ...facts, uptime: null };
  return {
    ...facts,
    ...sizes(nova, host),
    cpu_info: microversion >= 28 ? CPU : JSON.stringify(CPU),
  };
}

function sizes({ servers }: Nova, host: Host): object {
  const used = { vcpus: 0, ram: RESERVED_MB, disk: 0 };
  for (const id of host.servers) {
    const flavor = servers.get(id)?.flavor;
    used.vcpus += flavor?.vcpus ?? 0;
    used.ram += flavor?.ram ?? 0;
    used.disk += flavor?.disk ?? 0;
  }
  return {
    vcpus: VCPUS,
    memory_mb: MEMORY_MB,
    local_gb: DISK_GB,
    vcpus_used: used.vcpus,
    memory_mb_used: used.ram,
    local_gb_used: used.disk,
    free_ram_mb: MEMORY_MB - used.ram,
    free_disk_gb: DISK_GB - used.disk,
    current_workload: 0,
    running_vms: host.servers.size,
    disk_available_least: 0,
  };
}
