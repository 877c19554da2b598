import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { pino } from 'pino';
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { UnreachableError } from '../../src/errors/temporal.ts';
import { SEARCH_ATTRIBUTES, TASK_QUEUE } from '../../src/model/names.ts';
import { connectClient } from '../../src/temporal/connection.ts';
import {
  ensureEmbeddedServer,
  findEmbeddedServer,
  stopEmbeddedServer,
} from '../../src/temporal/embedded-server.ts';
import { freePort } from '../../src/temporal/ports.ts';
import { runWorker } from '../../src/temporal/run-worker.ts';
import { serverBinary } from '../../src/temporal/server-binary.ts';

let folder: string;
const progress: string[] = [];
const onProgress = (line: string) => progress.push(line);

// Where the machine has no server yet, this downloads or builds it.
beforeAll(() => serverBinary((line) => console.error(line)));

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pumphouse-state-'));
  progress.length = 0;
  for (const name of ['TEMPORAL_ADDRESS', 'TEMPORAL_PROFILE', 'TEMPORAL_NAMESPACE'])
    vi.stubEnv(name, '');
  vi.stubEnv('TEMPORAL_CONFIG_FILE', join(folder, 'none.toml'));
  vi.stubEnv('PUMPHOUSE_STATE_DIR', folder);
  // A port of the test's own: the machine may run a Temporal of somebody else's.
  vi.stubEnv('PUMPHOUSE_TEMPORAL_PORT', String(await freePort()));
});

afterEach(async () => {
  await stopEmbeddedServer();
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true, force: true });
});

const statusOf = (url: string): Promise<number> => fetch(url).then(({ status }) => status);

test('it listens on the port asked for, and only its user can read its state', async () => {
  const server = await ensureEmbeddedServer({ onProgress });
  expect(server.address).toBe(`127.0.0.1:${process.env['PUMPHOUSE_TEMPORAL_PORT']}`);
  expect(await findEmbeddedServer()).toEqual(server);
  // The UI listens a moment after the server does.
  await expect.poll(() => statusOf(server.uiUrl), { timeout: 60_000 }).toBe(200);
  for (const name of ['temporal.json', 'temporal.db', 'temporal.db-wal', 'temporal.log']) {
    expect((await stat(join(folder, name))).mode & 0o077).toBe(0);
  }
  expect(JSON.parse(await readFile(join(folder, 'temporal.json'), 'utf8'))).toMatchObject(server);
});

test('stopping it ends the process, and stopping again finds nothing', async () => {
  await ensureEmbeddedServer({ onProgress });
  expect(await stopEmbeddedServer()).toBe(true);
  expect(await findEmbeddedServer()).toBeUndefined();
  expect(await stopEmbeddedServer()).toBe(false);
});

test('its namespace has our search attributes and keeps ended workflows for 30 days, also after a new start', async () => {
  for (let start = 1; start <= 2; start += 1) {
    const { client, connection, close } = await connectClient({ onProgress });
    const { customAttributes } = await connection.operatorService.listSearchAttributes({
      namespace: 'default',
    });
    expect(Object.keys(customAttributes ?? {})).toEqual(
      expect.arrayContaining(Object.values(SEARCH_ATTRIBUTES)),
    );
    const { config } = await client.workflowService.describeNamespace({ namespace: 'default' });
    expect(Number(config?.workflowExecutionRetentionTtl?.seconds)).toBe(30 * 86_400);
    await close();
    await stopEmbeddedServer();
  }
});

