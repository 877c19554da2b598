import { z } from 'zod';
import type { Concern } from '../../model/concern.ts';
import { referenceKey } from '../../model/reference.ts';
import type { Cloud } from '../../openstack/cloud.ts';
import { collect } from '../collect.ts';
import { extensionsOf } from '../neutron/concern.ts';
import type { Router } from './schema.ts';

const helperSchema = z.object({ protocol: z.string(), port: z.number(), helper: z.string() });

/** A warning that names a router's conntrack helpers: https://docs.openstack.org/api-ref/network/v2/#routers-conntrack-helper-ct-target-ct-helpers */
export async function conntrackHelpers(
  source: Cloud,
  { id, name }: Router,
): Promise<readonly Concern[]> {
  if (!(await extensionsOf(source)).has('l3-conntrack-helper')) return [];
  const helpers = await collect(
    source.list('network', {
      path: `/routers/${id}/conntrack_helpers`,
      key: 'conntrack_helpers',
      schema: helperSchema,
    }),
  );
  if (helpers.length === 0) return [];
  const words = helpers.map(({ helper, protocol, port }) => `${helper} on ${protocol}/${port}`);
  return [
    {
      severity: 'warning',
      code: 'conntrack-helpers-dropped',
      subject: referenceKey({ kind: 'router', id }),
      message: `Router ${name} has conntrack helpers (${words.join(', ')}): it is made without.`,
      remedy:
        'Make them in the destination: `openstack network l3 conntrack helper create`, where its Neutron has them.',
    },
  ];
}
