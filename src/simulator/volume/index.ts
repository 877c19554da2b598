import type { SimulatedCloud, Volumes } from '../cloud.ts';
import type { Api } from '../http/call.ts';

export function createVolumes(_cloud: SimulatedCloud): Volumes {
  const api: Api = {
    service: 'volume',
    type: 'volumev3',
    name: 'cinder',
    root: '/v3',
    routes: [],
    versions: () => ({ status: 200, body: {} }),
    refuse: ({ status, message }) => ({ status, body: { message } }),
    headers: () => ({}),
  };
  return {
    api,
    find: () => {
      throw new Error('not yet');
    },
    make: () => {
      throw new Error('not yet');
    },
    attach: () => {
      throw new Error('not yet');
    },
    detach: () => {
      throw new Error('not yet');
    },
    remove: () => {
      throw new Error('not yet');
    },
  };
}
