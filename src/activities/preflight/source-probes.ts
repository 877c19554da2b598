import { hasStatus } from '../../errors/openstack.ts';
import { serverPath } from '../../resources/server/api.ts';
import type { ServerResource } from '../../resources/server/schema.ts';
import { TAGS_AT_CREATE } from '../../resources/server/versions.ts';
import type { Node } from '../node.ts';
import { nowhereId } from './probes.ts';
import type { Probe } from './probes.ts';

/**
 * What moving a server asks of its source, tried on one of them. Nova looks for a server before it looks at the policy of an
 * action (lock, suspend, stop), and then acts: those cannot be tried. A tag it refuses only after the policy, whose rule is theirs
 * where nobody changed it; Neutron does so with a security group that is not there.
 */
export function sourceProbesOf(made: readonly Node[]): Probe[] {
  const node = made.find(({ kind }) => kind.kind === 'server');
  if (node === undefined) return [];
  const { id, name, ports } = node.resource as ServerResource;
  const nowhere = nowhereId();
  const [port] = ports;
  return [
    {
      what: `change server ${name}`,
      service: 'compute',
      call: () =>
        Promise.resolve({
          method: 'PUT',
          // No tag has a comma.
          path: `${serverPath(id)}/tags/${encodeURIComponent(`${nowhere},`)}`,
          microversion: TAGS_AT_CREATE,
        }),
    },
    ...(port === undefined
      ? []
      : [
          {
            what: `change the ports of server ${name}`,
            service: 'network' as const,
            call: () =>
              Promise.resolve({
                method: 'PUT' as const,
                path: `/ports/${port.id}`,
                body: { port: { security_groups: [nowhere] } },
              }),
            isRefusal: isHidden,
          },
        ]),
  ];
}

/** Neutron refuses a change of another project's port so; one that is gone it calls by its id. */
function isHidden(error: unknown): boolean {
  return hasStatus(error, 404) && error.detail === 'The resource could not be found.';
}
