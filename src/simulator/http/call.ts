import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import type { Fate } from '../faults/plan.ts';

export type ServiceName = 'identity' | 'image' | 'compute' | 'network' | 'volume';

/** Who asks, as Keystone's token says. */
export interface Token {
  readonly id: string;
  readonly userId: string;
  readonly userName: string;
  readonly userDomainId: string;
  readonly projectId: string | undefined;
  readonly domainId: string | undefined;
  readonly system: boolean;
  readonly roles: readonly string[];
  /** Holds the role `admin` in its scope. */
  readonly isAdmin: boolean;
  readonly expiresAt: Date;
}

/** One request that a handler answers. */
export interface Call {
  readonly method: string;
  /** Below the endpoint's root, decoded: `/servers/1a2b/action`. */
  readonly path: string;
  /** Of the route's placeholders, decoded. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  /** @throws Refusal 401 where there is none (only routes that are `open` are called without) */
  readonly token: Token;
  /** The minor number asked for: 61 for compute 2.61; the service's default where none is. */
  readonly microversion: number;
  readonly requestId: string;
  /** The body as JSON, read before the handler is called; undefined where there is none. */
  readonly json: unknown;
  /** The body of a route with `bytes`. */
  readonly bytes: IncomingMessage;
  /** `http://127.0.0.1:PORT`, for links. */
  readonly origin: string;
  /** What a fault has decreed for what this call makes or starts. */
  readonly fate: Fate | undefined;
}

export interface Answer {
  readonly status: number;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent as it is, with `contentType`. */
  readonly bytes?: Readable | Buffer | string;
  readonly contentType?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export type Handler = (call: Call) => Answer | Promise<Answer>;

export interface Route {
  readonly method: string;
  /** Below the root, in find-my-way's form: `/servers/:id/action`. */
  readonly path: string;
  /** What faults and the journal call it, where it is served at several paths; default: the path. */
  readonly name?: string;
  /** Needs no token: version documents, login. */
  readonly open?: true;
  /** The body is bytes, not JSON; the handler reads them. */
  readonly bytes?: true;
  readonly handle: Handler;
}

/** A service as it is spoken to. */
export interface Api {
  readonly service: ServiceName;
  /** As the catalog has it: `compute`, `volumev3`. */
  readonly type: string;
  readonly name: string;
  /** Of all routes but version documents: `/v2.1`. */
  readonly root: string;
  /** The catalog's path, `$(project_id)s` in it replaced: `/v3/$(project_id)s`. Default: the root. */
  readonly catalogPath?: string;
  /** Below the root. */
  readonly routes: readonly Route[];
  /** At `/`: the version document. */
  readonly versions: Handler;
  /** Lowest and highest minor, where the service has microversions, and the header's word: `compute`. */
  readonly microversions?: {
    readonly word: string;
    readonly major: number;
    readonly min: number;
    readonly max: number;
  };
  /** The service's own form of an error. */
  refuse(refusal: Refused): Answer;
  /** Beyond content type and length, on every answer: request id, microversion. */
  headers(about: {
    readonly requestId: string;
    readonly microversion: number;
  }): Record<string, string>;
}

export interface Refused {
  readonly status: number;
  readonly message: string;
  readonly type: string | undefined;
  readonly requestId: string;
  /** The caller's header Accept. */
  readonly accept: string | undefined;
}
