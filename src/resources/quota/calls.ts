import { z } from 'zod';
import { UnsupportedError } from '../../errors/migration.ts';
import { hasStatus } from '../../errors/openstack.ts';
import type { CallOptions, Cloud, RequestOptions } from '../../openstack/cloud.ts';
import { unlessAbsent } from '../absent.ts';
import { againIfRaced } from '../raced.ts';
import { newestMicroversion } from '../server/versions.ts';
import { limitsSchema, usesSchema } from './schema.ts';
import type { Limits, QuotaService, Use } from './schema.ts';

/** Whose: a project's, or in compute one user's in it. */
export interface Owner {
  readonly project: string;
  readonly user?: string;
}

/**
 * https://docs.openstack.org/api-ref/compute/#quota-sets-os-quota-sets,
 * https://docs.openstack.org/api-ref/block-storage/v3/#quota-sets-extension-os-quota-sets,
 * https://docs.openstack.org/api-ref/network/v2/#quotas-extension-quotas
 */
const WORDS = {
  compute: { path: '/os-quota-sets', wrap: 'quota_set', defaults: '/defaults', uses: '/detail' },
  volume: { path: '/os-quota-sets', wrap: 'quota_set', defaults: '/defaults', uses: '' },
  network: { path: '/quotas', wrap: 'quota', defaults: '/default', uses: '/details' },
} as const;

/** What holds now; undefined where the service is not there, or does not tell. */
export async function readLimits(
  cloud: Cloud,
  service: QuotaService,
  owner: Owner,
): Promise<Limits | undefined> {
  return ask(cloud, service, { ...(await callOf(cloud, service, owner)), schema: limitsAnswer });
}

/** What holds for projects without quotas of their own: the same for all. */
export async function readDefaults(
  cloud: Cloud,
  service: QuotaService,
): Promise<Limits | undefined> {
  const { projectId: project = '' } = await cloud.identity();
  const call = await callOf(cloud, service, { project });
  const path = call.path + WORDS[service].defaults;
  return ask(cloud, service, { ...call, path, schema: limitsAnswer });
}

/** A source as if it had no default quotas: every limit of a project is then its own, and carried. */
export function withoutDefaults(cloud: Cloud): Cloud {
  const isOfDefaults = (path: string): boolean =>
    Object.values(WORDS).some(
      (words) => path.startsWith(`${words.path}/`) && path.endsWith(words.defaults),
    );
  const none = Object.fromEntries(Object.values(WORDS).map(({ wrap }) => [wrap, {}]));
  return {
    ...cloud,
    request: async (service, options) =>
      isOfDefaults(options.path) ? options.schema.parse(none) : cloud.request(service, options),
  };
}

/** What a project may have, and has. */
export async function readUses(
  cloud: Cloud,
  service: QuotaService,
  project: string,
): Promise<Readonly<Record<string, Use>> | undefined> {
  const call = await callOf(cloud, service, { project });
  const path = call.path + WORDS[service].uses;
  const query = service === 'volume' ? { usage: true } : {};
  return ask(cloud, service, { ...call, path, query, schema: usesAnswer });
}

const limitsAnswer = z.record(z.string(), limitsSchema);
const usesAnswer = z.record(z.string(), usesSchema);

async function ask<Answer>(
  cloud: Cloud,
  service: QuotaService,
  request: RequestOptions<z.ZodType<Readonly<Record<string, Answer>>>>,
): Promise<Answer | undefined> {
  try {
    return (await cloud.request(service, request))[WORDS[service].wrap];
  } catch (error) {
    if (error instanceof UnsupportedError || hasStatus(error, 403, 404, 501)) return undefined;
    throw error;
  }
}

/**
 * Only what is named changes. Nova refuses what is less than what is in use, or for a user what the project has not left; the source
 * may have been made so by force, and so a user's are.
 */
export async function writeLimits(
  cloud: Cloud,
  service: QuotaService,
  owner: Owner,
  limits: Limits,
): Promise<void> {
  if (Object.keys(limits).length === 0) return;
  const call = await callOf(cloud, service, owner);
  const force = owner.user === undefined ? {} : { force: true };
  const body = { [WORDS[service].wrap]: { ...limits, ...force } };
  await againIfRaced(() => cloud.call(service, { ...call, method: 'PUT', body }));
}

/** The call that sets none of a project's limits. Cinder wants a word, and takes `tenant_id` for none of a limit. */
export async function withoutLimits(
  cloud: Cloud,
  service: QuotaService,
  project: string,
): Promise<CallOptions> {
  const limits = service === 'volume' ? { tenant_id: project } : {};
  const call = await callOf(cloud, service, { project });
  return { ...call, method: 'PUT', body: { [WORDS[service].wrap]: limits } };
}

/** Back to the defaults. Neutron says 404 where there is nothing but them. */
export async function removeLimits(
  cloud: Cloud,
  service: QuotaService,
  project: string,
): Promise<void> {
  if ((await cloud.versions(service)) === undefined) return;
  const call = await callOf(cloud, service, { project });
  await unlessAbsent(cloud.call(service, { ...call, method: 'DELETE' }));
}

async function callOf(
  cloud: Cloud,
  service: QuotaService,
  { project, user }: Owner,
): Promise<CallOptions> {
  return {
    path: `${WORDS[service].path}/${encodeURIComponent(project)}`,
    query: { user_id: user },
    ...(service === 'compute' && { microversion: await newestMicroversion(cloud) }),
  };
}
