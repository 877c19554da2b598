import { actionRoutes } from './actions.ts';
import type { Compute, SimulatedCloud } from '../cloud.ts';
import { NEWEST, refuse, upTo } from './door.ts';
import { flavorExtraRoutes } from './flavor-extras.ts';
import { flavorRoutes } from './flavors.ts';
import { makeHosts } from './hosts.ts';
import { keypairRoutes } from './keypairs.ts';
import { serverRoutes } from './servers.ts';
import { attachmentRoutes } from './attachments.ts';
import { infrastructureRoutes } from './infrastructure.ts';
import { instanceActionRoutes } from './instance-actions.ts';
import { interfaceRoutes } from './interfaces.ts';
import { limitRoutes } from './limits.ts';
import { quotaRoutes } from './quota-sets.ts';
import { serverGroupRoutes } from './server-groups.ts';
import { metadataRoutes } from './server-metadata.ts';
import { serverPartRoutes } from './server-parts.ts';
import { tagRoutes } from './server-tags.ts';
import { novaNetworkRoutes } from './nova-network.ts';
import type { Nova } from './state.ts';
import { usageRoutes } from './usage.ts';
import { versionRoute, versions } from './versions.ts';

/** Nova of the Zed release. */
export function createCompute(cloud: SimulatedCloud): Compute {
  const nova: Nova = {
    cloud,
    flavors: new Map(),
    keypairs: new Map(),
    groups: new Map(),
    hosts: makeHosts(cloud),
    servers: new Map(),
    byProject: new Map(),
    deleted: new Map(),
    quotas: new Map(),
    counter: 0,
  };
  const newest = cloud.options.computeNewest ?? NEWEST;
  return {
    api: {
      service: 'compute',
      type: 'compute',
      name: 'nova',
      root: '/v2.1',
      routes: upTo(newest, [
        versionRoute(newest),
        ...flavorRoutes(nova),
        ...flavorExtraRoutes(nova),
        ...keypairRoutes(nova),
        ...serverRoutes(nova),
        ...actionRoutes(nova),
        ...attachmentRoutes(nova),
        ...infrastructureRoutes(nova),
        ...instanceActionRoutes(nova),
        ...interfaceRoutes(nova),
        ...limitRoutes(nova),
        ...quotaRoutes(nova),
        ...serverGroupRoutes(nova),
        ...metadataRoutes(nova),
        ...novaNetworkRoutes(nova),
        ...serverPartRoutes(nova),
        ...tagRoutes(nova),
        ...usageRoutes(nova),
      ]),
      versions: (call) => versions(newest, call),
      microversions: { word: 'compute', major: 2, min: 1, max: newest },
      refuse: (refused) => refuse(refused, cloud.origins.identity),
      headers: ({ requestId }) => ({
        'x-openstack-request-id': requestId,
        'x-compute-request-id': requestId,
      }),
    },
    portGone(serverId, portId) {
      const server = nova.servers.get(serverId);
      if (server !== undefined) {
        server.nics = server.nics.filter((nic) => nic.portId !== portId);
      }
    },
  };
}
