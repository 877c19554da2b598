import { z } from 'zod';
import type { Provenance } from '../../model/provenance.ts';
import { collection } from '../neutron/collection.ts';
import { standardFields } from '../neutron/mark.ts';

/** https://docs.openstack.org/api-ref/network/v2/#security-groups-security-groups. Its rules are a kind of their own. */
export const securityGroupSchema = z.object({
  ...standardFields,
  name: z.string(),
  stateful: z.boolean().nullish(),
});

type WireSecurityGroup = z.output<typeof securityGroupSchema>;

export interface SecurityGroup extends WireSecurityGroup {
  /** A `default` group that Neutron made for a project of ours: it is ours too, though it bears no mark yet. */
  readonly adopted?: Provenance;
}

export const securityGroups = collection('security_group', securityGroupSchema);

/** Neutron gives every project one, makes it by itself, and lets nobody rename it. */
export function isDefault({ name }: { readonly name: string }): boolean {
  return name === 'default';
}
