import { flavorAccess } from '../../src/resources/flavor-access/index.ts';
import { describeKind } from './resource-kind.suite.ts';

describeKind({
  kind: flavorAccess,
  unique: true,
  async pick(lab) {
    const project = await lab.makeProject(lab.source);
    const flavor = await lab.make(lab.source, 'compute', {
      path: '/flavors',
      body: {
        flavor: {
          name: lab.run,
          ram: 128,
          vcpus: 1,
          disk: 1,
          'os-flavor-access:is_public': false,
        },
      },
    });
    await lab.source.call('compute', {
      method: 'POST',
      path: `/flavors/${flavor}/action`,
      body: { addTenantAccess: { tenant: project } },
    });
    return `${flavor}/${project}`;
  },
  foreign: {
    fate: 'reused',
    async make(lab, { flavorId, projectId }, translate) {
      const flavor = translate('flavor', flavorId);
      const project = translate('project', projectId);
      await lab.destination.call('compute', {
        method: 'POST',
        path: `/flavors/${flavor}/action`,
        body: { addTenantAccess: { tenant: project } },
      });
      return `${flavor}/${project}`;
    },
  },
});
