import type { Reference } from '../../model/reference.ts';
import { provenance, unfinished } from '../neutron/mark.ts';
import { policiesFor } from '../neutron/sharing.ts';
import { qosReferences } from '../neutron/qos.ts';
import { defineKind } from '../resource-kind.ts';
import { getRouter, listRouters, removeRouter } from './api.ts';
import { asked, attributes, outsideOf } from './attributes.ts';
import { concerns } from './concerns.ts';
import { converge, create, find } from './copy.ts';
import { facts } from './facts.ts';
import { readdressed } from './readdressed.ts';
import type { Router } from './schema.ts';

export const router = defineKind<Router>({
  kind: 'router',
  dependsOn: ['project', 'qos-policy', 'network', 'subnet'],
  reuse: 'as-is',
  facts,

  get: getRouter,
  list: (cloud, { project }) => listRouters(cloud, { project_id: project }),
  project: (resource) => resource.project_id,
  references: async (source, resource) => [
    ...referencesOf(resource),
    ...(await policiesFor(source, resource.project_id, networksOf(resource))),
  ],
  readdressed,
  addresses: (resource) => [
    ...resource.interfaces.flatMap((port) => port.fixed_ips),
    // Of no certain subnet: the plan knows none of an external network.
    ...outsideOf(resource).map((ip_address) => ({ ip_address })),
  ],

  find,
  provenance,
  unfinished,
  attributes,
  asked,

  create,
  converge,
  remove: removeRouter,
  concerns,
});

function networksOf({ external_gateway_info, interfaces }: Router): string[] {
  const outside = external_gateway_info ? [external_gateway_info.network_id] : [];
  return [...new Set([...outside, ...interfaces.map((port) => port.network_id)])];
}

function referencesOf(router: Router): Reference[] {
  const { project_id, interfaces } = router;
  const subnets = interfaces.flatMap((port) => port.fixed_ips.map((fixed) => fixed.subnet_id));
  return [
    { kind: 'project', id: project_id },
    ...qosReferences(router.external_gateway_info?.qos_policy_id),
    ...networksOf(router).map((id) => ({ kind: 'network', id })),
    ...[...new Set(subnets)].map((id) => ({ kind: 'subnet', id })),
  ];
}
