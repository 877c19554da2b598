import { ANY } from '../../model/address-mapping.ts';
import { removeOne } from '../neutron/collection.ts';
import { asWanted } from '../neutron/fixed-ips.ts';
import { provenance, unfinished } from '../neutron/mark.ts';
import { defineKind } from '../resource-kind.ts';
import { getPort, isDetached, listPorts } from './api.ts';
import { asked, attributes } from './attributes.ts';
import { concerns } from './concerns.ts';
import { converge, create, find } from './copy.ts';
import { facts } from './facts.ts';
import { readdressed } from './readdressed.ts';
import { references } from './references.ts';
import { ports } from './schema.ts';
import type { Port } from './schema.ts';

export const port = defineKind<Port>({
  kind: 'port',
  dependsOn: [
    'project',
    'qos-policy',
    'network',
    'subnet',
    'router',
    'security-group',
    'security-group-rules',
    'rbac-policy',
  ],
  stage: 'server',
  detached: isDetached,
  reuse: 'equal',
  facts,

  get: getPort,
  list: listPorts,
  title: ({ mac_address, fixed_ips }) =>
    fixed_ips
      .map((fixed) => fixed.ip_address)
      .filter((address) => address !== ANY)
      .join(', ') || mac_address,
  project: (resource) => resource.project_id,
  references,
  readdressed,
  addresses: ({ fixed_ips, allowed_address_pairs: pairs }) => [
    ...fixed_ips,
    ...pairs.map(({ ip_address }) => ({ ip_address })),
  ],

  find,
  provenance,
  unfinished,
  attributes,
  asked,
  inCommon: (source, existing, translate) => [
    source,
    { ...existing, fixed_ips: asWanted(source.fixed_ips, existing.fixed_ips, translate) },
  ],

  create,
  converge,
  remove: (destination, id, signal) => removeOne(destination, ports, id, signal),
  concerns,
});
