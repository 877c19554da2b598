import { z } from 'zod';
import { errorText } from '../error-text.ts';
import { exitCodeOf } from '../exit-code-of.ts';
import { EXIT_CODES } from '../../errors/exit-codes.ts';
import { hasStatus } from '../../errors/openstack.ts';
import type { ExitCode } from '../../errors/exit-codes.ts';
import type { Cloud, Service } from '../../openstack/cloud.ts';

const SERVICES: readonly Service[] = ['identity', 'compute', 'image', 'network', 'volume'];
/** https://docs.openstack.org/api-ref/compute/#list-servers: other projects' servers are for administrators. */
const EVERYBODYS_SERVERS = { path: '/servers', query: { all_tenants: true, limit: 1 } };

/** What `clouds` tells of one cloud. Never a secret. */
export interface CloudSurvey {
  readonly cloud: string;
  readonly region?: string;
  readonly user?: string;
  readonly project?: string;
  readonly roles?: readonly string[];
  /** Whether it may see every project: what a migration of more than one's own project needs. */
  readonly admin?: boolean;
  readonly services: readonly ServiceSurvey[];
  /** Why the cloud cannot be used. */
  readonly error?: string;
  readonly exitCode: ExitCode;
}

export interface ServiceSurvey {
  readonly service: Service;
  readonly endpoint?: string;
  /** Lowest and highest microversion: `2.1–2.93`. */
  readonly versions?: string;
  readonly error?: string;
}

/** Logs in and asks each service what it offers. Throws nothing: what fails is told in the survey. */
export async function surveyCloud(name: string, open: () => Promise<Cloud>): Promise<CloudSurvey> {
  try {
    const cloud = await open();
    try {
      const { userName, projectName, roles } = await cloud.identity();
      const services = await Promise.all(SERVICES.map((service) => surveyService(cloud, service)));
      return {
        cloud: name,
        ...(cloud.region === undefined ? {} : { region: cloud.region }),
        user: userName,
        ...(projectName === undefined ? {} : { project: projectName }),
        roles: roles.toSorted(),
        admin: await maySeeAll(cloud),
        services,
        exitCode: services.some(({ error }) => error !== undefined)
          ? EXIT_CODES.unreachable
          : EXIT_CODES.ok,
      };
    } finally {
      cloud.close();
    }
  } catch (error) {
    return { cloud: name, services: [], error: errorText(error), exitCode: exitCodeOf(error) };
  }
}

async function surveyService(cloud: Cloud, service: Service): Promise<ServiceSurvey> {
  try {
    const found = await cloud.versions(service);
    if (found === undefined) return { service };
    const { endpoint, microversions } = found;
    return {
      service,
      endpoint: withoutUserInfo(endpoint),
      ...(microversions === undefined
        ? {}
        : { versions: `${microversions.min}–${microversions.max}` }),
    };
  } catch (error) {
    return { service, error: errorText(error) };
  }
}

/** Asked, not guessed from the roles' names: a cloud's policies decide. */
async function maySeeAll(cloud: Cloud): Promise<boolean> {
  try {
    await cloud.request('compute', { ...EVERYBODYS_SERVERS, schema: z.unknown() });
    return true;
  } catch (error) {
    if (hasStatus(error, 403)) return false;
    throw error;
  }
}

function withoutUserInfo(endpoint: string): string {
  return endpoint.replace(/\/\/[^/@]*@/, '//');
}
