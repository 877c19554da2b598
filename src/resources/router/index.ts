import type { Reference } from '../../model/reference.ts';
import { provenance, unfinished } from '../neutron/mark.ts';
import { defineKind } from '../resource-kind.ts';
import { getRouter, listRouters, removeRouter } from './api.ts';
import { attributes } from './attributes.ts';
import { concerns } from './concerns.ts';
import { converge, create, find } from './copy.ts';
import { facts } from './facts.ts';
import type { Router } from './schema.ts';

export const router = defineKind<Router>({
  kind: 'router',
  dependsOn: ['project', 'network', 'subnet'],
  reuse: 'as-is',
  facts,

  get: getRouter,
  list: (cloud, { project }) => listRouters(cloud, { project_id: project }),
  project: (resource) => resource.project_id,
  references: (_source, resource) => Promise.resolve(referencesOf(resource)),

  find,
  provenance,
  unfinished,
  attributes,

  create,
  converge,
  remove: removeRouter,
  concerns,
});

function referencesOf({ project_id, external_gateway_info, interfaces }: Router): Reference[] {
  const outside = external_gateway_info ? [external_gateway_info.network_id] : [];
  const inside = interfaces.map((port) => port.network_id);
  const subnets = interfaces.flatMap((port) => port.fixed_ips.map((fixed) => fixed.subnet_id));
  return [
    { kind: 'project', id: project_id },
    ...[...new Set([...outside, ...inside])].map((id) => ({ kind: 'network', id })),
    ...[...new Set(subnets)].map((id) => ({ kind: 'subnet', id })),
  ];
}
