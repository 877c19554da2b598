import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { SimulatedCloud } from '../cloud.ts';
import { actsOn } from '../faults/effects.ts';
import type { Effects } from '../faults/effects.ts';
import type { Faults } from '../faults/engine.ts';
import type { Journal, JournalEntry } from '../journal.ts';
import { parseJson, readText } from './body.ts';
import type { Answer, Api, Call, Refused, Route, Token } from './call.ts';
import { microversionOf } from './microversion.ts';
import { Refusal } from './refusal.ts';
import { createRouter } from './router.ts';
import { send } from './send.ts';

export interface Surroundings {
  readonly faults: Faults;
  readonly journal: Journal;
  /** A fault `signal` has struck. The call goes on when it is done. */
  readonly onSignal: (entry: JournalEntry) => void | Promise<void>;
}

export interface Listener {
  readonly port: number;
  close(): Promise<void>;
}

/** A service of a cloud at a port of its own, on loopback. */
export async function listen(
  cloud: SimulatedCloud,
  api: Api,
  { port, ...around }: Surroundings & { readonly port: number },
): Promise<Listener> {
  const find = createRouter(api);
  const sockets = new Set<Socket>();
  let goneUntil = 0;
  const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
    if (Date.now() < goneUntil) {
      request.socket.resetAndDestroy();
      return;
    }
    const url = new URL(
      request.url ?? '/',
      `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    );
    const disappear = (seconds: number): void => {
      goneUntil = Date.now() + seconds * 1000;
      for (const socket of sockets) socket.resetAndDestroy();
    };
    void answer({ cloud, api, find, ...around, request, response, url, disappear }).catch(() =>
      request.socket.destroy(),
    );
  });
  server.on('connection', (socket) => {
    if (Date.now() < goneUntil) socket.resetAndDestroy();
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

interface Exchange extends Surroundings {
  readonly cloud: SimulatedCloud;
  readonly api: Api;
  readonly find: ReturnType<typeof createRouter>;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
  readonly disappear: (seconds: number) => void;
}

async function answer(exchange: Exchange): Promise<void> {
  const { cloud, api, find, request, response, url, faults, journal, onSignal, disappear } =
    exchange;
  const method = request.method ?? 'GET';
  const found = find(method, url.pathname);
  const text = found?.route.bytes === true ? '' : await readText(request);
  const below = url.pathname.startsWith(api.root)
    ? url.pathname.slice(api.root.length)
    : url.pathname;
  const facts = {
    cloud: cloud.name,
    service: api.service,
    method,
    route: found?.route.name ?? found?.route.path ?? below,
    path: below,
    body: text,
  };
  const requestId = `req-${randomUUID()}`;
  const entry = journal.write(facts, { requestId, at: new Date() });
  const effects = actsOn(faults.strike(facts), {
    request,
    response,
    disappear,
    signal: () => onSignal(entry),
    expireToken: () => cloud.identity.expire(header(request, 'x-auth-token')),
  });
  const about = { requestId, microversion: microversionOf(api, request.headers) };
  const early = await effects.before();
  if (early === 'cut') return;
  const reply =
    early ?? (await effects.after(await handled(exchange, found, { text, effects, ...about })));
  if (reply === 'cut') return;
  entry.status = reply.status;
  await send(
    request,
    response,
    { ...reply, headers: { ...api.headers(about), ...reply.headers } },
    effects.spoil,
  );
  await effects.answered();
}

async function handled(
  { cloud, api, request, url }: Exchange,
  found: { readonly route: Route; readonly params: Readonly<Record<string, string>> } | undefined,
  about: {
    readonly text: string;
    readonly effects: Effects;
    readonly requestId: string;
    readonly microversion: number;
  },
): Promise<Answer> {
  try {
    const token = cloud.identity.token(header(request, 'x-auth-token'));
    if (token === undefined && found?.route.open !== true) {
      throw new Refusal(401, 'The request you have made requires authentication.', 'unauthorized');
    }
    if (found === undefined) throw new Refusal(404, 'The resource could not be found.', 'no-route');
    const call: Call = {
      method: request.method ?? 'GET',
      path: url.pathname.slice(api.root.length),
      params: found.params,
      query: url.searchParams,
      headers: request.headers,
      get token(): Token {
        if (token === undefined)
          throw new Refusal(
            401,
            'The request you have made requires authentication.',
            'unauthorized',
          );
        return token;
      },
      microversion: about.microversion,
      requestId: about.requestId,
      json: parseJson(about.text),
      bytes: request,
      origin: url.origin,
      fate: about.effects.fate,
    };
    return await found.route.handle(call);
  } catch (error) {
    const facts = { requestId: about.requestId, accept: request.headers.accept };
    if (!(error instanceof Refusal)) return broken(api, error, facts);
    const { status, message, type } = error;
    return api.refuse({ status, message, type, ...facts });
  }
}

/** A bug of the simulator's is not taken for a fault that was planned. */
function broken(api: Api, error: unknown, facts: Pick<Refused, 'requestId' | 'accept'>): Answer {
  process.stderr.write(
    `simulator: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  return api.refuse({ status: 500, message: 'The simulator has a bug', type: 'bug', ...facts });
}

function header(request: IncomingMessage, name: string): string {
  const value = request.headers[name];
  return typeof value === 'string' ? value : '';
}
