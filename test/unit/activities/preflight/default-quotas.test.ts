import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PlanScope } from '../../../../src/activities/preflight/check.ts';
import { defaultQuotas } from '../../../../src/activities/preflight/default-quotas.ts';
import { specSchema } from '../../../../src/model/spec.ts';
import type { Cloud } from '../../../../src/openstack/cloud.ts';
import { openCloud } from '../../../../src/openstack/open-cloud.ts';
import { getQuota } from '../../../../src/resources/quota/api.ts';
import { missing } from '../../../../src/resources/quota/attributes.ts';
import { withoutDefaults } from '../../../../src/resources/quota/calls.ts';
import { startSimulation } from '../../../../src/simulator/start.ts';
import type { Simulation } from '../../../../src/simulator/start.ts';

let simulation: Simulation;
let directory: string;
let source: Cloud;
let destination: Cloud;

beforeAll(async () => {
  simulation = await startSimulation({ clouds: [{ name: 'old' }, { name: 'new' }] });
  directory = await mkdtemp(join(tmpdir(), 'pumphouse-quotas-'));
  const file = join(directory, 'clouds.yaml');
  await writeFile(file, simulation.cloudsYaml, { mode: 0o600 });
  const environment = { OS_CLIENT_CONFIG_FILE: file };
  source = await openCloud('old', { environment });
  destination = await openCloud('new', { environment });
});
afterAll(async () => {
  source?.close();
  destination?.close();
  await simulation?.close();
  await rm(directory, { recursive: true, force: true });
});

function scopeOf(action: 'create' | 'reuse'): PlanScope {
  const select = { projects: ['acme'] };
  const spec = specSchema.parse({ name: 'acme', source: 'old', destination: 'new', select });
  const project = { key: 'project/1', kind: 'project', name: 'acme', dependsOn: [] };
  const items = [{ ...project, action, reason: '' }];
  return { source, destination, spec, items, nodes: new Map(), ids: {} };
}

async function setDefaults(cloud: Cloud, limits: object): Promise<void> {
  const path = '/os-quota-class-sets/default';
  await cloud.call('compute', { method: 'PUT', path, body: { quota_class_set: limits } });
}

test('equal default quotas are not worth a word', async () => {
  expect(await defaultQuotas(scopeOf('create'))).toEqual([]);
});

test('limits that are the source’s defaults are carried where the spec asks for all: also to other defaults', async () => {
  await setDefaults(destination, { cores: 40 });
  const { projectId: id = '' } = await source.identity();
  expect(await getQuota(source, id)).toBeUndefined();
  const quota = await getQuota(withoutDefaults(source), id);
  const admin = await destination.identity();
  const there = await getQuota(withoutDefaults(destination), admin.projectId ?? '');
  if (quota === undefined || there === undefined) throw new Error('no quotas');
  expect(missing(quota, there, () => undefined)).toEqual({
    compute: { cores: 20 },
    volume: {},
    network: {},
    users: {},
  });
});

test('higher defaults of the destination are told, lower ones are a warning; where no project is made they are nobody’s', async () => {
  await setDefaults(destination, { cores: 40 });
  expect(await defaultQuotas(scopeOf('create'))).toMatchObject([
    {
      severity: 'info',
      code: 'default-quotas-differ',
      subject: 'new',
      message: expect.stringContaining('(old → new: cores 20 → 40)') as unknown,
    },
  ]);
  await setDefaults(source, { instances: -1 });
  expect(await defaultQuotas(scopeOf('create'))).toMatchObject([
    { severity: 'warning', message: expect.stringContaining('instances -1 → 10') as unknown },
  ]);
  expect(await defaultQuotas(scopeOf('reuse'))).toEqual([]);
});
