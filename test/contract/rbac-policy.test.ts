import { rbacPolicy } from '../../src/resources/rbac-policy/index.ts';
import { makeNeutron } from './neutron-lab.ts';
import { describeKind } from './resource-kind.suite.ts';

describeKind({
  kind: rbacPolicy,
  unique: true,
  // Of a pool: whom a policy lets at one, another has to let at its scope before.
  async pick(lab) {
    const project_id = await lab.makeProject(lab.source);
    const target_tenant = await lab.makeProject(lab.source, { name: `${lab.run}-other` });
    const address_scope_id = await makeNeutron(lab, lab.source, 'address_scope', {
      name: 'office',
      ip_version: 4,
      project_id,
    });
    const pool = await makeNeutron(lab, lab.source, 'subnetpool', {
      name: 'rooms',
      prefixes: ['10.62.0.0/16'],
      address_scope_id,
      project_id,
    });
    const share = (object_type: string, object_id: string): Promise<string> =>
      makeNeutron(lab, lab.source, 'rbac_policy', {
        object_type,
        object_id,
        target_tenant,
        action: 'access_as_shared',
        project_id,
      });
    await share('address_scope', address_scope_id);
    return share('subnetpool', pool);
  },
  foreign: {
    fate: 'reused',
    make: (lab, { object_id, target_tenant, project_id }, translate) =>
      makeNeutron(lab, lab.destination, 'rbac_policy', {
        object_type: 'subnetpool',
        object_id: translate('subnet-pool', object_id),
        target_tenant: translate('project', target_tenant),
        action: 'access_as_shared',
        project_id: translate('project', project_id),
      }),
  },
});
