import type { SimulatedCloud, Networks } from '../cloud.ts';
import type { Api } from '../http/call.ts';

export function createNetworks(_cloud: SimulatedCloud): Networks {
  const api: Api = {
    service: 'network',
    type: 'network',
    name: 'neutron',
    root: '/v2.0',
    routes: [],
    versions: () => ({ status: 200, body: {} }),
    refuse: ({ status, message }) => ({ status, body: { message } }),
    headers: () => ({}),
  };
  return {
    api,
    networkFor: () => {
      throw new Error('not yet');
    },
    checkPort: () => {
      throw new Error('not yet');
    },
    makePort: () => {
      throw new Error('not yet');
    },
    bindPort: () => {
      throw new Error('not yet');
    },
    unbindPort: () => {
      throw new Error('not yet');
    },
    deletePort: () => {
      throw new Error('not yet');
    },
    setRunning: () => {
      throw new Error('not yet');
    },
    portsOf: () => {
      throw new Error('not yet');
    },
  };
}
