import { ANY } from '../../model/address-mapping.ts';
import {
  provenanceOfTags,
  sourceTag,
  UNFINISHED_TAG,
  VERIFIED_TAG,
} from '../../model/provenance.ts';
import type { Cloud } from '../../openstack/cloud.ts';
import { collect } from '../collect.ts';
import { defineKind } from '../resource-kind.ts';
import { getServer, listServers } from './api.ts';
import { attributes } from './attributes.ts';
import { concerns } from './concerns.ts';
import { converge, create } from './copy.ts';
import { facts } from './facts.ts';
import { inCommon } from './nic-tags.ts';
import { references } from './references.ts';
import { deleteServer } from './retire.ts';
import type { ServerResource } from './schema.ts';
import { microversions } from './versions.ts';

export const server = defineKind({
  kind: 'server',
  dependsOn: [
    'project',
    'user',
    'flavor',
    'flavor-access',
    'keypair',
    'image',
    'image-member',
    'server-group',
    'port',
    'trunk',
    'floating-ip',
  ],
  stage: 'server',
  inProject: true,
  reuse: 'equal',
  facts,

  get: getServer,
  list: listServers,
  project: (resource) => resource.projectId,
  references,
  // With an address that the destination chooses it has none to be told by.
  readdressed: (source, map) => {
    const told = (address: string): string => {
      const mapped = address && map(address);
      return mapped === ANY ? '' : mapped;
    };
    return {
      ...source,
      accessIpv4: told(source.accessIpv4),
      accessIpv6: told(source.accessIpv6),
    };
  },
  running: ({ status }) => status === 'ACTIVE',

  find,
  provenance: (resource) => provenanceOfTags(resource.tags),
  // Also one that is in service, and whose source is not retired yet.
  unfinished: ({ tags }) => tags.includes(UNFINISHED_TAG) || tags.includes(VERIFIED_TAG),
  attributes,
  inCommon,

  create,
  converge,
  remove: (destination, id, signal) => deleteServer(destination, id, { signal }),
  microversions,
  concerns,
});

/** By its mark alone: a server's name says nothing. Also one that is still being built, or failed to be. */
async function find(
  destination: Cloud,
  source: ServerResource,
): Promise<readonly ServerResource[]> {
  const found = await collect(listServers(destination, { tag: sourceTag(source.id) }));
  // A source that was retired by shelving is on no host, and so in no zone: there is nothing to compare.
  return source.zone === null ? found.map((each) => ({ ...each, zone: null })) : found;
}
