import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeSmallProject, removeSmallProject, serverStates } from './harness/lab.ts';
import { eventually, newOperator } from './harness/operator.ts';
import type { Operator } from './harness/operator.ts';

const run = promisify(execFile);
const PROJECT = 'small';
/** Given to this machine for the test, and to the server `probed`: whoever asks that server reaches us. */
const OURS = '198.18.77.5';

let operator: Operator;

beforeAll(async () => {
  await removeSmallProject(PROJECT);
  await makeSmallProject(PROJECT, ['gated', 'deleted', 'held', `probed=${OURS}`]);
  operator = await newOperator(17533);
  await operator.startWorker();
});

afterAll(async () => {
  await operator.end();
  await removeSmallProject(PROJECT);
});

test.concurrent(
  'a server goes down, and its source is shelved, at the word of the operator and not before',
  async () => {
    const spec = await specFor('gated', {
      approve: ['cutover', 'retire'],
      retire: 'shelve',
      // What Nova's fake guests say.
      probes: [{ type: 'console', contains: 'FAKE CONSOLE OUTPUT' }],
    });
    await succeeds('migrate', '-f', spec);
    await reaches('gated', 'awaiting-cutover');
    expect(await source('gated')).toMatchObject({ status: 'ACTIVE', locked: false, tags: [] });
    expect(await destination('gated')).toBeUndefined();
    await succeeds('approve', 'gated', '--gate', 'cutover');
    await reaches('gated', 'awaiting-retire');
    expect(await source('gated')).toMatchObject({ status: 'SUSPENDED', locked: true });
    expect(await destination('gated')).toMatchObject({ status: 'ACTIVE', locked: false });
    await succeeds('approve', 'gated', 'gated', '--gate', 'retire');
    await succeeds('watch', 'gated');
    expect(await source('gated')).toMatchObject({
      status: 'SHELVED_OFFLOADED',
      locked: false,
      tags: [],
    });
    expect((await destination('gated'))?.status).toBe('ACTIVE');
    const plan = await operator.pumphouse('plan', '-f', spec, '-o', 'json');
    expect((JSON.parse(plan.stdout) as { actions: object }).actions).toMatchObject({
      create: 0,
      blocked: 0,
    });
  },
);

test.concurrent(
  'probes ask the copy while the source still runs, where the spec says so',
  async () => {
    await run('ip', ['address', 'replace', `${OURS}/32`, 'dev', 'lo']);
    const asked: string[] = [];
    const web = createServer((request, answer) => {
      asked.push(request.url ?? '');
      answer.writeHead(204).end();
    });
    try {
      web.listen(8077, OURS);
      await once(web, 'listening');
      const probes = [
        { type: 'tcp', port: 8077 },
        { type: 'http', port: 8077, path: '/healthy', status: 204, address: 'fixed' },
      ];
      const spec = await specFor('probed', { quiesce: 'none', retire: 'keep', probes });
      await succeeds('migrate', '-f', spec, '--watch');
    } finally {
      web.close();
      await run('ip', ['address', 'del', `${OURS}/32`, 'dev', 'lo']);
    }
    expect(asked).toContain('/healthy');
    expect(await source('probed')).toMatchObject({ status: 'ACTIVE', locked: false, tags: [] });
    expect((await destination('probed'))?.status).toBe('ACTIVE');
  },
);

test.concurrent(
  'a source is deleted where the operator said that nothing on its disk matters',
  async () => {
    const careless = await specFor('deleted', { retire: 'delete' });
    expect((await operator.pumphouse('plan', '-f', careless)).code).toBe(3);
    const spec = await specFor('deleted', {
      retire: 'delete',
      discardRootDisk: true,
      quiesce: 'stop',
    });
    await succeeds('migrate', '-f', spec, '--watch');
    expect(await source('deleted')).toBeUndefined();
    expect((await destination('deleted'))?.status).toBe('ACTIVE');
  },
);

test.concurrent(
  'a server whose probe fails is held with its error, and rolled back at the word of the operator',
  async () => {
    const before = await source('held');
    const probes = [{ type: 'console', contains: 'never said' }];
    const spec = await specFor('held', { onFailure: 'hold', deadlineSeconds: 90, probes });
    await succeeds('migrate', '-f', spec);
    await reaches('held', 'held');
    const status = await operator.pumphouse('status', 'held');
    expect(status.stdout).toMatch(/probe console did not pass within 90 s/);
    expect(await source('held')).toMatchObject({ status: 'SUSPENDED', locked: true });
    await succeeds('rollback', 'held', 'held');
    expect((await operator.pumphouse('watch', 'held')).code).toBe(4);
    expect(await source('held')).toEqual(before);
    expect(await destination('held')).toBeUndefined();
  },
);

/** A migration of the server's name that moves it alone. */
async function specFor(name: string, server: Readonly<Record<string, unknown>>): Promise<string> {
  return operator.writeSpec({ name, project: PROJECT, servers: [name], server, mappings: {} });
}

async function succeeds(...args: string[]): Promise<void> {
  const { code, stdout, stderr } = await operator.pumphouse(...args);
  expect(`${code} ${stdout.slice(-2000)} ${stderr.slice(-2000)}`).toMatch(/^0 /);
}

async function reaches(migration: string, phase: string): Promise<void> {
  const ask = async (): Promise<string | undefined> => {
    const { stdout } = await operator.pumphouse('status', migration, '-o', 'json');
    return (JSON.parse(stdout) as { servers: { phase?: string }[] }).servers[0]?.phase;
  };
  await eventually(ask, (answer) => answer === phase, 240);
}

const source = async (name: string) => (await serverStates('src', PROJECT))[name];
const destination = async (name: string) => (await serverStates('dst', PROJECT))[name];
