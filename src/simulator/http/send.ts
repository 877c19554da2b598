import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { finished, pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer } from './call.ts';

/** Changes a body on its way: `truncate` cuts the connection in the middle of it, `corrupt` changes bytes. */
export type Spoil = 'truncate' | 'corrupt' | undefined;

export async function send(
  request: IncomingMessage,
  response: ServerResponse,
  answer: Answer,
  spoil: Spoil,
): Promise<void> {
  const { status, headers = {}, contentType, bytes } = answer;
  const type = contentType ?? (answer.body === undefined ? undefined : 'application/json');
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  if (type !== undefined) response.setHeader('content-type', type);
  response.statusCode = status;
  await letIn(request);
  if (bytes instanceof Readable) await pipeline(bytes, spoiled(spoil), response);
  else await sendWhole(request, response, bytes ?? jsonOf(answer.body), spoil);
}

/**
 * Reads to its end what a service has refused before it was all sent, for as long as a caller may need: a connection that is
 * closed on unread bytes takes the answer with it.
 */
async function letIn(request: IncomingMessage): Promise<void> {
  if (request.readableEnded || request.destroyed) return;
  request.resume();
  const end = finished(request).catch(() => undefined);
  await Promise.race([end, sleep(10_000, undefined, { ref: false })]);
}

function jsonOf(body: unknown): string {
  return body === undefined ? '' : JSON.stringify(body);
}

async function sendWhole(
  request: IncomingMessage,
  response: ServerResponse,
  body: Buffer | string,
  spoil: Spoil,
): Promise<void> {
  const whole = spoil === 'corrupt' ? corrupted(Buffer.from(body)) : Buffer.from(body);
  if (response.statusCode !== 204) response.setHeader('content-length', whole.length);
  if (spoil === 'truncate') {
    response.write(whole.subarray(0, Math.floor(whole.length / 2)), () => request.socket.destroy());
    return;
  }
  response.end(request.method === 'HEAD' ? '' : whole);
  // A client that has gone has no answer: that is its own affair.
  await finished(response).catch(() => undefined);
}

/** A transform of a stream's first chunk. */
function spoiled(spoil: Spoil) {
  return async function* change(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    let first = true;
    for await (const chunk of source) {
      if (first && spoil === 'truncate') {
        yield chunk.subarray(0, Math.floor(chunk.length / 2));
        throw new Error('cut off');
      }
      yield first && spoil === 'corrupt' ? corrupted(chunk) : chunk;
      first = false;
    }
  };
}

function corrupted(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  if (copy.length > 0) copy[0] = (copy[0] ?? 0) ^ 0xff;
  return copy;
}
