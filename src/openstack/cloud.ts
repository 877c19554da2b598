import type { Readable } from 'node:stream';
import type { z } from 'zod';
import type { IdentityDatabase } from './identity-database/identity-database.ts';

/** The names the service catalog uses; aliases of the service-types authority are looked up as well. */
export type Service = 'identity' | 'compute' | 'image' | 'network' | 'volume' | 'placement';

export type Query = Readonly<
  Record<string, string | number | boolean | readonly string[] | undefined>
>;

export interface CallOptions {
  readonly method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below the service's versioned endpoint: `/servers/detail`, `/networks`, `/images`. */
  readonly path: string;
  readonly query?: Query;
  /** Sent as JSON. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Asked for exactly (compute, volume). Above the cloud's maximum the call fails with UnsupportedError. */
  readonly microversion?: string;
  /** Whether it may be sent again after no answer or a 5xx. Default: all but POST. */
  readonly repeatable?: boolean;
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds for the whole answer; default 60,000. */
  readonly timeoutMs?: number;
}

export interface RequestOptions<Schema extends z.ZodType> extends CallOptions {
  /** What the JSON answer must look like; loose on the wire. */
  readonly schema: Schema;
}

export interface ListOptions<Schema extends z.ZodType> {
  readonly path: string;
  /** The key of the list in the answer: `servers`. */
  readonly key: string;
  /** One element. */
  readonly schema: Schema;
  readonly query?: Query;
  readonly microversion?: string;
  readonly signal?: AbortSignal | undefined;
  /** Elements a page; the service's own maximum where absent. */
  readonly pageSize?: number;
}

/** A cloud, logged in lazily as clouds.yaml says, scoped to one project. Safe for concurrent use. */
export interface Cloud {
  /** As clouds.yaml names it. */
  readonly name: string;
  readonly region: string | undefined;

  /** Sends one request and parses its JSON answer. @throws OpenStackError, UnsupportedError */
  request<Schema extends z.ZodType>(
    service: Service,
    options: RequestOptions<Schema>,
  ): Promise<z.output<Schema>>;

  /** Sends one request whose answer does not matter beyond its status. @throws OpenStackError */
  call(service: Service, options: CallOptions): Promise<void>;

  /** All pages, lazily. Follows `next` links, `<key>_links` and markers. */
  list<Schema extends z.ZodType>(
    service: Service,
    options: ListOptions<Schema>,
  ): AsyncIterable<z.output<Schema>>;

  /** A GET whose body is bytes; `size` where the service says it. The caller consumes or destroys the stream. */
  download(
    service: Service,
    options: CallOptions,
  ): Promise<{ stream: Readable; size: number | undefined }>;

  /** A PUT of bytes (chunked). Never repeated by the client: the stream is spent. Destroys `body` when it fails. */
  upload(
    service: Service,
    options: CallOptions & { readonly body: Readable; readonly contentType?: string },
  ): Promise<void>;

  /** The same login, scoped to another project (by id). Cached. */
  inProject(projectId: string): Cloud;

  /** Who is logged in, to what; from the token. */
  identity(): Promise<CloudIdentity>;

  /** The versions a service offers; undefined where the catalog has no such service. */
  versions(service: Service): Promise<ServiceVersions | undefined>;

  /** Keystone's own database; undefined where clouds.yaml names none (`keystone_database`). Connects with its first use. */
  identityDatabase(): IdentityDatabase | undefined;

  /** Forgets kept-alive connections. */
  close(): void;
}

export interface CloudIdentity {
  readonly userId: string;
  readonly userName: string;
  readonly userDomainId: string;
  readonly projectId: string | undefined;
  readonly projectName: string | undefined;
  readonly roles: readonly string[];
  /** ISO 8601 */
  readonly expiresAt: string;
}

export interface ServiceVersions {
  readonly endpoint: string;
  /** Lowest and highest microversion; undefined where the service has none (identity, image, network). */
  readonly microversions: { readonly min: string; readonly max: string } | undefined;
}
