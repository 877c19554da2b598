import type { Logger } from 'pino';
import type { LogLevel, LogMetadata, Logger as SdkLogger } from '@temporalio/worker';

/** The SDK's logger on ours. What its workers tell of their own comings and goings is for `debug`. */
export function sdkLogger(log: Logger): SdkLogger {
  const write = (level: Lowercase<LogLevel>, message: string, meta: LogMetadata = {}) => {
    log[isChatter(level, message, meta) ? 'debug' : level](meta, message);
  };
  return {
    log: (level, message, meta) => write(level.toLowerCase() as Lowercase<LogLevel>, message, meta),
    trace: (message, meta) => write('trace', message, meta),
    debug: (message, meta) => write('debug', message, meta),
    info: (message, meta) => write('info', message, meta),
    warn: (message, meta) => write('warn', message, meta),
    error: (message, meta) => write('error', message, meta),
  };
}

function isChatter(level: Lowercase<LogLevel>, message: string, meta: LogMetadata): boolean {
  // Of a transfer worker, which has none on purpose.
  if (message.startsWith('No workflows registered')) return true;
  return level === 'info' && meta['sdkComponent'] === 'worker';
}
