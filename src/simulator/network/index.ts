import type { Networks, SimulatedCloud } from '../cloud.ts';
import type { Api, Route } from '../http/call.ts';
import { floatingIpsOf } from './floating/floating-ips.ts';
import { addressGroupsOf, addressRoutes } from './group/address-groups.ts';
import { groupsOf } from './group/groups.ts';
import { rulesOf } from './group/rules.ts';
import { forwardingRoutes } from './floating/forwardings.ts';
import { withoutExtensions } from './facts/left-out.ts';
import { factRoutes } from './facts/routes.ts';
import { networksOf } from './networks.ts';
import type { Neutron } from './neutron.ts';
import { forNova } from './nova.ts';
import { addressScopesOf } from './pool/address-scopes.ts';
import { subnetPoolsOf } from './pool/subnet-pools.ts';
import { portsOf } from './port/ports.ts';
import { qosPoliciesOf } from './qos/policies.ts';
import { ruleRoutes } from './qos/rules.ts';
import { ruleTypeRoutes } from './qos/rule-types.ts';
import { quotaRoutes } from './quota-routes.ts';
import { policiesOf } from './rbac.ts';
import { refusalBody } from './refuse.ts';
import { routesOf } from './rest/routes.ts';
import { tagRoutes } from './rest/tags.ts';
import { conntrackRoutes } from './router/conntrack-helpers.ts';
import { interfaceRoutes } from './router/interfaces.ts';
import { routersOf } from './router/routers.ts';
import { createState } from './state.ts';
import { subnetsOf } from './subnet/subnets.ts';
import { subPortRoutes } from './trunk/subports.ts';
import { trunksOf } from './trunk/trunks.ts';
import { rootDocument, versionDocument } from './versions.ts';

/** Neutron: https://docs.openstack.org/api-ref/network/v2/ */
export function createNetworks(cloud: SimulatedCloud): Networks {
  const neutron: Neutron = { cloud, state: createState() };
  const api: Api = {
    service: 'network',
    type: 'network',
    name: 'neutron',
    root: '/v2.0',
    catalogPath: '',
    routes: routes(neutron),
    versions: versionDocument,
    refuse: (refused) => refusalBody(refused, cloud.origins.identity),
    headers: ({ requestId }) => ({ 'x-openstack-request-id': requestId }),
  };
  return { api, ...forNova(neutron) };
}

function routes(neutron: Neutron): Route[] {
  const { clock } = neutron.cloud;
  const { extensionsLeftOut = [] } = neutron.cloud.options;
  const networks = withoutExtensions(networksOf(neutron), extensionsLeftOut);
  const subnets = withoutExtensions(subnetsOf(neutron), extensionsLeftOut);
  const ports = withoutExtensions(portsOf(neutron), extensionsLeftOut);
  const groups = groupsOf(neutron);
  const routers = withoutExtensions(routersOf(neutron), extensionsLeftOut);
  const subnetPools = subnetPoolsOf(neutron);
  const addressGroups = addressGroupsOf(neutron);
  const floatingIps = withoutExtensions(floatingIpsOf(neutron), extensionsLeftOut);
  const qosPolicies = qosPoliciesOf(neutron);
  const trunks = trunksOf(neutron);
  return [
    { method: 'GET', path: '/', handle: rootDocument },
    ...routesOf(networks),
    ...tagRoutes(networks, clock),
    ...routesOf(subnets),
    ...tagRoutes(subnets, clock),
    ...routesOf(ports),
    ...tagRoutes(ports, clock),
    ...routesOf(groups),
    ...tagRoutes(groups, clock),
    ...routesOf(rulesOf(neutron)),
    ...routesOf(routers),
    ...tagRoutes(routers, clock),
    ...interfaceRoutes(neutron, routers),
    ...(extensionsLeftOut.includes('l3-conntrack-helper') ? [] : conntrackRoutes(neutron, routers)),
    ...routesOf(floatingIps),
    ...tagRoutes(floatingIps, clock),
    ...routesOf(addressScopesOf(neutron)),
    ...routesOf(subnetPools),
    ...tagRoutes(subnetPools, clock),
    ...routesOf(addressGroups),
    ...addressRoutes(neutron, addressGroups),
    ...forwardingRoutes(neutron, floatingIps),
    ...routesOf(qosPolicies),
    // Tags know of one word only.
    ...tagRoutes({ ...qosPolicies, path: '/policies' }, clock),
    ...ruleRoutes(neutron, qosPolicies),
    ...ruleTypeRoutes(),
    ...routesOf(trunks),
    ...tagRoutes(trunks, clock),
    ...subPortRoutes(neutron, trunks),
    ...routesOf(policiesOf(neutron)),
    ...quotaRoutes(neutron),
    ...factRoutes(neutron),
  ];
}
