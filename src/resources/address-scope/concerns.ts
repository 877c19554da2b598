import type { Concern } from '../../model/concern.ts';
import { missingExtensions } from '../neutron/concern.ts';
import { namesakes } from '../neutron/namesakes.ts';
import { listShareable } from '../neutron/sharing.ts';
import type { PreflightContext } from '../resource-kind.ts';
import { addressScopes } from './schema.ts';
import type { AddressScope } from './schema.ts';

export async function concerns(
  { source, destination }: PreflightContext,
  scope: AddressScope,
): Promise<readonly Concern[]> {
  const { id, name, project_id, ip_version } = scope;
  const same = listShareable(source, addressScopes, {
    name,
    project_id,
    ip_version: String(ip_version),
  });
  return [
    ...(await missingExtensions(
      destination,
      { kind: 'address-scope', id },
      { 'address-scope': `Address scope ${name}` },
    )),
    ...(await namesakes({ kind: 'address-scope', cloud: source.name, resource: scope, same })),
  ];
}
