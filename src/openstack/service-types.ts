import type { Service } from './cloud.ts';

/**
 * Catalog types of each service, best first: the official type and its aliases in
 * https://service-types.openstack.org/service-types.json
 */
export const SERVICE_TYPES: Readonly<Record<Service, readonly string[]>> = {
  identity: ['identity'],
  compute: ['compute'],
  image: ['image'],
  network: ['network'],
  placement: ['placement'],
  volume: ['block-storage', 'volumev3', 'block-store', 'volume', 'volumev2'],
};
