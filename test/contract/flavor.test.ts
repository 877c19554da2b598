import { flavor } from '../../src/resources/flavor/index.ts';
import { describeKind } from './resource-kind.suite.ts';
import type { Lab } from './lab.ts';

const SIZES = { ram: 192, vcpus: 2, disk: 3, swap: 64, 'OS-FLV-EXT-DATA:ephemeral': 1 };

describeKind({
  kind: flavor,
  unique: true,
  async pick(lab: Lab) {
    const id = await lab.make(lab.source, 'compute', {
      path: '/flavors',
      body: {
        flavor: {
          ...SIZES,
          name: lab.run,
          description: 'Rocket skates',
          'os-flavor-access:is_public': false,
        },
      },
      microversion: '2.61',
    });
    await lab.source.call('compute', {
      method: 'POST',
      path: `/flavors/${id}/os-extra_specs`,
      body: { extra_specs: { 'hw:cpu_sockets': '1', 'acme:tier': 'gold' } },
    });
    return id;
  },
  async change(destination, { id }) {
    await destination.call('compute', {
      method: 'PUT',
      path: `/flavors/${id}/os-extra_specs/acme:tier`,
      body: { 'acme:tier': 'silver' },
    });
    return ['extra_specs'];
  },
  foreign: {
    fate: 'refused',
    make: (lab, { name }) =>
      lab.make(lab.destination, 'compute', {
        path: '/flavors',
        body: { flavor: { ...SIZES, ram: 256, name } },
      }),
  },
});
