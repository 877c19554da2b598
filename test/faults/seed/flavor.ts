import type { Cloud } from '../../../src/openstack/cloud.ts';
import { make } from './make.ts';

/** A private one, open to a project. */
export async function makeFlavor(cloud: Cloud, name: string, project: string): Promise<string> {
  const flavor = await make(cloud, 'compute', '/flavors', {
    flavor: { name, vcpus: 1, ram: 512, disk: 2, 'os-flavor-access:is_public': false },
  });
  const path = `/flavors/${flavor}`;
  const extra_specs = { 'acme:tier': 'gold' };
  await cloud.call('compute', {
    method: 'POST',
    path: `${path}/os-extra_specs`,
    body: { extra_specs },
  });
  await cloud.call('compute', {
    method: 'POST',
    path: `${path}/action`,
    body: { addTenantAccess: { tenant: project } },
  });
  return flavor;
}
