import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { faultProxy } from './harness/fault-proxy.ts';
import type { FaultProxy } from './harness/fault-proxy.ts';
import { compareProject, openstack, resetLab, serverStates, serverThings } from './harness/lab.ts';
import { newOperator } from './harness/operator.ts';
import type { Answer, Operator } from './harness/operator.ts';

let operator: Operator;
let compute: FaultProxy;

beforeAll(async () => {
  compute = await faultProxy('http://127.0.0.1:28774/v2.1');
});

afterAll(() => compute.close());

beforeEach(async () => {
  compute.faults.length = 0;
  await resetLab();
  operator = await newOperator(17433);
  await operator.override({ dst: { compute_endpoint_override: compute.url } });
  await operator.startWorker();
});

afterEach(async () => {
  await operator.end();
});

test('a destination quota too small blocks before anything changed, the message names it; raised, retry succeeds', async () => {
  await quota(0);
  const before = await serverStates('src', 'acme');
  const spec = await operator.writeSpec({ name: 'broken', servers: ['web1'] });
  const answer = await operator.pumphouse('migrate', '-f', spec, '--watch');
  expect(said(answer)).toMatch(/^3 /);
  expect(said(answer)).toContain('may have 0 instances in dst');
  expect(await serverStates('src', 'acme')).toEqual(before);
  expect(await serverThings('dst', 'acme')).toEqual([]);
  await quota(10);
  await retrySucceeds();
});

test('a destination server that goes to ERROR: compensated, the message holds the fault, and retry succeeds', async () => {
  // No host has that much disk, and no quota counts it.
  const big = ['flavor', 'create', '--ram', '512', '--disk', '90000', '--vcpus', '1', 'too.big'];
  await openstack('dst', ...big);
  await failsFor(/no valid host/i, {}, { flavor: { 'lab.small': 'too.big' } });
  await retrySucceeds('-f', await operator.writeSpec({ name: 'broken', servers: ['web1'] }));
});

test('an API that answers 503 longer than the deadline: compensated, the message names it, and retry succeeds', async () => {
  const away = { method: 'POST', path: /\/servers$/, kind: '503', times: Infinity } as const;
  compute.faults.push({ ...away });
  await failsFor(/503/, { deadlineSeconds: 60 });
  compute.faults.length = 0;
  await retrySucceeds('-f', await operator.writeSpec({ name: 'broken', servers: ['web1'] }));
});

test('an API that answers 503 for a minute is outlasted', async () => {
  const away = { method: 'POST', path: /\/servers$/, kind: '503' as const, times: Infinity };
  compute.faults.push(away);
  const over = setTimeout(() => (away.times = 0), 60_000);
  const spec = await operator.writeSpec({ name: 'broken', servers: ['web1'] });
  const answer = await operator.pumphouse('migrate', '-f', spec, '--watch');
  clearTimeout(over);
  expect(said(answer)).toMatch(/^0 /);
});

test('a flavor of the same name and other values blocks before anything changed; mapped, retry succeeds', async () => {
  await openstack(
    'dst',
    'flavor',
    'create',
    '--id',
    '77',
    '--ram',
    '4096',
    '--disk',
    '5',
    '--vcpus',
    '2',
    'lab.small',
  );
  const spec = await operator.writeSpec({ name: 'broken', servers: ['web1'] });
  const before = await serverStates('src', 'acme');
  const answer = await operator.pumphouse('migrate', '-f', spec, '--watch');
  expect(said(answer)).toMatch(/^3 /);
  expect(said(answer)).toContain('lab.small');
  expect(await serverStates('src', 'acme')).toEqual(before);
  expect(await serverThings('dst', 'acme')).toEqual([]);
  await openstack(
    'dst',
    'flavor',
    'create',
    '--ram',
    '512',
    '--disk',
    '1',
    '--vcpus',
    '1',
    'like.small',
  );
  const mapped = await operator.writeSpec({
    name: 'broken',
    servers: ['web1'],
    mappings: { flavor: { 'lab.small': 'like.small' } },
  });
  expect(said(await operator.pumphouse('retry', 'broken', '-f', mapped))).toMatch(/^0 /);
  expect(said(await operator.pumphouse('watch', 'broken'))).toMatch(/^0 /);
  const { web1 } = await serverStates('dst', 'acme');
  expect(web1?.status).toBe('ACTIVE');
});

test('two migrations with the same server at once: one moves it, the other says who has it', async () => {
  const specs = await Promise.all(
    ['one', 'two'].map((name) => operator.writeSpec({ name, servers: ['web1'] })),
  );
  const answers = await Promise.all(
    specs.map((spec) => operator.pumphouse('migrate', '-f', spec, '--watch')),
  );
  const codes = answers.map((answer) => String(answer.code)).toSorted();
  expect(`${codes.join()} ${answers.map(said).join('\n')}`).toMatch(/^0,4 /);
  const won = answers[0]?.code === 0 ? 'one' : 'two';
  const lost = answers.find((answer) => answer.code === 4);
  expect(lost?.stdout).toContain(`Migration ${won} has this server`);
  expect(
    (await serverThings('dst', 'acme')).filter((each) => each.startsWith('server')),
  ).toHaveLength(1);
  expect(await compareProject('acme', ['web1'])).toEqual([]);
});

/** Migrates web1, which must fail, and leave both clouds as they were. */
async function failsFor(
  cause: RegExp,
  server: Record<string, unknown> = {},
  mappings: Record<string, Record<string, string>> = {},
): Promise<void> {
  const before = await serverStates('src', 'acme');
  const spec = await operator.writeSpec({ name: 'broken', servers: ['web1'], server, mappings });
  const answer = await operator.pumphouse('migrate', '-f', spec, '--watch');
  expect(said(answer)).toMatch(/^4 /);
  const status = await operator.pumphouse('status', 'broken');
  expect(status.stdout).toMatch(cause);
  expect(status.stdout).toContain('compensated');
  expect(await serverStates('src', 'acme')).toEqual(before);
  expect(await serverThings('dst', 'acme')).toEqual([]);
}

async function retrySucceeds(...options: string[]): Promise<void> {
  expect(said(await operator.pumphouse('retry', 'broken', ...options))).toMatch(/^0 /);
  expect(said(await operator.pumphouse('watch', 'broken'))).toMatch(/^0 /);
  expect(await serverStates('src', 'acme')).toMatchObject({
    web1: { status: 'SHUTOFF', locked: false },
  });
  expect(await compareProject('acme', ['web1'])).toEqual([]);
}

function said({ code, stdout, stderr }: Answer): string {
  return `${code} ${stdout.slice(-3000)} ${stderr.slice(-3000)}`;
}

async function quota(instances: number): Promise<void> {
  await openstack('dst', 'quota', 'set', '--class', 'default', '--instances', String(instances));
}
