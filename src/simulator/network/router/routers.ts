import { isDeepStrictEqual } from 'node:util';
import type { Token } from '../../http/call.ts';
import type { Neutron } from '../neutron.ts';
import { checkQuota } from '../quota.ts';
import { conflict, missing } from '../refuse.ts';
import {
  ID,
  NAME,
  PROJECT,
  STANDARD,
  TAGS,
  UP,
  anyone,
  attribute,
  byAdmin,
  onlyAdmin,
} from '../rest/attributes.ts';
import { owns } from '../rest/kind.ts';
import type { Kind } from '../rest/kind.ts';
import { anything, boolean, zoneHints } from '../rest/readers.ts';
import { change, newThing, renamed, standardView } from '../rest/thing.ts';
import type { Body, View } from '../rest/thing.ts';
import type { Router, State } from '../state.ts';
import { hostRoutes } from '../subnet/readers.ts';
import { clearGateway, gatewayView, setGateway } from './gateway.ts';
import type { GatewayWish } from './gateway.ts';
import { interfacesOf } from './interface-ports.ts';
import { gatewayInfo } from './readers.ts';
import { checkRoutes } from './static-routes.ts';

const ATTRIBUTES = {
  ...ID,
  ...NAME,
  ...UP,
  status: attribute('s'),
  ...PROJECT,
  external_gateway_info: attribute('pu', gatewayInfo, {
    fallback: null,
    rule: { create: anyone, update: anyone },
    inner: { network_id: anyone, enable_snat: onlyAdmin, external_fixed_ips: onlyAdmin },
  }),
  distributed: attribute('pu', boolean, { rule: byAdmin }),
  ha: attribute('pu', boolean, { rule: byAdmin }),
  routes: attribute('u', hostRoutes),
  flavor_id: attribute('ps', anything),
  availability_zones: attribute(''),
  availability_zone_hints: attribute('p', zoneHints, { fallback: [] }),
  conntrack_helpers: attribute(''),
  ...STANDARD,
  ...TAGS,
};

/** https://docs.openstack.org/api-ref/network/v2/#routers-routers */
export function routersOf(neutron: Neutron): Kind<Router> {
  const { state } = neutron;
  return {
    one: 'router',
    many: 'routers',
    path: '/routers',
    paged: true,
    attributes: ATTRIBUTES,
    shelf: state.routers,
    visible: owns,
    view: (router, token) => viewOf(state, router, token),
    missing: (id) => missing('RouterNotFound', `Router ${id} could not be found`),
    create: (body, { token }) => makeRouter(neutron, body, token),
    update: (router, body, { token }) => changeRouter(neutron, router, body, token),
    remove: (router) => removeRouter(neutron, router),
  };
}

function viewOf(state: State, router: Router, token: Token): View {
  return {
    id: router.id,
    name: router.name,
    tenant_id: router.projectId,
    admin_state_up: router.adminStateUp,
    status: 'ACTIVE',
    external_gateway_info: gatewayView(state, router),
    availability_zones: [],
    ...(token.isAdmin ? { distributed: router.distributed, ha: router.ha } : {}),
    availability_zone_hints: [],
    routes: router.routes,
    flavor_id: null,
    conntrack_helpers: router.conntrackHelpers.map(({ id: _id, ...each }) => each),
    ...standardView(router),
  };
}

function makeRouter(neutron: Neutron, body: Body, token: Token): Router {
  const { state, cloud } = neutron;
  checkQuota(state, 'router', body['project_id'] as string);
  const router: Router = {
    ...newThing(cloud.clock, body),
    adminStateUp: body['admin_state_up'] as boolean,
    gateway: null,
    routes: [],
    distributed: body['distributed'] === true,
    ha: body['ha'] === true,
    conntrackHelpers: [],
  };
  const gateway = body['external_gateway_info'] as GatewayWish | null;
  if (gateway !== null) setGateway(neutron, router, gateway, token);
  state.routers.add(router);
  return router;
}

function changeRouter(neutron: Neutron, router: Router, body: Body, token: Token): void {
  const gateway = body['external_gateway_info'] as GatewayWish | null | undefined;
  const routes = body['routes'] as Router['routes'] | undefined;
  if (gateway === null) clearGateway(neutron, router);
  else if (gateway !== undefined) setGateway(neutron, router, gateway, token);
  if (routes !== undefined) checkRoutes(neutron.state, router, routes);
  const names = {
    name: 'name',
    description: 'description',
    admin_state_up: 'adminStateUp',
    distributed: 'distributed',
    ha: 'ha',
  };
  const isNew = routes !== undefined && !isDeepStrictEqual(routes, router.routes);
  change(router, neutron.cloud.clock, {
    ...renamed(body, names),
    ...(isNew ? { routes } : {}),
  });
}

function removeRouter(neutron: Neutron, router: Router): void {
  const ports = interfacesOf(neutron.state, router);
  if (ports.length > 0) {
    const ids = ports.map(({ id }) => id).join(', ');
    throw conflict('RouterInUse', `Router ${router.id} has ports still attached: ${ids}`);
  }
  clearGateway(neutron, router);
  neutron.state.routers.remove(router);
}
