import type { Concern } from '../../model/concern.ts';
import { listAll } from '../neutron/collection.ts';
import { missingExtensions } from '../neutron/concern.ts';
import { namesakes } from '../neutron/namesakes.ts';
import type { PreflightContext } from '../resource-kind.ts';
import { addressGroups } from './schema.ts';
import type { AddressGroup } from './schema.ts';

export async function concerns(
  { source, destination }: PreflightContext,
  group: AddressGroup,
): Promise<readonly Concern[]> {
  const { id, name, project_id } = group;
  const same = listAll(source, addressGroups, { name, project_id });
  return [
    ...(await missingExtensions(
      destination,
      { kind: 'address-group', id },
      { 'address-group': `Address group ${name}` },
    )),
    ...(await namesakes({ kind: 'address-group', cloud: source.name, resource: group, same })),
  ];
}
