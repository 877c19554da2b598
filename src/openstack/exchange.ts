import type { Readable } from 'node:stream';
import { OpenStackError } from '../errors/openstack.ts';
import { errorMessage, shorten } from './error-message.ts';
import type { Connections } from './http-agent.ts';
import { readText, sendHttp } from './http.ts';
import type { HttpAnswer, HttpRequest } from './http.ts';
import { errorCode, isTimeout, readRetryAfter, repeat } from './repeat.ts';
import { redactHeaders, redactUrl } from './request-log.ts';
import type { RequestEvent } from './request-log.ts';

/** What every request to one cloud shares. */
export interface Line {
  readonly cloud: string;
  readonly connections: Connections;
  readonly onRequest: ((event: RequestEvent) => void) | undefined;
}

export interface Exchange {
  readonly service: string;
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Readable | undefined;
  /** Whether it may be sent again after no answer or a 5xx. */
  readonly repeatable: boolean;
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds for the whole answer; between two bytes where `bulk`. */
  readonly timeoutMs: number;
  /** Many bytes go in or out: it takes a connection of its own. */
  readonly bulk?: boolean;
  readonly observe?: HttpRequest['observe'];
  /** Statuses beside 2xx that are no error. */
  readonly accept?: readonly number[];
}

export interface TextAnswer extends HttpAnswer {
  readonly text: string;
}

/** Sends a request, repeating it where that is safe, and reads its answer. @throws OpenStackError; the signal's reason */
export async function exchangeText(line: Line, exchange: Exchange): Promise<TextAnswer> {
  return repeat(exchange, async (attempt) => {
    const timer = startTimer(exchange.timeoutMs, exchange.signal);
    try {
      const answer = await send(line, exchange, attempt, timer.signal);
      const text = await readText(answer.stream).catch((error: unknown) => {
        throw noAnswer(line, exchange, error, timer.signal);
      });
      return { ...answer, text };
    } finally {
      timer.stop();
    }
  });
}

/** Sends a request once; returns the head of a good answer. @throws OpenStackError; the signal's reason */
export async function send(
  line: Line,
  exchange: Exchange,
  attempt: number,
  signal: AbortSignal,
): Promise<HttpAnswer> {
  const log = startLog(line, exchange, attempt);
  const { kept, fresh } = line.connections;
  const agents = exchange.repeatable && exchange.bulk !== true ? kept : fresh;
  let answer: HttpAnswer;
  try {
    answer = await sendHttp({ ...exchange, agents, signal });
  } catch (error) {
    const failure = noAnswer(line, exchange, error, signal);
    log({ error: failure instanceof OpenStackError ? failure.detail : 'aborted' });
    throw failure;
  }
  const requestId = requestIdOf(answer);
  log({ status: answer.status, ...(requestId === undefined ? {} : { requestId }) });
  if (isGood(answer, exchange)) return answer;
  const text = await readText(answer.stream).catch(() => '');
  throw refusal(line, exchange, answer, refusalDetail(answer, text));
}

function refusalDetail({ status, statusText, headers }: HttpAnswer, text: string): string {
  const location = headers['location'];
  return status < 400 && location !== undefined
    ? `redirected to ${shorten(location)}: is the endpoint right?`
    : errorMessage(text, statusText);
}

/** An answer that is there but is not what was asked for. */
export function refusal(
  line: Line,
  exchange: Pick<Exchange, 'service' | 'method' | 'url'>,
  answer: HttpAnswer,
  detail: string,
): OpenStackError {
  const requestId = requestIdOf(answer);
  const retryAfterMs = readRetryAfter(answer.headers['retry-after']);
  return new OpenStackError({
    cloud: line.cloud,
    service: exchange.service,
    method: exchange.method,
    url: redactUrl(exchange.url),
    status: answer.status,
    detail,
    ...(requestId === undefined ? {} : { requestId }),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
}

/** What to throw when the connection failed: the caller's own reason where the caller aborted it, unless its time was over. */
export function noAnswer(
  line: Line,
  exchange: Pick<Exchange, 'service' | 'method' | 'url' | 'signal'>,
  error: unknown,
  signal?: AbortSignal,
): unknown {
  if (exchange.signal?.aborted === true && !isTimeout(exchange.signal.reason)) {
    return exchange.signal.reason;
  }
  const cause = signal?.aborted === true ? (signal.reason as Error) : error;
  const { cloud } = line;
  const { service, method } = exchange;
  const detail = describe(cause);
  return new OpenStackError({
    cloud,
    service,
    method,
    url: redactUrl(exchange.url),
    detail,
    cause,
  });
}

function describe(cause: unknown): string {
  const code = errorCode(cause);
  const message = cause instanceof Error && cause.message !== '' ? cause.message : String(cause);
  return shorten(code === undefined || message.includes(code) ? message : `${message} (${code})`);
}

/** A signal that fires with the caller's, or with a TimeoutError after so many milliseconds. */
export function startTimer(
  timeoutMs: number,
  signal: AbortSignal | undefined,
): { signal: AbortSignal; stop: () => void } {
  const controller = new AbortController();
  const timer = setTimeout(() => {
    controller.abort(new DOMException(`no answer within ${timeoutMs / 1000} s`, 'TimeoutError'));
  }, timeoutMs);
  const signals = signal === undefined ? [controller.signal] : [controller.signal, signal];
  return { signal: AbortSignal.any(signals), stop: () => clearTimeout(timer) };
}

function isGood(answer: HttpAnswer, exchange: Exchange): boolean {
  return (
    (answer.status >= 200 && answer.status < 300) || (exchange.accept ?? []).includes(answer.status)
  );
}

/** Nova and Cinder have sent it under a name of their own as well. */
function requestIdOf({ headers }: HttpAnswer): string | undefined {
  return headers['x-openstack-request-id'] ?? headers['x-compute-request-id'];
}

function startLog(
  line: Line,
  exchange: Exchange,
  attempt: number,
): (outcome: Pick<RequestEvent, 'status' | 'requestId' | 'error'>) => void {
  const started = performance.now();
  return (outcome) =>
    line.onRequest?.({
      cloud: line.cloud,
      service: exchange.service,
      method: exchange.method,
      url: redactUrl(exchange.url),
      headers: redactHeaders(exchange.headers),
      attempt,
      durationMs: Math.round(performance.now() - started),
      ...outcome,
    });
}
