import type { SimulatedCloud, Compute } from '../cloud.ts';
import type { Api } from '../http/call.ts';

export function createCompute(_cloud: SimulatedCloud): Compute {
  const api: Api = {
    service: 'compute',
    type: 'compute',
    name: 'nova',
    root: '/v2.1',
    routes: [],
    versions: () => ({ status: 200, body: {} }),
    refuse: ({ status, message }) => ({ status, body: { message } }),
    headers: () => ({}),
  };
  return {
    api,
    portGone: () => {
      throw new Error('not yet');
    },
  };
}
