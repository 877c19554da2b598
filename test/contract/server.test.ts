import { server } from '../../src/resources/server/index.ts';
import { describeKind } from './resource-kind.suite.ts';
import { makeServer, makeSourceServer } from './server-lab.ts';

describeKind({
  kind: server,
  pick: makeSourceServer,
  async change(destination, { id }) {
    await destination.call('compute', {
      method: 'PUT',
      path: `/servers/${id}`,
      body: { server: { description: 'Anvil' } },
      microversion: '2.19',
    });
    return ['description'];
  },
  foreign: {
    fate: 'ignored',
    make: (lab, { name, flavorId, imageId }, translate) =>
      makeServer(lab, lab.destination, {
        server: {
          name,
          flavorRef: translate('flavor', flavorId ?? ''),
          imageRef: translate('image', imageId ?? ''),
          networks: 'none',
        },
      }),
  },
});
