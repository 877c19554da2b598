import type { KindFacts } from '../resource-kind.ts';

export const facts: KindFacts = {
  service: 'compute',
  naturalKey: 'none: by mark',
  mark: 'tags',
  carries: [
    'name',
    'project',
    'description',
    'flavor',
    'image',
    'metadata',
    'tags',
    'key_name',
    'user_data_sha256',
    'config_drive',
    'availability_zone',
    'hostname',
    'access_ipv4',
    'access_ipv6',
    'disk_config',
    'ports',
    'server_group',
  ],
  lost: {
    id: 'Nova chooses it.',
    user_id: 'It is the operator’s: no API sets it.',
    created: 'No API sets it.',
  },
  peers:
    'os-migrate: server group’s members; the original Pumphouse: metadata, user data, config drive',
};
