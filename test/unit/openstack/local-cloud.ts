import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import http from 'node:http';
import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { onTestFinished } from 'vitest';
import { openCloud } from '../../../src/openstack/open-cloud.ts';
import type { Cloud } from '../../../src/openstack/cloud.ts';
import type { RequestEvent } from '../../../src/openstack/request-log.ts';

export const PASSWORD = 'a-password-of-the-test';

interface Seen {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** Answers one request of a service; the login is answered by the local cloud itself. */
export type Answer = (request: Seen, response: ServerResponse, count: number) => void;

export interface LocalCloud {
  readonly cloud: Cloud;
  readonly url: string;
  /** Requests to the services. */
  readonly seen: Seen[];
  /** Bodies of the logins. */
  readonly logins: unknown[];
  readonly events: RequestEvent[];
}

export interface LocalCloudOptions {
  /** Seconds a token lives. */
  readonly tokenSeconds?: number;
  /** Merged over the cloud's entry in clouds.yaml. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Answers by hand, before the body of the request was read. True where it did. */
  readonly early?: (request: IncomingMessage, response: ServerResponse) => boolean;
  /** Whether the service knows `Expect: 100-continue`; default true. */
  readonly serveContinue?: boolean;
  readonly serve?: (listener: RequestListener) => Server;
}

/** A Keystone and one service for everything, on a local port; gone when the test is. */
export async function startLocalCloud(
  answer: Answer,
  options: LocalCloudOptions = {},
): Promise<LocalCloud> {
  const seen: Seen[] = [];
  const logins: unknown[] = [];
  const events: RequestEvent[] = [];
  let url = '';
  const listener = (request: IncomingMessage, response: ServerResponse): void => {
    void (async () => {
      if (options.early?.(request, response) === true) return;
      const body = await readBody(request);
      if (request.method === 'POST' && request.url === '/v3/auth/tokens') {
        logins.push(JSON.parse(body));
        response.setHeader('X-Subject-Token', `token-${logins.length}`);
        json(response, 201, tokenBody(url, options.tokenSeconds ?? 3_600, projectOf(body)));
        return;
      }
      const { method = '', url: path = '', headers } = request;
      seen.push({ method, url: path, headers, body });
      answer({ method, url: path, headers, body }, response, seen.length);
    })().catch(() => response.destroy());
  };
  const server = (options.serve ?? http.createServer)(listener);
  // Without a listener Node itself says 100 Continue, before the request is looked at.
  server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => {
    if (options.serveContinue !== false && options.early === undefined) response.writeContinue();
    listener(request, response);
  });
  url = `${options.serve === undefined ? 'http' : 'https'}://127.0.0.1:${await listen(server)}`;
  const cloud = await cloudAt(url, options, (event) => events.push(event));
  onTestFinished(() => {
    cloud.close();
    server.closeAllConnections();
    server.close();
  });
  return { cloud, url, seen, logins, events };
}

export function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}

/** A directory that is removed with the test. */
export async function temporaryDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'pumphouse-test-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  return directory;
}

async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

async function cloudAt(
  url: string,
  { settings = {} }: LocalCloudOptions,
  onRequest: (event: RequestEvent) => void,
): Promise<Cloud> {
  const directory = await temporaryDirectory();
  const file = join(directory, 'clouds.yaml');
  const auth = { auth_url: url, username: 'op', password: PASSWORD, project_name: 'p' };
  await writeFile(
    file,
    stringify({ clouds: { local: { auth, region_name: 'One', ...settings } } }),
  );
  const environment = { OS_CLIENT_CONFIG_FILE: file };
  return openCloud('local', { environment, workingDirectory: directory, onRequest });
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

function projectOf(login: string): string {
  return /"scope":\{"project":\{"id":"(\w+)"/.exec(login)?.[1] ?? 'p1';
}

function tokenBody(url: string, seconds: number, projectId: string): unknown {
  const entry = (type: string, path: string): unknown => ({
    type,
    endpoints: [
      { interface: 'internal', region: 'One', region_id: 'One', url: 'http://127.0.0.1:1/' },
      { interface: 'public', region: 'Two', region_id: 'Two', url: 'http://127.0.0.1:2/' },
      { interface: 'public', region: 'One', region_id: 'One', url: url + path },
    ],
  });
  const now = Date.now();
  return {
    token: {
      issued_at: new Date(now).toISOString(),
      expires_at: new Date(now + seconds * 1_000).toISOString(),
      user: { id: 'u1', name: 'op', domain: { id: 'default', name: 'Default' } },
      project: { id: projectId, name: 'p', domain: { id: 'default', name: 'Default' } },
      roles: [{ id: 'r', name: 'admin' }],
      catalog: [
        entry('identity', '/v3'),
        entry('compute', '/v2.1'),
        entry('image', ''),
        entry('network', ''),
        entry('block-store', `/volume/v3/${projectId}`),
      ],
    },
  };
}
