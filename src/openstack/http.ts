import http from 'node:http';
import https from 'node:https';
import type { ClientRequest, IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import axios, { isAxiosError } from 'axios';
import type { AxiosRequestConfig } from 'axios';
import type { Agents } from './http-agent.ts';

const CONNECT_MS = 10_000;

export interface HttpRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON text or a stream. */
  readonly body?: string | Readable | undefined;
  readonly agents: Agents;
  readonly signal: AbortSignal;
  /** Shown the request before anything of it is sent. */
  readonly observe?: ((request: ClientRequest) => void) | undefined;
}

export interface HttpAnswer {
  readonly status: number;
  readonly statusText: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly stream: IncomingMessage;
}

/** Sends one HTTP request and returns as soon as the head of an answer of any status is there. */
export async function sendHttp(request: HttpRequest): Promise<HttpAnswer> {
  const options: AxiosRequestConfig = {
    method: request.method,
    url: request.url,
    // A PUT without a body gets no content type: axios would say it is a form, which Nova refuses.
    headers: { 'Content-Type': false, ...request.headers },
    data: request.body,
    httpAgent: request.agents.httpAgent,
    httpsAgent: request.agents.httpsAgent,
    transport: transport(request.observe),
    responseType: 'stream',
    // follow-redirects would hold an uploaded body in memory, and a redirect could carry the token elsewhere.
    maxRedirects: 0,
    maxBodyLength: -1,
    maxContentLength: -1,
    decompress: false,
    proxy: false,
    validateStatus: null,
    transformRequest: [(data: unknown) => data],
    signal: request.signal,
  };
  const answer = await axios.request<IncomingMessage>(options).catch((error: unknown) => {
    throw withoutRequest(error);
  });
  return {
    status: answer.status,
    statusText: answer.statusText,
    headers: flat(answer.data.headers),
    stream: answer.data,
  };
}

/** axios's errors hold the whole request, with the token: whoever prints one would print that. */
function withoutRequest(error: unknown): unknown {
  if (!isAxiosError(error)) return error;
  const { message, name, code } = error;
  return Object.assign(new Error(message), { name, ...(code !== undefined && { code }) });
}

/** The text of an answer. The stream is at its end after it. */
export async function readText(stream: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function flat(headers: http.IncomingHttpHeaders): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value]],
    ),
  );
}

/** Node's own client with a limit for the connect, which neither axios nor Node has. */
function transport(observe: HttpRequest['observe']): AxiosRequestConfig['transport'] {
  return {
    request(options: https.RequestOptions, onAnswer: (answer: IncomingMessage) => void) {
      const secure = options.protocol === 'https:';
      const request = (secure ? https : http).request(options, onAnswer);
      request.once('socket', (socket) => {
        if (socket.connecting) limitConnect(request, socket, secure ? 'secureConnect' : 'connect');
      });
      observe?.(request);
      return request;
    },
  };
}

function limitConnect(request: ClientRequest, socket: Socket, connected: string): void {
  const timer = setTimeout(() => {
    request.destroy(
      new DOMException(`no connection within ${CONNECT_MS / 1000} s`, 'TimeoutError'),
    );
  }, CONNECT_MS);
  const stop = (): void => clearTimeout(timer);
  socket.once(connected, stop);
  socket.once('close', stop);
}
