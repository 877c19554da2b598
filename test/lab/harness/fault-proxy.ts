import { createServer, request } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

export interface Fault {
  readonly method: string;
  /** Of the path below the service's endpoint. */
  readonly path: RegExp;
  /** Of the request's body. */
  readonly body?: RegExp;
  /** How often it happens; then requests pass again. */
  times: number;
  /**
   * `answer`: the cloud acts, the client never hears of it; then `happened` is called.
   * `503`: refused before the cloud sees it.
   * `bytes`: `happened` is called once so many bytes of the body have passed.
   */
  readonly kind: 'answer' | '503' | { readonly bytes: number };
  readonly happened?: () => void | Promise<void>;
}

export interface FaultProxy {
  readonly url: string;
  readonly faults: Fault[];
  /** `METHOD path` of every request that changes something. */
  readonly writes: string[];
  close(): Promise<void>;
}

/** Stands between our client and one service of a cloud, and does to it what real networks do. */
export async function faultProxy(target: string): Promise<FaultProxy> {
  const faults: Fault[] = [];
  const writes: string[] = [];
  const server = createServer((incoming, outgoing) => {
    forward(target, faults, writes, incoming, outgoing).catch(() => outgoing.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}${new URL(target).pathname.replace(/\/$/, '')}`,
    faults,
    writes,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function forward(
  target: string,
  faults: Fault[],
  writes: string[],
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const { method = 'GET', url = '/' } = incoming;
  if (method !== 'GET' && method !== 'HEAD') writes.push(`${method} ${url}`);
  const streaming = incoming.headers['content-type'] === 'application/octet-stream';
  const body = streaming ? undefined : await bodyOf(incoming);
  const fault = faultFor(faults, { method, url, body });
  if (fault !== undefined) fault.times -= 1;
  if (fault?.kind === '503') {
    refuse(outgoing);
    return;
  }
  const upstream = request(new URL(url, target), {
    method,
    headers: { ...incoming.headers, connection: 'close' },
  });
  upstream.on('error', () => outgoing.destroy());
  upstream.on('response', (answer) => {
    if (fault?.kind === 'answer') {
      answer.resume();
      void Promise.resolve(fault.happened?.()).then(() => outgoing.destroy());
      return;
    }
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(outgoing);
  });
  if (body !== undefined) {
    upstream.end(body);
    return;
  }
  passStream(incoming, upstream, fault);
}

function refuse(outgoing: ServerResponse): void {
  outgoing.writeHead(503, { 'content-type': 'text/html' });
  outgoing.end('<html><body><h1>503 Service Unavailable</h1>No server is available.</body></html>');
}

function faultFor(
  faults: readonly Fault[],
  { method, url, body }: { method: string; url: string; body: Buffer | undefined },
): Fault | undefined {
  return faults.find(
    (each) =>
      each.times > 0 &&
      each.method === method &&
      each.path.test(url) &&
      (each.body === undefined || each.body.test(body?.toString() ?? '')),
  );
}

function passStream(
  incoming: IncomingMessage,
  upstream: ReturnType<typeof request>,
  fault: Fault | undefined,
): void {
  let passed = 0;
  let told = false;
  const most = typeof fault?.kind === 'object' ? fault.kind.bytes : Infinity;
  incoming.on('data', (chunk: Buffer) => {
    passed += chunk.length;
    if (passed < most || told) return;
    told = true;
    void fault?.happened?.();
  });
  incoming.on('aborted', () => upstream.destroy());
  incoming.pipe(upstream);
}

async function bodyOf(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
