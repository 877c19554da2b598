import { image } from '../../src/resources/image/index.ts';
import { makeImage, patchImage } from './image-lab.ts';
import { describeKind } from './resource-kind.suite.ts';

describeKind({
  kind: image,
  async pick(lab) {
    const project = await lab.makeProject(lab.source);
    const kernel = await makeImage(lab, lab.source, {
      name: `${lab.run}-kernel`,
      owner: project,
      visibility: 'private',
    });
    const id = await makeImage(lab, lab.source, {
      name: lab.run,
      owner: project,
      visibility: 'shared',
      min_disk: 1,
      min_ram: 64,
      tags: ['golden', 'blue'],
      hw_disk_bus: 'scsi',
      'acme/tier~1': 'gold',
      kernel_id: kernel,
      instance_uuid: '5f8a7c1e-0000-4000-8000-000000000000',
      'owner_specified.openstack.md5': '',
    });
    lab.atEnd(() =>
      patchImage(lab.source, id, [{ op: 'replace', path: '/protected', value: false }]),
    );
    await patchImage(lab.source, id, [{ op: 'replace', path: '/protected', value: true }]);
    return id;
  },
  async change(destination, { id }) {
    await patchImage(destination, id, [{ op: 'replace', path: '/min_disk', value: 2 }]);
    return ['min_disk'];
  },
  foreign: {
    fate: 'ignored',
    make: (lab, { name }) => makeImage(lab, lab.destination, { name }),
  },
});
