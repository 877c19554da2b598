import { z } from 'zod';
import type { Concern } from '../../model/concern.ts';
import { referenceKey } from '../../model/reference.ts';
import type { Cloud } from '../../openstack/cloud.ts';
import { hasStatus } from '../../errors/openstack.ts';
import { pathOf } from '../keystone/collection.ts';
import type { PreflightContext } from '../resource-kind.ts';
import { domains } from './api.ts';
import type { Domain } from './schema.ts';

const configSchema = z.looseObject({
  config: z.looseObject({ identity: z.looseObject({ driver: z.string().optional() }).optional() }),
});

export async function concerns(
  { source, destination }: PreflightContext,
  domain: Domain,
): Promise<readonly Concern[]> {
  const driver = await driverOf(source, domain.id);
  if (driver === undefined) return [];
  return [
    {
      severity: 'warning',
      code: 'domain-configuration-dropped',
      subject: referenceKey({ kind: 'domain', id: domain.id }),
      message: `Domain ${domain.name} has a configuration of its own (driver ${driver}), which is not carried: it may hold passwords, that no API shows.`,
      remedy: `Configure the domain in ${destination.name}, or map it to one that is.`,
    },
  ];
}

/** Undefined where it has none that the API knows; one in Keystone's files is seen by nobody outside. */
async function driverOf(cloud: Cloud, id: string): Promise<string | undefined> {
  try {
    const { config } = await cloud.request('identity', {
      path: `${pathOf(domains, id)}/config`,
      schema: configSchema,
    });
    return config.identity?.driver ?? 'the cloud’s own';
  } catch (error) {
    if (hasStatus(error, 403, 404)) return undefined;
    throw error;
  }
}
