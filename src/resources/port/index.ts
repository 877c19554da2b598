import { getOne, listAll, removeOne } from '../neutron/collection.ts';
import { provenance, unfinished } from '../neutron/mark.ts';
import { defineKind } from '../resource-kind.ts';
import { attributes } from './attributes.ts';
import { concerns } from './concerns.ts';
import { converge, create, find } from './copy.ts';
import { facts } from './facts.ts';
import { references } from './references.ts';
import { isServerPort, ports } from './schema.ts';
import type { Port } from './schema.ts';

export const port = defineKind<Port>({
  kind: 'port',
  dependsOn: [
    'project',
    'network',
    'subnet',
    'router',
    'security-group',
    'security-group-rules',
    'rbac-policy',
  ],
  stage: 'server',
  reuse: 'equal',
  facts,

  get: (cloud, id, signal) => getOne(cloud, ports, id, signal),
  async *list(cloud, { project }) {
    for await (const each of listAll(cloud, ports, { project_id: project })) {
      if (isServerPort(each)) yield each;
    }
  },
  title: ({ mac_address, fixed_ips }) =>
    fixed_ips.map((fixed) => fixed.ip_address).join(', ') || mac_address,
  project: (resource) => resource.project_id,
  references,

  find,
  provenance,
  unfinished,
  attributes,

  create,
  converge,
  remove: (destination, id, signal) => removeOne(destination, ports, id, signal),
  concerns,
});