test('a workflow goes on where it was after kill -9 of the server, and no activity runs twice', async () => {
  const counts: Record<string, number> = {};
  const stop = new AbortController();
  const activities = {
    count: async (step: string) => (counts[step] = (counts[step] ?? 0) + 1),
  };
  const first = await ensureEmbeddedServer({ onProgress });
  const worker = runWorker({
    queues: 'all',
    activities: () => activities,
    signal: stop.signal,
    log: pino({ level: 'silent' }),
    workflowsPath: fileURLToPath(new URL('embedded-server', import.meta.url)),
  });
  const { client, close } = await connectClient();
  const attribute = {
    key: { name: SEARCH_ATTRIBUTES.migration, type: 'KEYWORD' as const },
    value: 'm',
  };
  const handle = await client.workflow.start('tiny', {
    workflowId: 'tiny',
    taskQueue: TASK_QUEUE,
    args: [4_000],
    typedSearchAttributes: [attribute],
  });
  // What the server has not written down when it is killed is done once more.
  const isWritten = async (): Promise<boolean> => {
    const { events } = await handle.fetchHistory();
    return events?.some((each) => each.activityTaskCompletedEventAttributes) ?? false;
  };
  await expect.poll(isWritten, { timeout: 30_000 }).toBe(true);
  expect(counts).toEqual({ first: 1 });

  process.kill(first.pid, 'SIGKILL');
  await expect.poll(() => findEmbeddedServer(), { timeout: 30_000 }).toBeUndefined();
  const second = await ensureEmbeddedServer({ onProgress });
  expect(second.address).toBe(first.address);
  expect(second.pid).not.toBe(first.pid);

  expect(await handle.result()).toEqual([1, 1]);
  expect(counts).toEqual({ first: 1, second: 1 });
  const description = await handle.describe();
  expect(description.typedSearchAttributes.get(attribute.key)).toBe('m');
  stop.abort();
  await worker;
  await close();
});

test('starters at the same time get one server', async () => {
  const started = await Promise.all([startElsewhere(), startElsewhere(), ensureEmbeddedServer()]);
  expect(new Set(started.map(({ pid }) => pid)).size).toBe(1);
});

test('it outlives the kill -9 of its starter and of the starter`s process group', async () => {
  const { child, answer } = starter();
  const { pid } = await answer;
  process.kill(-child.pid!, 'SIGKILL');
  await once(child, 'close');
  expect((await findEmbeddedServer())?.pid).toBe(pid);
});

test('it is found again when its record was never written', async () => {
  const { pid } = await ensureEmbeddedServer();
  await rm(join(folder, 'temporal.json'));
  expect((await ensureEmbeddedServer()).pid).toBe(pid);
});

test('where another program has the default port, it takes a free one and keeps it', async () => {
  vi.stubEnv('PUMPHOUSE_TEMPORAL_PORT', '');
  const foreign = createServer();
  await new Promise((resolve) => {
    // Where it cannot, another program is there already.
    foreign.listen(7233, '127.0.0.1').once('listening', resolve).once('error', resolve);
  });
  const first = await ensureEmbeddedServer({ onProgress });
  expect(first.address).not.toBe('127.0.0.1:7233');
  expect(progress.join('\n')).toContain('another program listens on port 7233');
  await stopEmbeddedServer();
  expect((await ensureEmbeddedServer()).address).toBe(first.address);
  foreign.close();
});

test('where another program has the port asked for, nothing starts and the message says so', async () => {
  const port = Number(process.env['PUMPHOUSE_TEMPORAL_PORT']);
  const foreign = createServer().listen(port, '127.0.0.1');
  await once(foreign, 'listening');
  await expect(ensureEmbeddedServer()).rejects.toThrow(`another program listens on port ${port}`);
  foreign.close();
});

test('a client that may not start it says how to start it', async () => {
  const failure = connectClient({ start: false });
  await expect(failure).rejects.toBeInstanceOf(UnreachableError);
  await expect(failure).rejects.toThrow('`pumphouse temporal`');
});

test('a server that does not answer is named with its address', async () => {
  const port = await freePort();
  vi.stubEnv('TEMPORAL_ADDRESS', `127.0.0.1:${port}`);
  const failure = connectClient();
  await expect(failure).rejects.toBeInstanceOf(UnreachableError);
  await expect(failure).rejects.toThrow(`Temporal at 127.0.0.1:${port} cannot be reached`);
});

