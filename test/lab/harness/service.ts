import { execFile } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** For 127.0.0.1 and its name. */
export async function makeCertificate(directory: string): Promise<void> {
  const [key, certificate] = [join(directory, 'server.key'), join(directory, 'server.crt')];
  const kind = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1'];
  const names = [
    '-subj',
    '/CN=pumphouse test',
    '-addext',
    'subjectAltName=IP:127.0.0.1,DNS:localhost',
  ];
  await run('openssl', [...kind, '-nodes', '-keyout', key, '-out', certificate, ...names]);
}

export async function until(what: string, work: () => Promise<unknown>): Promise<void> {
  const deadline = Date.now() + 180_000;
  for (;;) {
    try {
      await work();
      return;
    } catch (error) {
      if (Date.now() > deadline) throw new Error(`${what} does not come up`, { cause: error });
      await sleep(200);
    }
  }
}

export async function ended(
  child: ChildProcess,
  signal: 'SIGINT' | 'SIGTERM' = 'SIGINT',
): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  // PostgreSQL's fast shutdown, and Python's ordinary end.
  child.kill(signal);
  await gone;
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
