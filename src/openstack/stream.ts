import type { ClientRequest } from 'node:http';
import type { Socket } from 'node:net';
import { PassThrough, pipeline } from 'node:stream';
import type { Readable } from 'node:stream';
import { hasStatus } from '../errors/openstack.ts';
import type { CallOptions, Service } from './cloud.ts';
import { noAnswer, send, startTimer } from './exchange.ts';
import type { Exchange, Line } from './exchange.ts';
import { readText } from './http.ts';
import type { HttpAnswer } from './http.ts';
import { watchIdle } from './idle.ts';
import { unlessAborted } from './pause.ts';
import { repeat } from './repeat.ts';
import { prepare } from './request.ts';
import type { Context } from './request.ts';
import { withToken } from './session.ts';

/** For streams `timeoutMs` limits the pause between bytes, never the whole: a terabyte takes its time. */
const IDLE_MS = 120_000;
/** After its last byte a store may have to flush and hash an image before it answers. */
const LAST_ANSWER_MS = 600_000;
/** An upload cannot be sent again with a new token, so it begins with one that is good for a while. */
const UPLOAD_TOKEN_MS = 600_000;
/** As curl: a server that knows nothing of 100-continue gets the body after this. */
const CONTINUE_MS = 1_000;
const BUFFER_BYTES = 256 * 1024;

/** @throws OpenStackError; the stream fails with one too when its bytes stop coming */
export async function download(
  context: Context,
  service: Service,
  options: CallOptions,
): Promise<{ stream: Readable; size: number | undefined }> {
  const idle = { ...options, timeoutMs: idleMs(context, options) };
  return withToken(context.session, options.signal, async (token) => {
    const prepared = await prepare(context, service, idle, token);
    const exchange: Exchange = {
      ...prepared,
      headers: { ...prepared.headers, Accept: '*/*' },
      bulk: true,
    };
    const answer = await repeat(exchange, async (attempt) => {
      const timer = startTimer(exchange.timeoutMs, exchange.signal);
      try {
        return await send(context.line, exchange, attempt, timer.signal);
      } finally {
        timer.stop();
      }
    });
    return { stream: bodyOf(context.line, exchange, answer), size: sizeOf(answer) };
  });
}

function idleMs({ config }: Context, { timeoutMs }: CallOptions): number {
  return timeoutMs ?? config.timeoutMs ?? IDLE_MS;
}

/** The answer's bytes in a stream whose errors are this client's. */
function bodyOf(line: Line, exchange: Exchange, answer: HttpAnswer): Readable {
  const source = answer.stream;
  const body = new PassThrough({ highWaterMark: BUFFER_BYTES });
  const idle = watchIdle(source.socket, {
    limitMs: exchange.timeoutMs,
    // A reader that is behind is not the server's fault.
    isStuck: () => !body.writableNeedDrain,
    onIdle: (error) => source.destroy(error),
  });
  source.once('error', (error) => {
    body.destroy(noAnswer(line, exchange, error) as Error);
  });
  body.once('close', () => {
    idle.stop();
    source.destroy();
  });
  source.pipe(body);
  return body;
}

function sizeOf({ headers }: HttpAnswer): number | undefined {
  const length = headers['content-length'];
  return length === undefined ? undefined : Number(length);
}

type Upload = CallOptions & { readonly body: Readable; readonly contentType?: string };

/** @throws OpenStackError of the service; the error of `body` itself where that failed */
export async function upload(
  context: Context,
  service: Service,
  { body, contentType = 'application/octet-stream', ...options }: Upload,
): Promise<void> {
  let bodyError: Error | undefined;
  body.on('error', (error) => (bodyError ??= error));
  try {
    const login = context.session.token(UPLOAD_TOKEN_MS);
    const token = await unlessAborted(login, options.signal);
    const idle = { method: 'PUT', ...options, timeoutMs: idleMs(context, options) } as const;
    const prepared = await prepare(context, service, idle, token);
    const headers = { ...prepared.headers, 'Content-Type': contentType, Expect: '100-continue' };
    await sendBody(context.line, { ...prepared, headers, bulk: true }, body).catch(
      (error: unknown) => {
        if (hasStatus(error, 401)) context.session.forget(token);
        throw error;
      },
    );
  } catch (error) {
    throw bodyError ?? error;
  } finally {
    body.destroy();
  }
}

async function sendBody(line: Line, exchange: Exchange, body: Readable): Promise<void> {
  const gate = new PassThrough({ highWaterMark: BUFFER_BYTES });
  const idle = new AbortController();
  const signals = exchange.signal === undefined ? [] : [exchange.signal];
  const stops: (() => void)[] = [];
  const observe = (request: ClientRequest): void => {
    stops.push(openAtContinue(request, body, gate));
    request.once('socket', (socket) => {
      stops.push(watchUpload(socket, request, gate, exchange.timeoutMs, idle));
    });
  };
  try {
    const signal = AbortSignal.any([idle.signal, ...signals]);
    const answer = await send(line, { ...exchange, body: gate, observe }, 1, signal);
    await readText(answer.stream);
  } finally {
    for (const stop of stops) stop();
    gate.destroy();
  }
}

/** Lets the body through when the service asks for it, so that a refusal is heard before bytes are sent. */
function openAtContinue(request: ClientRequest, body: Readable, gate: PassThrough): () => void {
  const timer = setTimeout(open, CONTINUE_MS);
  const stop = (): void => clearTimeout(timer);
  function open(): void {
    stop();
    request.off('continue', open);
    // An error of either end reaches the other, and the request through the gate.
    pipeline(body, gate, () => {});
  }
  request.once('continue', open);
  request.once('response', stop);
  return stop;
}

function watchUpload(
  socket: Socket,
  request: ClientRequest,
  gate: PassThrough,
  limitMs: number,
  idle: AbortController,
): () => void {
  const onIdle = (error: Error): void => idle.abort(error);
  const sending = watchIdle(socket, { limitMs, isStuck: () => request.writableNeedDrain, onIdle });
  const waiting = watchIdle(socket, {
    limitMs: Math.max(limitMs, LAST_ANSWER_MS),
    isStuck: () => gate.readableEnded,
    onIdle,
  });
  return () => {
    sending.stop();
    waiting.stop();
  };
}
