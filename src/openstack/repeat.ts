import { OpenStackError } from '../errors/openstack.ts';
import { pause } from './pause.ts';

/** Short blips only: whoever can wait longer is the caller. */
const PAUSES_MS = [300, 1_000];
const LONGEST_PAUSE_MS = 10_000;
const REPEATABLE_STATUSES = [408, 429, 500, 502, 503, 504];
/** The request never reached a server. */
const NOT_CONNECTED = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'];

interface RepeatOptions {
  /** Whether the request may be sent again although the first one may have had its effect. */
  readonly repeatable: boolean;
  readonly signal?: AbortSignal | undefined;
}

/** Calls `send` up to three times within seconds, as long as its errors are worth it and there is time. */
export async function repeat<Answer>(
  { repeatable, signal }: RepeatOptions,
  send: (attempt: number) => Promise<Answer>,
): Promise<Answer> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await send(attempt);
    } catch (error) {
      const wait = pauseBeforeRepeat(error, attempt, repeatable);
      if (wait === undefined) throw error;
      await pause(wait, signal).catch((aborted: unknown) => {
        throw isTimeout(aborted) ? error : aborted;
      });
    }
  }
}

/** Milliseconds; undefined where it is not to be sent again. */
function pauseBeforeRepeat(
  error: unknown,
  attempt: number,
  repeatable: boolean,
): number | undefined {
  const wait = PAUSES_MS[attempt - 1];
  if (wait === undefined || !(error instanceof OpenStackError)) return undefined;
  if (!(repeatable ? isWorthIt(error) : hadNoEffect(error))) return undefined;
  if (error.retryAfterMs === undefined) return wait * (0.75 + Math.random() / 2);
  return error.retryAfterMs <= LONGEST_PAUSE_MS ? error.retryAfterMs : undefined;
}

function isWorthIt(error: OpenStackError): boolean {
  if (error.status !== undefined) return REPEATABLE_STATUSES.includes(error.status);
  // Three whole timeouts would be a longer wait than the caller asked for.
  return !isTimeout(error.cause);
}

/** Refused before a service acted. */
function hadNoEffect(error: OpenStackError): boolean {
  return error.status === 429 || NOT_CONNECTED.includes(errorCode(error.cause) ?? '');
}

/** What a signal gives for a reason when time is over. */
export function isTimeout(reason: unknown): boolean {
  return reason instanceof Error && reason.name === 'TimeoutError';
}

export function errorCode(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | undefined)?.code;
  return typeof code === 'string' ? code : undefined;
}

/** Milliseconds of a Retry-After header, seconds or HTTP date; undefined where it has none that can be read. */
export function readRetryAfter(header: string | undefined): number | undefined {
  if (header === undefined) return undefined;
  if (/^\d+$/.test(header.trim())) return Number(header) * 1_000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? undefined : Math.max(0, at - Date.now());
}
