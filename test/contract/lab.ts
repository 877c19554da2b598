import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { giveAccess } from '../../src/activities/access.ts';
import { hasStatus } from '../../src/errors/openstack.ts';
import type { IdMap } from '../../src/model/id-map.ts';
import type { Cloud, Service } from '../../src/openstack/cloud.ts';
import { openCloud } from '../../src/openstack/open-cloud.ts';
import type { PreflightContext } from '../../src/resources/resource-kind.ts';

const LAB_CLOUDS = '/var/lib/pumphouse-lab/clouds.yaml';

/** What a test makes by hand: a POST whose answer holds an id. It is removed by a DELETE below the same path. */
export interface Making {
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly microversion?: string;
}

/** The two clouds of the lab, for one test file. Everything made through it is gone after `end`. */
export interface Lab {
  readonly source: Cloud;
  readonly destination: Cloud;
  /** Unique: the migration's name, and the prefix of all that a test makes. */
  readonly run: string;
  /** Makes a resource in a cloud; answers its id. */
  make(cloud: Cloud, service: Service, making: Making): Promise<string>;
  /** Makes a project that the operator may work in (`cloud.inProject`); answers its id. */
  makeProject(cloud: Cloud, attributes?: Readonly<Record<string, unknown>>): Promise<string>;
  /** To ask a kind for its concerns with. */
  preflight(ids?: IdMap): PreflightContext;
  /** Is done at the end, the last said first. */
  atEnd(undo: () => Promise<unknown>): void;
  end(): Promise<void>;
}

/** @throws Error that says so where the lab is not up: a test never passes without it. */
export async function openLab(): Promise<Lab> {
  const [source, destination] = await Promise.all([openLabCloud('src'), openLabCloud('dst')]);
  const run = `contract-${randomBytes(4).toString('hex')}`;
  const undos: (() => Promise<unknown>)[] = [];
  const make: Lab['make'] = async (cloud, service, making) => {
    const id = await post(cloud, service, making);
    undos.push(() => remove(cloud, service, `${making.path}/${id}`));
    return id;
  };
  return {
    source,
    destination,
    run,
    make,
    async makeProject(cloud, attributes = {}) {
      const project = { name: run, domain_id: 'default', ...attributes };
      const id = await make(cloud, 'identity', { path: '/projects', body: { project } });
      await giveAccess(cloud, id, run);
      return id;
    },
    preflight: (ids = {}) => ({ source, destination, ids, mappings: {} }),
    atEnd: (undo) => void undos.push(undo),
    async end() {
      await undoAll(undos);
      source.close();
      destination.close();
    },
  };
}

async function openLabCloud(name: string): Promise<Cloud> {
  const environment = { OS_CLIENT_CONFIG_FILE: LAB_CLOUDS, ...process.env };
  try {
    const cloud = await openCloud(name, { environment });
    await cloud.identity();
    return cloud;
  } catch (error) {
    throw new Error(
      `These tests need the lab (npm run lab -- up); its cloud ${name} is not there`,
      {
        cause: error,
      },
    );
  }
}

async function post(cloud: Cloud, service: Service, making: Making): Promise<string> {
  const answer = await cloud.request(service, {
    ...making,
    method: 'POST',
    schema: z.union([
      z.looseObject({ id: z.string() }).transform(({ id }) => id),
      z.record(z.string(), z.unknown()).transform((wrapped) => {
        const [inner] = Object.values(wrapped);
        return z.looseObject({ id: z.string() }).parse(inner).id;
      }),
    ]),
  });
  return answer;
}

async function remove(cloud: Cloud, service: Service, path: string): Promise<void> {
  try {
    await cloud.call(service, { method: 'DELETE', path });
  } catch (error) {
    if (!hasStatus(error, 404)) throw error;
  }
}

/** All of them, whatever becomes of one; the last first. */
async function undoAll(undos: readonly (() => Promise<unknown>)[]): Promise<void> {
  const failures: unknown[] = [];
  for (const undo of undos.toReversed()) {
    try {
      await undo();
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, 'The lab could not be cleaned up');
}
