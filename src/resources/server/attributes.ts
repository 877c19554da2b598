import { isProvenanceTag } from '../../model/provenance.ts';
import type { Attributes, Translate } from '../resource-kind.ts';
import { keypairId, parseKeypairId } from '../keypair/schema.ts';
import { settableHostname } from './hostname.ts';
import { tagsInOrder } from './nic-tags.ts';
import type { ServerResource } from './schema.ts';

/**
 * Left out: the lock and the power state, which a migration itself changes on the way (the saga restores them), and the user,
 * who is the operator in the destination: Nova takes it from the token.
 */
export function attributes(server: ServerResource, translate: Translate): Attributes {
  const { imageId, flavorId, groupId } = server;
  return {
    name: server.name,
    project: translate('project', server.projectId),
    description: server.description,
    flavor: flavorId && translate('flavor', flavorId),
    image: imageId && translate('image', imageId),
    metadata: server.metadata,
    tags: server.tags.filter((tag) => !isProvenanceTag(tag)).toSorted(),
    key_name: keyName(server, translate),
    user_data_sha256: server.userDataDigest,
    config_drive: server.configDrive,
    availability_zone: server.zone && (translate('availability-zone', server.zone) ?? server.zone),
    hostname: server.hostname && settableHostname(server.hostname),
    accessIPv4: server.accessIpv4,
    accessIPv6: server.accessIpv6,
    'OS-DCF:diskConfig': server.diskConfig,
    ports: server.ports.map(({ id }) => translate('port', id)),
    nic_tags: tagsInOrder(server),
    server_group: groupId && translate('server-group', groupId),
  };
}

/** A key that its user has deleted since cannot be carried; then the id map has none. */
function keyName(server: ServerResource, translate: Translate): string | null {
  if (server.keyName === null) return null;
  const id = translate('keypair', keypairId(server.userId, server.keyName));
  return id === undefined ? null : parseKeypairId(id).name;
}
