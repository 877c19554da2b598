import { BlockedError, UnsupportedError } from '../../errors/migration.ts';
import { hasStatus, OpenStackError } from '../../errors/openstack.ts';
import type { Concern } from '../../model/concern.ts';
import type { Cloud } from '../../openstack/cloud.ts';
import type { Clouds } from '../../resources/resource-kind.ts';
import { CLOUD_REQUESTS, mapBounded } from '../bounded.ts';
import type { PlanScope } from './check.ts';
import { probesOf } from './probes.ts';
import type { Probe } from './probes.ts';
import { sourceProbesOf } from './source-probes.ts';
import { nodesToMake } from './to-make.ts';

/** Milliseconds: a probe is not waited for as what matters is. */
const PATIENCE_MS = 10_000;

/**
 * Whether the login may do in both clouds what the plan says. No role is taken at its word, not even `admin`: policies are each
 * cloud's own. Each right is tried once, by a call that changes nothing; only a refusal counts.
 */
export async function permissions(scope: PlanScope): Promise<Concern[]> {
  if (scope.isPart === true) return [];
  const { source, destination } = scope;
  const made = nodesToMake(scope);
  return [
    ...(await refusals(source, sourceProbesOf(made))),
    ...(await refusals(destination, await probesOf(scope, made))),
  ];
}

async function refusals(cloud: Cloud, probes: readonly Probe[]): Promise<Concern[]> {
  const found = await mapBounded(probes, CLOUD_REQUESTS, async (probe) => {
    const error = await attempt(cloud, probe);
    return error === undefined ? [] : [await notPermitted(cloud, probe, error)];
  });
  return found.flat();
}

async function notPermitted(
  cloud: Cloud,
  { what }: Probe,
  { method, status, service }: OpenStackError,
): Promise<Concern> {
  return {
    severity: 'blocker',
    code: 'not-permitted',
    subject: cloud.name,
    message: `${await loginOf(cloud)} may not ${what}: ${method} is answered with ${status} by ${service}.`,
    remedy: remedyFor(cloud),
  };
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

/** The refusal; undefined where it may be done, or the answer says nothing. */
async function attempt(
  cloud: Cloud,
  { service, call, isRefusal }: Probe,
): Promise<OpenStackError | undefined> {
  try {
    const options = await call();
    if (options !== undefined) {
      await cloud.call(service, { ...options, repeatable: false, timeoutMs: PATIENCE_MS });
    }
    return undefined;
  } catch (error) {
    if (error instanceof UnsupportedError) return undefined;
    if (!(error instanceof OpenStackError)) throw error;
    return hasStatus(error, 403) || isRefusal?.(error) === true ? error : undefined;
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
