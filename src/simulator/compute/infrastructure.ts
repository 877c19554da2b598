import { Refusal } from '../http/refusal.ts';
import type { Answer, Call, Route } from '../http/call.ts';
import { at, needAdmin } from './door.ts';
import { isoMicros } from './pages.ts';
import type { Host, Nova } from './state.ts';
import { zonesOf } from './hosts.ts';
import { hypervisorRoutes } from './hypervisors.ts';

const CONTROLLERS = ['nova-scheduler', 'nova-conductor'];
const FIRST_COMPUTE = 4;

/** Zones, services, aggregates and what no server has here: migrations. */
export function infrastructureRoutes(nova: Nova): Route[] {
  return [
    ...hypervisorRoutes(nova),
    at('GET', '/os-availability-zone', () => ({
      status: 200,
      body: {
        availabilityZoneInfo: zonesOf(nova)
          .toSorted()
          .map((zone) => zoneView(zone, null)),
      },
    })),
    at('GET', '/os-availability-zone/detail', (call) => zones(nova, call)),
    at('GET', '/os-services', (call) => services(nova, call)),
    at('GET', '/os-aggregates', (call) => aggregates(nova, call)),
    at('GET', '/os-migrations', (call) => {
      needAdmin(call, 'os-migrations:index');
      return { status: 200, body: { migrations: [] } };
    }),
    at('GET', '/extensions', () => ({ status: 200, body: { extensions: [] } })),
    at('GET', '/extensions/:alias', () => {
      throw new Refusal(404, 'The resource could not be found.');
    }),
  ];
}

function zoneView(zoneName: string, hosts: object | null): object {
  return { zoneName, zoneState: { available: true }, hosts };
}

function zones(nova: Nova, call: Call): Answer {
  needAdmin(call, 'os-availability-zone:detail');
  const seen = isoMicros(nova.cloud.clock.now());
  const service = { available: true, active: true, updated_at: seen };
  const control = Object.fromEntries(CONTROLLERS.map((binary) => [binary, service]));
  return {
    status: 200,
    body: {
      availabilityZoneInfo: [
        zoneView('internal', { [`${nova.cloud.name}-control`]: control }),
        ...zonesOf(nova)
          .toSorted()
          .map((zone) => {
            const hosts = nova.hosts.filter((host) => host.zone === zone);
            return zoneView(
              zone,
              Object.fromEntries(hosts.map(({ name }) => [name, { 'nova-compute': service }])),
            );
          }),
      ],
    },
  };
}

function services(nova: Nova, call: Call): Answer {
  needAdmin(call, 'os-services:list');
  const { query, microversion } = call;
  const updated = isoMicros(nova.cloud.clock.now());
  const view = (
    binary: string,
    host: {
      name: string;
      zone: string;
      id: string | number;
      status: string;
      reason: string | null;
    },
  ): object => ({
    binary,
    host: host.name,
    id: host.id,
    zone: host.zone,
    status: host.status,
    state: 'up',
    updated_at: updated,
    disabled_reason: host.reason,
    ...(microversion >= 11 ? { forced_down: false } : {}),
  });
  const control = { name: `${nova.cloud.name}-control`, zone: 'internal', status: 'enabled' };
  const all = [
    ...CONTROLLERS.map((binary, index) => {
      const id = microversion >= 53 ? uuidLike(index) : index + 1;
      return { binary, host: { ...control, id, reason: null } };
    }),
    ...nova.hosts.map((host) => ({ binary: 'nova-compute', host: about(host, microversion) })),
  ].filter(
    ({ binary, host }) =>
      (query.get('binary') ?? binary) === binary && (query.get('host') ?? host.name) === host.name,
  );
  return { status: 200, body: { services: all.map(({ binary, host }) => view(binary, host)) } };
}

function about(host: Host, microversion: number) {
  return {
    name: host.name,
    zone: host.zone,
    id: microversion >= 53 ? host.serviceUuid : host.number + FIRST_COMPUTE - 1,
    status: host.enabled ? 'enabled' : 'disabled',
    reason: host.disabledReason,
  };
}

function uuidLike(index: number): string {
  return `00000000-0000-4000-8000-00000000000${index}`;
}

/** One for each zone but the default, which is where hosts without an aggregate are. */
function aggregates(nova: Nova, call: Call): Answer {
  needAdmin(call, 'os-aggregates:index');
  const named = zonesOf(nova).filter((zone) => zone !== 'nova');
  return {
    status: 200,
    body: {
      aggregates: named.map((zone, index) => ({
        id: index + 1,
        ...(call.microversion >= 41 ? { uuid: uuidLike(index) } : {}),
        name: zone,
        hosts: nova.hosts.filter((host) => host.zone === zone).map(({ name }) => name),
        metadata: { availability_zone: zone },
        created_at: isoMicros(nova.cloud.clock.now()),
        updated_at: null,
        deleted_at: null,
        deleted: false,
        availability_zone: zone,
      })),
    },
  };
}
