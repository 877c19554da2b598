import type { ServiceName } from '../../../src/simulator/http/call.ts';

/**
 * Who calls. `admin`: of the cloud; `operator`: the same, scoped to the session's project; `member`: its user; `reader`: another with that
 * role; `stranger`: a member of another project; `nobody`: no token.
 */
export type Person = 'admin' | 'operator' | 'member' | 'reader' | 'stranger' | 'nobody';

/** One call of a session. Strings may hold placeholders: `{server}` is what an earlier step kept, `{run}` a prefix of all names. */
export interface Step extends StepOptions {
  /** Unique in its session: what the recording is filed under. */
  readonly name: string;
  readonly service: ServiceName;
  readonly method: string;
  /** Below the versioned endpoint; below the origin where it begins with `^`. */
  readonly path: string;
}

export interface StepOptions {
  readonly as?: Person;
  readonly body?: unknown;
  /** Sent as they are, as `application/octet-stream` unless a header says otherwise. */
  readonly bytes?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly microversion?: string;
  /** Placeholders for later steps, and where the answer has their values: `server.id`, `header:location`. */
  readonly keep?: Readonly<Record<string, string>>;
  /** Repeats the call until the answer has one of these values there, or this status. */
  readonly until?:
    { readonly at: string; readonly is: readonly unknown[] } | { readonly status: number };
  /** A path to DELETE at the end, or a call. */
  readonly undo?: string | { readonly call: string; readonly body?: unknown };
  /** `mine`: elements of lists that are not the session's are left out; `shape`: only the types of what elements have. */
  readonly list?: 'mine' | 'shape';
  /** The order of lists matters. */
  readonly ordered?: boolean;
  /** Keys whose values are replaced by their type. */
  readonly hide?: readonly string[];
  /** Not recorded: it only prepares. It has to succeed. */
  readonly silent?: boolean;
}

/** Calls in their order, with all that they make. */
export interface Session {
  /** Of the service that its recording is filed under. */
  readonly service: ServiceName;
  readonly name: string;
  readonly steps: readonly Step[];
}

/** `call`: `network POST /networks`. */
export function step(name: string, call: string, options: StepOptions = {}): Step {
  const [service = '', method = '', ...rest] = call.split(' ');
  return { name, service: service as ServiceName, method, path: rest.join(' '), ...options };
}

/** A call that only prepares what the session is about. */
export function prepare(call: string, options: StepOptions = {}): Step {
  return step(call, call, { silent: true, ...options });
}
