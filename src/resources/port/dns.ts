import { z } from 'zod';
import { collection, listAll } from '../neutron/collection.ts';
import { oncePerCloud } from '../once-per-cloud.ts';

const assigned = collection(
  'port',
  z.object({ dns_assignment: z.array(z.object({ fqdn: z.string() })).default([]) }),
);

/**
 * Where its configuration names no DNS domain (`dns_domain` in neutron.conf), Neutron takes names and domains of ports, and keeps
 * none. The names that it makes up for ports show it; a cloud without ports shows nothing.
 */
export const forgetsDns = oncePerCloud(async (cloud) => {
  for await (const {
    dns_assignment: [first],
  } of listAll(cloud, assigned, {
    fields: 'dns_assignment',
  })) {
    if (first !== undefined) return !first.fqdn.includes('.') || isDefault(first.fqdn);
  }
  return false;
});

function isDefault(name: string): boolean {
  return /\.openstacklocal\.?$/.test(name);
}
