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
    'accessIPv4',
    'accessIPv6',
    'OS-DCF:diskConfig',
    'ports',
    'nic_tags',
    'server_group',
  ],
  lost: {
    id: 'Nova chooses it.',
    user_id: 'It is the operator’s: no API sets it.',
    created: 'No API sets it.',
    trusted_image_certificates:
      'They name certificates of the source’s key manager; the plan says so.',
    'hostname before 2.90': 'Nova makes it of the name; the plan says so where it differs.',
    'nic_tags before 2.70': 'No API shows them.',
    'OS-EXT-SRV-ATTR:host': 'The destination’s scheduler chooses.',
  },
  peers:
    'os-migrate: server group, and the root disk becomes a volume; the original Pumphouse: metadata, tags, description, user data, config drive, availability zone, server group; CloudFerry: metadata, tags, description, user data; Coriolis: these, config drive, server group; Forklift: these and config drive',
};
