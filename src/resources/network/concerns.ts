import { z } from 'zod';
import type { Concern } from '../../model/concern.ts';
import { referenceKey } from '../../model/reference.ts';
import type { Cloud } from '../../openstack/cloud.ts';
import { collect } from '../collect.ts';
import { extensionsOf, missingExtensions, missingZones, qosDropped } from '../neutron/concern.ts';
import { listAll } from '../neutron/collection.ts';
import type { Collection } from '../neutron/collection.ts';
import type { PreflightContext } from '../resource-kind.ts';
import type { Network } from './schema.ts';

const policySchema = z.object({ target_tenant: z.string(), action: z.string() });
/** https://docs.openstack.org/api-ref/network/v2/#role-based-access-control-rbac-policies */
const policies: Collection<typeof policySchema> = {
  path: '/rbac-policies',
  one: 'rbac_policy',
  many: 'rbac_policies',
  schema: policySchema,
};

export async function concerns(
  { source: cloud, destination }: PreflightContext,
  source: Network,
): Promise<readonly Concern[]> {
  const subject = { kind: 'network', ...source };
  if (source['router:external']) return [unmapped(source)];
  return [
    ...(await missingExtensions(destination, subject, {
      'port-security':
        source.port_security_enabled === false
          ? `Network ${source.name} has port security off, and so`
          : undefined,
      'net-mtu-writable':
        source.mtu === null || source.mtu === undefined
          ? undefined
          : `The MTU of network ${source.name} (${source.mtu})`,
      'dns-integration':
        (source.dns_domain ?? '') === '' ? undefined : `The DNS domain of network ${source.name}`,
    })),
    ...(await missingZones(destination, subject)),
    ...qosDropped(subject),
    ...(await sharedWithSome(cloud, source)),
  ];
}

function unmapped({ id, name }: Network): Concern {
  return {
    severity: 'blocker',
    code: 'external-network-unmapped',
    subject: referenceKey({ kind: 'network', id }),
    message: `Network ${name} is external: which network of the destination it is must be said.`,
    remedy: `Say in the spec: mappings: network: { ${name}: <destination network> }.`,
  };
}

/** Shared with all is an attribute; shared with some projects is policies, which are not carried. */
async function sharedWithSome(cloud: Cloud, { id, name }: Network): Promise<Concern[]> {
  if (!(await extensionsOf(cloud)).has('rbac-policies')) return [];
  const some = await collect(
    listAll(cloud, policies, { object_type: 'network', object_id: id }),
    (policy) => policy.target_tenant !== '*',
  );
  if (some.length === 0) return [];
  const projects = some.map((policy) => policy.target_tenant).join(', ');
  return [
    {
      severity: 'warning',
      code: 'sharing-dropped',
      subject: referenceKey({ kind: 'network', id }),
      message: `Network ${name} is shared with projects ${projects}: this is not carried.`,
      remedy: 'Share it in the destination after the migration (openstack network rbac create).',
    },
  ];
}
