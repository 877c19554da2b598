import type { KindFacts } from '../resource-kind.ts';

export const facts: KindFacts = {
  service: 'image',
  naturalKey: 'id',
  mark: 'properties',
  carries: [
    'name',
    'status',
    'data',
    'size',
    'visibility',
    'owner',
    'disk_format',
    'container_format',
    'min_disk',
    'min_ram',
    'protected',
    'os_hidden',
    'tags',
    'properties',
  ],
  lost: {
    created_at: 'No API sets it.',
    'owner of a public or community image':
      'Kept where its project is copied too or mapped, else the operator’s; not compared.',
    'os_hash_algo, os_hash_value':
      'Glance computes them anew; compared where both clouds hash alike.',
    'id, where the destination deleted an image of it': 'Glance takes it never again.',
    'base_image_ref, instance_uuid, owner_id, user_id of a snapshot':
      'Re-pointed where the destination has what they name; else kept as pumphouse_was_….',
    'img_signature…': 'It names a certificate of the source’s key manager.',
    'os_glance…, stores, locations, direct_url': 'Glance’s own.',
  },
  peers: 'os-migrate: tags; the original Pumphouse: all but six fields; Coriolis: all of it',
};
