import type { SimulatedCloud, Identity } from '../cloud.ts';
import type { Api } from '../http/call.ts';

export function createIdentity(_cloud: SimulatedCloud): Identity {
  const api: Api = {
    service: 'identity',
    type: 'identity',
    name: 'keystone',
    root: '/v3',
    routes: [],
    versions: () => ({ status: 200, body: {} }),
    refuse: ({ status, message }) => ({ status, body: { message } }),
    headers: () => ({}),
  };
  return { api, token: () => undefined, expire: () => undefined, adminProjectId: '' };
}
