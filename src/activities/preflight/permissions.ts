import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { BlockedError } from '../../errors/migration.ts';
import { hasStatus } from '../../errors/openstack.ts';
import type { OpenStackError } from '../../errors/openstack.ts';
import type { Concern } from '../../model/concern.ts';
import type { CallOptions, Cloud, Service } from '../../openstack/cloud.ts';
import type { Clouds } from '../../resources/resource-kind.ts';
import type { PlanScope } from './check.ts';
import { countToMake } from './to-make.ts';

/** The role of an administrator where nobody changed the policies. */
const ADMIN = 'admin';

interface Probe {
  /** What may not be done, where it is refused. */
  readonly what: string;
  readonly service: Service;
  readonly call: CallOptions;
}

/**
 * Whether the login may make in the destination what the plan says. An administrator's role is taken at its word; another role may be
 * let in by the cloud's policies, so it is tried out on what is not there: 404 is yes, 403 is no, and nothing changes.
 */
export async function permissions({ destination, items }: PlanScope): Promise<Concern[]> {
  const { roles } = await destination.identity();
  if (roles.includes(ADMIN)) return [];
  const probes = probesFor((kind) => countToMake(items, kind) > 0);
  const refused: { what: string; error: OpenStackError }[] = [];
  for (const { what, service, call } of probes) {
    const error = await attempt(destination, service, call);
    if (error !== undefined) refused.push({ what, error });
  }
  const login = await loginOf(destination);
  return refused.map(({ what, error }) => ({
    severity: 'blocker',
    code: 'not-permitted',
    subject: destination.name,
    message: `${login} may not ${what}: ${error.method} is answered with 403 by ${error.service}.`,
    remedy: remedyFor(destination),
  }));
}

/** Reads both clouds; where one refuses even to be read, it is said with whose login it was. @throws BlockedError */
export async function permitted<Result>(
  clouds: Clouds,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!hasStatus(error, 403)) throw error;
    const cloud = [clouds.source, clouds.destination].find(({ name }) => name === error.cloud);
    if (cloud === undefined) throw error;
    throw new BlockedError(
      `${await loginOf(cloud)} may not read what a plan needs: ${error.message}. ${remedyFor(cloud)}`,
      { cause: error },
    );
  }
}

function probesFor(isMade: (kind: string) => boolean): Probe[] {
  const nowhere = randomUUID();
  const update = (path: string, body: object, method: 'PATCH' | 'PUT' = 'PATCH'): CallOptions => ({
    method,
    path: `${path}/${nowhere}`,
    body,
  });
  const identity = (what: string, path: string, body: object): Probe => ({
    what,
    service: 'identity',
    call: update(path, body),
  });
  return [
    ...(isMade('project')
      ? [identity('make projects', '/projects', { project: { name: nowhere } })]
      : []),
    ...(isMade('user') ? [identity('make users', '/users', { user: { name: nowhere } })] : []),
    ...(isMade('flavor') ? [flavorProbe(update)] : []),
    ...(isMade('server') ? [allServersProbe()] : []),
  ];
}

function flavorProbe(update: (path: string, body: object, method: 'PUT') => CallOptions): Probe {
  const call = update('/flavors', { flavor: { description: null } }, 'PUT');
  return { what: 'make flavors', service: 'compute', call: { ...call, microversion: '2.55' } };
}

function allServersProbe(): Probe {
  const call = { path: '/servers', query: { all_tenants: true, limit: 1 } };
  return { what: 'see the servers of other projects', service: 'compute', call };
}

/** The refusal; undefined where it may be done. */
async function attempt(
  cloud: Cloud,
  service: Service,
  call: CallOptions,
): Promise<OpenStackError | undefined> {
  try {
    await cloud.request(service, { ...call, schema: z.unknown() });
    return undefined;
  } catch (error) {
    if (hasStatus(error, 403)) return error;
    if (hasStatus(error, 400, 404, 409)) return undefined;
    throw error;
  }
}

async function loginOf(cloud: Cloud): Promise<string> {
  const { userName, projectName, roles } = await cloud.identity();
  const where = projectName === undefined ? '' : ` in project ${projectName}`;
  return `User ${userName} of ${cloud.name} (roles ${roles.toSorted().join(', ') || 'none'}${where})`;
}

function remedyFor({ name }: Cloud): string {
  return `Log in to ${name} as an administrator, scoped to a project: clouds.yaml, clouds: ${name}.`;
}
