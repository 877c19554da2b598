import type { Concern } from '../../model/concern.ts';
import { missingExtensions } from '../neutron/concern.ts';
import type { PreflightContext } from '../resource-kind.ts';
import { DESCRIPTION } from './copy.ts';
import type { PortForwarding } from './schema.ts';

export function concerns(
  { destination }: PreflightContext,
  { id, name, description, outside }: PortForwarding,
): Promise<readonly Concern[]> {
  const forwarding = `Port forwarding ${name}`;
  const [first, last] = outside.split(':');
  return missingExtensions(
    destination,
    { kind: 'port-forwarding', id },
    {
      'floating-ip-port-forwarding': forwarding,
      [DESCRIPTION]: description ? `The description of ${forwarding}` : undefined,
      'floating-ip-port-forwarding-port-ranges':
        first === last ? undefined : `${forwarding} has a range of ports, and so`,
    },
  );
}
