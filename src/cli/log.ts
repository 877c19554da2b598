import { pino } from 'pino';
import type { Logger } from 'pino';
import type { RequestEvent } from '../openstack/request-log.ts';
import type { LogLevel } from './context.ts';

/** JSON lines to stderr: stdout is for results. */
export function openLog(level: LogLevel): Logger {
  return pino(
    { level, base: {}, timestamp: pino.stdTimeFunctions.isoTime },
    pino.destination({ dest: 2, sync: true }),
  );
}

/** Every request to a cloud at `debug`, with the request id to ask the cloud's operators about. */
export function logRequests(log: Logger): (event: RequestEvent) => void {
  return ({ headers: _headers, ...event }) => log.debug(event, 'request');
}
