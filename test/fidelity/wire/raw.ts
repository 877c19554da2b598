import { once } from 'node:events';
import { request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';

export interface RawReply {
  readonly status: number;
  /** Lower case; several of one name in one line. */
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/** One request over a connection of its own: the lab's servers close idle ones when they like. */
export async function exchange(
  url: string,
  {
    method,
    headers,
    body,
  }: {
    readonly method: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body?: string | undefined;
  },
): Promise<RawReply> {
  // Without a length Node would send a body in chunks, which not every WSGI server takes.
  const length = { 'content-length': Buffer.byteLength(body ?? '') };
  const outgoing = request(url, {
    method,
    headers: body === undefined && isLook(method) ? headers : { ...headers, ...length },
    agent: false,
  });
  outgoing.end(body);
  const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
  return {
    status: response.statusCode ?? 0,
    headers: Object.fromEntries(
      Object.entries(response.headers).map(([name, value]) => [name, String(value)]),
    ),
    text: await text(response),
  };
}

function isLook(method: string): boolean {
  return method === 'GET' || method === 'HEAD';
}
