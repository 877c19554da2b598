import { ANY } from '../../model/address-mapping.ts';
import { provenanceOfDescription } from '../../model/provenance.ts';
import { defineKind } from '../resource-kind.ts';
import { getForwarding, listForwardings, removeForwarding } from './api.ts';
import { attributes, isUnfinished } from './attributes.ts';
import { concerns } from './concerns.ts';
import { converge, create, find } from './copy.ts';
import { facts } from './facts.ts';
import type { PortForwarding } from './schema.ts';

/**
 * A floating address answers as soon as it forwards one port: so those to a server's ports are made when the server is up, as
 * its own addresses are connected (server-destination.ts). They go with the ports.
 */
export const portForwarding = defineKind<PortForwarding>({
  kind: 'port-forwarding',
  dependsOn: ['floating-ip', 'port'],
  stage: 'server',
  afterServer: true,
  detached: ({ isLoose }) => isLoose,
  reuse: 'equal',
  facts,

  get: getForwarding,
  list: (cloud, { project }) => listForwardings(cloud, { project_id: project }),
  project: (resource) => resource.project_id,
  references: (_source, { floatingIpId, internal_port_id }) =>
    Promise.resolve([
      { kind: 'floating-ip', id: floatingIpId },
      { kind: 'port', id: internal_port_id },
    ]),

  readdressed: (source, map) => ({
    ...source,
    internal_ip_address: map(source.internal_ip_address),
  }),

  find,
  provenance: ({ description }) => provenanceOfDescription(description),
  unfinished: isUnfinished,
  attributes,
  inCommon: (source, existing) => [
    source,
    source.internal_ip_address === ANY ? { ...existing, internal_ip_address: ANY } : existing,
  ],

  create,
  converge,
  remove: removeForwarding,
  concerns,
});
