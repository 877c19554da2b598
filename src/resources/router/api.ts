import { provenanceOfDescription } from '../../model/provenance.ts';
import type { Cloud, Query } from '../../openstack/cloud.ts';
import { unlessAbsent } from '../absent.ts';
import { collect } from '../collect.ts';
import { getOne, listAll, pathOf, removeOne, updateOne } from '../neutron/collection.ts';
import { ports, ROUTER_INTERFACES } from '../port/schema.ts';
import type { Port } from '../port/schema.ts';
import { routers } from './schema.ts';
import type { Router } from './schema.ts';

export async function getRouter(
  cloud: Cloud,
  id: string,
  signal?: AbortSignal,
): Promise<Router | undefined> {
  const router = await getOne(cloud, routers, id, signal);
  return router && { ...router, interfaces: await interfacesOf(cloud, id) };
}

export async function* listRouters(cloud: Cloud, query: Query): AsyncIterable<Router> {
  for await (const router of listAll(cloud, routers, query)) {
    yield { ...router, interfaces: await interfacesOf(cloud, router.id) };
  }
}

export function interfacesOf(cloud: Cloud, router: string): Promise<Port[]> {
  return collect(listAll(cloud, ports, { device_id: router, device_owner: ROUTER_INTERFACES }));
}

/** https://docs.openstack.org/api-ref/network/v2/#add-interface-to-router */
export async function addInterface(cloud: Cloud, router: string, port: string): Promise<void> {
  await cloud.call('network', {
    method: 'PUT',
    path: `${pathOf(routers, router)}/add_router_interface`,
    body: { port_id: port },
    // Asked again after it was done, Neutron refuses: whoever asks again looks first.
    repeatable: false,
  });
}

/** Routes hold interfaces, interfaces hold the router: in this order. Neutron deletes an interface's port with it. */
export async function removeRouter(cloud: Cloud, id: string, signal?: AbortSignal): Promise<void> {
  const router = await getRouter(cloud, id, signal);
  if (router === undefined) return;
  if (router.routes.length > 0) await updateOne(cloud, routers, id, { routes: [] });
  for (const { id: port } of router.interfaces) {
    await unlessAbsent(
      cloud.call('network', {
        method: 'PUT',
        path: `${pathOf(routers, id)}/remove_router_interface`,
        body: { port_id: port },
        signal,
      }),
    );
  }
  for (const { id: port } of await looseInterfaces(cloud, router)) {
    await removeOne(cloud, ports, port, signal);
  }
  if (router.external_gateway_info) {
    await updateOne(cloud, routers, id, { external_gateway_info: {} });
  }
  await removeOne(cloud, routers, id, signal);
}

/** Until it is added, nothing but its name ties a port to the router it was made for. */
export function looseName(router: string): string {
  return `pumphouse:router=${router}`;
}

/** Ports made for a router by an attempt that was cut before it added them. */
async function looseInterfaces(cloud: Cloud, router: Router): Promise<Port[]> {
  const query = { project_id: router.project_id, name: looseName(router.id) };
  return collect(
    listAll(cloud, ports, query),
    (port) => port.device_id === '' && provenanceOfDescription(port.description) !== undefined,
  );
}
