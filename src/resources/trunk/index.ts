import { missingExtensions } from '../neutron/concern.ts';
import { provenance, unfinished } from '../neutron/mark.ts';
import { defineKind } from '../resource-kind.ts';
import { getTrunk, listTrunks, removeTrunk } from './api.ts';
import { attributes } from './attributes.ts';
import { converge, create, find } from './copy.ts';
import { facts } from './facts.ts';
import type { Trunk } from './schema.ts';

/** Made before its server boots: no driver makes a bound port a parent, and some guests look for their VLANs but once. */
export const trunk = defineKind<Trunk>({
  kind: 'trunk',
  dependsOn: ['project', 'port'],
  stage: 'server',
  detached: ({ isLoose }) => isLoose,
  reuse: 'equal',
  facts,

  get: getTrunk,
  list: (cloud, { project }) => listTrunks(cloud, { project_id: project }),
  title: ({ port_id: port }) => `of port ${port}`,
  project: (resource) => resource.project_id,
  references: (_source, { project_id, port_id, sub_ports: subPorts }) =>
    Promise.resolve([
      { kind: 'project', id: project_id },
      { kind: 'port', id: port_id },
      ...subPorts.map(({ port_id: id }) => ({ kind: 'port', id })),
    ]),

  find,
  provenance,
  unfinished,
  attributes,

  create,
  converge,
  remove: removeTrunk,
  concerns: ({ destination }, { id, name }) =>
    missingExtensions(destination, { kind: 'trunk', id }, { trunk: `Trunk ${name || id}` }),
});
