import { pino } from 'pino';
import type { Logger } from 'pino';
import type { RequestEvent } from '../openstack/request-log.ts';

/** JSON lines to stderr: stdout is for results. `level` is pino's. */
export function openLog(level: string): Logger {
  return pino(
    {
      level,
      base: {},
      // The message alone: without this a failure is `{}`, and pino's own way tells every field of it.
      serializers: { error: (error: unknown) => (error instanceof Error ? error.message : error) },
      timestamp: pino.stdTimeFunctions.isoTime,
    },
    pino.destination({ dest: 2, sync: true }),
  );
}

/** Every request to a cloud at `debug`, with the request id to ask the cloud's operators about. */
export function logRequests(log: Logger): (event: RequestEvent) => void {
  return ({ headers: _headers, ...event }) => log.debug(event, 'request');
}
