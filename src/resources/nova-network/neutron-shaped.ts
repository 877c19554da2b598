import { UnsupportedError } from '../../errors/migration.ts';
import { OpenStackError } from '../../errors/openstack.ts';
import type { CallOptions, Cloud, Query } from '../../openstack/cloud.ts';
import { floatingIps } from './floating-ips.ts';
import { networks, subnets } from './networks.ts';
import { ports } from './ports.ts';
import { routers } from './routers.ts';
import { securityGroups } from './security-groups.ts';
import { matches } from './shape.ts';
import { writeFloatingIp } from './silence.ts';
import type { Shaped } from './shape.ts';

/** One in a body, and how those that a query could mean are read. All others have no elements: no extension, no policy, no pool. */
const COLLECTIONS: Readonly<
  Record<string, { one: string; read: (cloud: Cloud, query: Query) => Promise<Shaped[]> }>
> = {
  '/networks': { one: 'network', read: networks },
  '/subnets': { one: 'subnet', read: subnets },
  '/routers': { one: 'router', read: routers },
  '/ports': { one: 'port', read: ports },
  '/floatingips': { one: 'floatingip', read: floatingIps },
  '/security-groups': { one: 'security_group', read: securityGroups },
};

/** Whether a cloud's networks are Nova's own: its catalog has no network service. */
export async function hasNovaNetwork(cloud: Cloud): Promise<boolean> {
  if ((await cloud.versions('network')) !== undefined) return false;
  return (await cloud.versions('compute')) !== undefined;
}

/**
 * The same cloud; where it has nova-network in place of Neutron, what is asked of the network service is read from the Compute API
 * and answered in Neutron's shape. Floating IPs can be taken off and given back; nothing else can be changed, and whoever tries is
 * refused (UnsupportedError).
 */
export function neutronShaped(cloud: Cloud): Cloud {
  const projects = new Map<string, Cloud>();
  return {
    ...cloud,
    async request(service, options) {
      if (service !== 'network' || !(await hasNovaNetwork(cloud))) {
        return cloud.request(service, options);
      }
      const { schema } = options;
      return schema.parse(await answer(cloud, options));
    },
    async call(service, options) {
      if (service !== 'network' || !(await hasNovaNetwork(cloud))) {
        return cloud.call(service, options);
      }
      if (await writeFloatingIp(cloud, options)) return;
      await answer(cloud, options);
    },
    async *list(service, options) {
      if (service !== 'network' || !(await hasNovaNetwork(cloud))) {
        yield* cloud.list(service, options);
        return;
      }
      const found = await listed(cloud, options.path, options.query ?? {});
      yield* found.map((each) => options.schema.parse(each));
    },
    inProject(id) {
      const known = projects.get(id) ?? neutronShaped(cloud.inProject(id));
      projects.set(id, known);
      return known;
    },
  };
}

async function listed(cloud: Cloud, path: string, query: Query): Promise<Shaped[]> {
  // Nothing in nova-network has a tag; of floating IPs we keep a record.
  if (query['tags'] !== undefined && path !== '/floatingips') return [];
  const found = (await COLLECTIONS[path]?.read(cloud, query)) ?? [];
  return found.filter((each) => matches(each, query));
}

/** One, wrapped in its name. */
async function answer(cloud: Cloud, { method = 'GET', path }: CallOptions): Promise<unknown> {
  if (method !== 'GET') {
    throw new UnsupportedError(
      `cloud ${cloud.name}: it has no Neutron, and nova-network cannot do ${method} ${path}.`,
    );
  }
  const [, collection = '', id, ...rest] = path.split('/');
  const of = COLLECTIONS[`/${collection}`];
  if (of !== undefined && id !== undefined && rest.length === 0) {
    const [found] = await listed(cloud, `/${collection}`, { id: decodeURIComponent(id) });
    if (found !== undefined) return { [of.one]: found };
  }
  throw new OpenStackError({
    cloud: cloud.name,
    service: 'network',
    method,
    url: path,
    status: 404,
    detail: 'nova-network has no such thing',
  });
}
