import type { Concern } from '../../model/concern.ts';
import { count } from '../../model/count.ts';
import type { Service } from '../../openstack/cloud.ts';
import { SERVICE_TYPES } from '../../openstack/service-types.ts';
import { kindOf } from '../../resources/registry.ts';
import type { PlanScope } from './check.ts';

/** A destination whose catalog lacks a service that something in the plan lives in. */
export async function missingServices({ destination, items }: PlanScope): Promise<Concern[]> {
  const needed = new Map<Service, number>();
  for (const { kind } of items) {
    const { service } = kindOf(kind).facts;
    needed.set(service, (needed.get(service) ?? 0) + 1);
  }
  const found = await Promise.all(
    [...needed].map(async ([service, number]): Promise<Concern[]> => {
      if ((await destination.versions(service)) !== undefined) return [];
      return [
        {
          severity: 'blocker',
          code: 'service-missing',
          subject: destination.name,
          message: `${destination.name} has no ${service} service in its catalog, which ${count(number, 'resource')} of this plan ${number === 1 ? 'needs' : 'need'}.`,
          remedy: `Register an endpoint of type ${SERVICE_TYPES[service][0]}, correct region_name or interface in clouds.yaml, or set ${service}_endpoint_override there.`,
        },
      ];
    }),
  );
  return found.flat();
}
