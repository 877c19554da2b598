import type { Answer, Call } from '../http/call.ts';
import { Refusal } from '../http/refusal.ts';
import { EXTENSIONS } from './extensions.ts';
import { needAdmin } from './door.ts';
import type { Way } from './door.ts';
import { flagOf, timeOf } from './read.ts';
import type { Store } from './state.ts';

/** What runs there: services, hosts, pools, zones. */
export function serviceWays(store: Store): readonly Way[] {
  return [
    {
      method: 'GET',
      path: '/os-availability-zone',
      handle: () => ({
        status: 200,
        body: { availabilityZoneInfo: [{ zoneName: 'nova', zoneState: { available: true } }] },
      }),
    },
    {
      method: 'GET',
      path: '/os-services',
      handle(call) {
        needAdmin(call, 'volume_extension:services:index');
        return { status: 200, body: { services: servicesOf(store, call) } };
      },
    },
    { method: 'GET', path: '/os-hosts', handle: (call) => hosts(store, call) },
    { method: 'GET', path: '/scheduler-stats/get_pools', handle: (call) => pools(store, call) },
    { method: 'GET', path: '/capabilities/:host', handle: (call) => capabilities(store, call) },
    { method: 'GET', path: '/extensions', handle: () => ({ status: 200, body: extensions() }) },
    {
      method: 'GET',
      path: '/extensions/:alias',
      handle({ params }) {
        const extension = extensions().extensions.find(({ alias }) => alias === params['alias']);
        if (extension === undefined) throw new Refusal(404, 'The resource could not be found.');
        return { status: 200, body: { extension } };
      },
    },
  ];
}

function servicesOf({ backend, cloud }: Store, { query, microversion }: Call): readonly unknown[] {
  const [schedulerHost = ''] = backend.split('@');
  const up = { status: 'enabled', state: 'up', updated_at: timeOf(cloud.clock.now()) };
  const [state, cluster] = [
    microversion >= 49 ? { backend_state: 'up' } : {},
    microversion >= 7 ? { cluster: null } : {},
  ];
  const services = [
    {
      binary: 'cinder-volume',
      host: backend,
      zone: 'nova',
      ...up,
      ...state,
      ...cluster,
      disabled_reason: null,
      replication_status: 'disabled',
      active_backend_id: null,
      frozen: false,
    },
    {
      binary: 'cinder-scheduler',
      host: schedulerHost,
      zone: 'nova',
      ...up,
      ...cluster,
      disabled_reason: null,
    },
  ];
  const [binary, host] = [query.get('binary'), query.get('host')];
  return services.filter(
    (each) => (binary ?? each.binary) === each.binary && (host ?? each.host) === each.host,
  );
}

function hosts({ backend, cloud }: Store, call: Call): Answer {
  needAdmin(call, 'volume_extension:hosts');
  const row = (name: string, service: string) => ({
    host_name: name,
    service,
    zone: 'nova',
    'service-status': 'available',
    'service-state': 'enabled',
    'last-update': timeOf(cloud.clock.now()),
  });
  const [scheduler = ''] = backend.split('@');
  return {
    status: 200,
    body: { hosts: [row(backend, 'cinder-volume'), row(scheduler, 'cinder-scheduler')] },
  };
}

const CAPACITY_GB = 250;

function pools({ backend, volumes, cloud }: Store, call: Call): Answer {
  needAdmin(call, 'scheduler_extension:scheduler_stats:get_pools');
  const name = `${backend}#nfs`;
  if (!flagOf(call.query, 'detail')) return { status: 200, body: { pools: [{ name }] } };
  const allocated = [...volumes.all()].reduce((sum, { size }) => sum + size, 0);
  const capabilities = {
    volume_backend_name: 'nfs',
    vendor_name: 'Open Source',
    driver_version: '1.4.0',
    storage_protocol: 'NFS',
    total_capacity_gb: CAPACITY_GB,
    free_capacity_gb: CAPACITY_GB,
    reserved_percentage: 0,
    QoS_support: false,
    sparse_copy_volume: true,
    provisioned_capacity_gb: allocated,
    max_over_subscription_ratio: 20,
    thin_provisioning_support: true,
    thick_provisioning_support: false,
    allocated_capacity_gb: allocated,
    filter_function: null,
    goodness_function: null,
    timestamp: cloud.clock.now().toISOString().replace('Z', '000'),
  };
  return { status: 200, body: { pools: [{ name, capabilities }] } };
}

function property(title: string, description: string) {
  return { title, description, type: 'boolean' };
}

function capabilities({ backend }: Store, call: Call): Answer {
  needAdmin(call, 'volume_extension:capabilities');
  const host = call.params['host'] ?? '';
  if (host !== backend) throw new Refusal(404, `Service ${host} could not be found.`);
  return {
    status: 200,
    body: {
      namespace: `OS::Storage::Capabilities::${host}`,
      vendor_name: 'Open Source',
      volume_backend_name: 'nfs',
      pool_name: null,
      driver_version: '1.4.0',
      storage_protocol: 'nfs',
      display_name: null,
      description: null,
      visibility: null,
      replication_targets: [],
      properties: {
        thin_provisioning: property('Thin Provisioning', 'Sets thin provisioning.'),
        compression: property('Compression', 'Enables compression.'),
        qos: property('QoS', 'Enables QoS.'),
        replication_enabled: property('Replication', 'Enables replication.'),
      },
    },
  };
}

function extensions() {
  return {
    extensions: EXTENSIONS.map(([name, alias, updated, description]) => ({
      name,
      alias,
      description,
      updated,
      links: [],
    })),
  };
}