test('a namespace that the server does not have is named', async () => {
  const { address } = await ensureEmbeddedServer();
  vi.stubEnv('TEMPORAL_ADDRESS', address);
  vi.stubEnv('TEMPORAL_NAMESPACE', 'elsewhere');
  await expect(connectClient()).rejects.toThrow('Temporal has no namespace elsewhere');
});

test('TEMPORAL_NAMESPACE names a namespace that the embedded server makes', async () => {
  vi.stubEnv('TEMPORAL_NAMESPACE', 'moves');
  const { client, close } = await connectClient();
  const { config } = await client.workflowService.describeNamespace({ namespace: 'moves' });
  expect(Number(config?.workflowExecutionRetentionTtl?.seconds)).toBe(30 * 86_400);
  await close();
});

test('the namespace job of the production set-up makes a namespace ready, and may run again', async () => {
  const { address } = await ensureEmbeddedServer();
  await symlink(await serverBinary(onProgress), join(folder, 'temporal'));
  vi.stubEnv('PATH', `${folder}:${process.env['PATH']}`);
  vi.stubEnv('TEMPORAL_ADDRESS', address);
  vi.stubEnv('TEMPORAL_NAMESPACE', 'team');
  const job = fileURLToPath(new URL('../../deploy/temporal/namespace.sh', import.meta.url));
  for (const retention of ['480h', '720h']) {
    vi.stubEnv('RETENTION', retention);
    const { stdout } = await promisify(execFile)('/bin/sh', [job]);
    expect(stdout).toContain(`namespace team is ready, retention ${retention}`);
  }
  const { client, connection, close } = await connectClient();
  const { customAttributes } = await connection.operatorService.listSearchAttributes({
    namespace: 'team',
  });
  expect(Object.keys(customAttributes ?? {})).toEqual(
    expect.arrayContaining(Object.values(SEARCH_ATTRIBUTES)),
  );
  const { config } = await client.workflowService.describeNamespace({ namespace: 'team' });
  expect(Number(config?.workflowExecutionRetentionTtl?.seconds)).toBe(30 * 86_400);
  await close();
});

test('with an encryption key the client reads everything, and the server keeps neither input, summary nor error', async () => {
  await ensureEmbeddedServer();
  const program = fileURLToPath(new URL('embedded-server/encrypted.ts', import.meta.url));
  const run = () => promisify(execFile)(process.execPath, ['--import', 'tsx', program]);
  const clear = JSON.parse((await run()).stdout) as { seen: string[]; kept: string };
  expect(clear.kept.split('cucumber').length).toBeGreaterThan(5);

  await writeFile(join(folder, 'key'), randomBytes(32).toString('base64'));
  vi.stubEnv('PUMPHOUSE_ENCRYPTION_KEY_FILE', join(folder, 'key'));
  const encrypted = JSON.parse((await run()).stdout) as { seen: string[]; kept: string };
  expect(encrypted.seen).toContain('no cucumber');
  expect(encrypted.kept).toContain('binary/encrypted');
  expect(encrypted.kept).not.toContain('cucumber');
});

/** Starts the server from a process, and process group, of its own, which then stays. */
function starter() {
  const module = new URL('../../src/temporal/embedded-server.ts', import.meta.url).href;
  const script = `
    import { ensureEmbeddedServer } from '${module}';
    console.log(JSON.stringify(await ensureEmbeddedServer()));
    setInterval(() => undefined, 1000);
  `;
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const answer = once(child.stdout, 'data').then(
    ([line]) => JSON.parse(String(line)) as { pid: number },
  );
  return { child, answer };
}

async function startElsewhere(): Promise<{ pid: number }> {
  const { child, answer } = starter();
  try {
    return await answer;
  } finally {
    child.kill('SIGKILL');
  }
}
