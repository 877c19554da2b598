import { z } from 'zod';
import type { Cloud } from '../openstack/cloud.ts';

/** Keystone's domains, mapped by name: a migration never makes one. */
export interface Domain {
  readonly id: string;
  readonly name: string;
}

const domainSchema = z.looseObject({ id: z.string(), name: z.string() });
const domainAnswer = z.looseObject({ domain: domainSchema });

export async function findDomain(cloud: Cloud, name: string): Promise<Domain | undefined> {
  const domains = cloud.list('identity', {
    path: '/domains',
    key: 'domains',
    schema: domainSchema,
    query: { name },
  });
  for await (const domain of domains) if (domain.name === name) return domain;
  return undefined;
}

/** Looks up names by id, asking once for each. Short-lived: made for one listing. */
export function domainNames(cloud: Cloud, signal?: AbortSignal): (id: string) => Promise<string> {
  const names = new Map<string, string>();
  return async (id) => {
    const known = names.get(id);
    if (known !== undefined) return known;
    const { domain } = await cloud.request('identity', {
      path: `/domains/${id}`,
      schema: domainAnswer,
      signal,
    });
    names.set(id, domain.name);
    return domain.name;
  };
}
