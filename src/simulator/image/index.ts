import type { SimulatedCloud, Images } from '../cloud.ts';
import type { Api } from '../http/call.ts';

export function createImages(_cloud: SimulatedCloud): Images {
  const api: Api = {
    service: 'image',
    type: 'image',
    name: 'glance',
    root: '/v2',
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
    begin: () => {
      throw new Error('not yet');
    },
    finish: () => {
      throw new Error('not yet');
    },
    read: () => {
      throw new Error('not yet');
    },
    close: async () => undefined,
  };
}
