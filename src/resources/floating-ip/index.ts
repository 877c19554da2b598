import { getOne, listAll, removeOne } from '../neutron/collection.ts';
import { provenance, unfinished } from '../neutron/mark.ts';
import { defineKind } from '../resource-kind.ts';
import { association, attributes } from './attributes.ts';
import { concerns, mappingOf } from './concerns.ts';
import { converge, create, find } from './copy.ts';
import { facts } from './facts.ts';
import { asWanted, readdressed } from './readdressed.ts';
import { references } from './references.ts';
import { floatingIps, isDetached } from './schema.ts';
import type { FloatingIp } from './schema.ts';

export const floatingIp = defineKind<FloatingIp>({
  kind: 'floating-ip',
  dependsOn: ['project', 'qos-policy', 'network', 'router', 'port'],
  stage: 'server',
  detached: isDetached,
  reuse: 'equal',
  facts,

  get: (cloud, id, signal) => getOne(cloud, floatingIps, id, signal),
  list: (cloud, { project }) => listAll(cloud, floatingIps, { project_id: project }),
  project: (resource) => resource.project_id,
  references,
  readdressed,
  addresses: ({ floating_ip_address }) => [{ ip_address: floating_ip_address }],

  find,
  provenance,
  unfinished,
  attributes,
  inCommon: (source, existing) => [source, asWanted(source, existing)],

  create,
  converge,
  remove: (destination, id, signal) => removeOne(destination, floatingIps, id, signal),
  wayOut: ({ name }) => mappingOf(name),
  concerns,
});

/** The same with what stands behind it: for the verification after the cutover. */
export const associatedFloatingIp = defineKind<FloatingIp>({
  ...floatingIp,
  attributes: (address, translate) => ({
    ...attributes(address, translate),
    ...association(address, translate),
  }),
});
